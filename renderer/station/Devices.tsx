import { Plug, Unplug } from 'lucide-react';
import type { Device, SimulatorState } from '../../electron/contract/index.ts';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { DeviceRow } from '../staff/parts/DeviceRow.tsx';
import { Panel } from '../staff/parts/Panel.tsx';
import { type Fault, faultsOf, faultWords } from './names.ts';
import { useSimulate } from './panel.tsx';

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
                {simulator && device.simulated && device.kind !== 'camera' && (
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

/** Pulls the plug of one device or makes it fail. */
function Trouble({ device, fault }: { device: Device; fault: string | undefined }) {
  const { act, waits } = useSimulate();
  const absent = device.state === 'absent';
  const action = { type: absent ? 'plug' : 'unplug', device: device.id } as const;
  const faults = faultsOf(device.kind);
  return (
    <div className="trouble">
      <label>
        <span>Next reading</span>
        <select
          value={fault ?? 'none'}
          data-testid={`break-${device.id}`}
          aria-label={`Next reading of the ${device.name}`}
          onChange={(event) =>
            void act({ type: 'break', device: device.id, fault: event.target.value as Fault })
          }
        >
          {faults.map((one) => (
            <option key={one} value={one}>
              {faultWords[one]}
            </option>
          ))}
        </select>
      </label>
      <DeskButton
        icon={absent ? Plug : Unplug}
        testId={`${action.type}-${device.id}`}
        label={`${absent ? 'Plug in' : 'Unplug'} the ${device.name}`}
        pending={waits(action)}
        onPress={() => void act(action)}
      >
        {absent ? 'Plug in' : 'Unplug'}
      </DeskButton>
    </div>
  );
}
