import type { Device, DeviceFault, DeviceReport } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';

type LastFault = NonNullable<DeviceReport['lastFault']>;

/** What each device failed with last, as long as this process runs: it may be well again before anybody looks. */
export function createDeviceFaults(clock: Clock) {
  const last = new Map<string, LastFault>();
  /** What each device has at this moment; the same fault after a while without is a new one. */
  const present = new Map<string, DeviceFault>();
  return {
    of: (device: string): LastFault | null => last.get(device) ?? null,
    look(devices: readonly Device[]) {
      for (const { id, fault } of devices) {
        if (!fault) present.delete(id);
        else if (present.get(id) !== fault.code) {
          present.set(id, fault.code);
          last.set(id, { ...fault, at: clock.now() });
        }
      }
    },
    /** A reading that failed, after which the device may go on as if nothing had been; it brings no cure along. */
    readingFailed(device: string, code: DeviceFault) {
      const known = last.get(device);
      last.set(device, { code, cure: known?.code === code ? known.cure : '', at: clock.now() });
    },
  };
}
