import { Guilloche } from '../../ui/Guilloche.tsx';

/** Nothing is attached, or nothing of it is seen: what to look at, the likeliest first. @param up the driver process runs */
export function NoDevices({ up }: { up: boolean }) {
  return (
    <section className="no-devices">
      <Guilloche className="no-devices-ground" />
      <h2>No device was found</h2>
      {up ? (
        <ol>
          <li>Is every reader plugged in and switched on? A hub with many readers needs power of its own.</li>
          <li>
            On Linux, may the kiosk open them? <code>proofdesk device udev</code> writes the rules for every
            reader it knows.
          </li>
          <li>
            On Windows, do page cameras and USB scanners have the driver that docs/windows-drivers.md names?
          </li>
          <li>
            Is a scanner in the network switched on, reached from this computer and named in the station file?
          </li>
        </ol>
      ) : (
        <p>The driver process is not up. It starts again by itself; devices appear when it is there.</p>
      )}
    </section>
  );
}
