import type { Device, SimulatorState } from '../../electron/contract/index.ts';
import { canBeBroken, Trouble } from '../simulation/Trouble.tsx';
import { DeviceRow } from '../staff/parts/DeviceRow.tsx';
import { Panel } from '../staff/parts/Panel.tsx';

export function Devices({
  devices,
  simulator,
}: {
  devices: readonly Device[];
  simulator: SimulatorState | null;
}) {
  return (
    <aside className="station-devices" aria-label="Devices">
      <Panel title="Devices">
        {devices.length > 0 ? (
          <ul className="device-list">
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device}>
                {simulator && canBeBroken(device) && (
                  <Trouble device={device} fault={simulator.faults[device.id]} />
                )}
              </DeviceRow>
            ))}
          </ul>
        ) : (
          <p className="panel-none">No device is known. The driver process may still be starting.</p>
        )}
      </Panel>
    </aside>
  );
}
