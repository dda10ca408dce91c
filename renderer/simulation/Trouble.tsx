import { Plug, Unplug } from 'lucide-react';
import type { Device } from '../../electron/contract/index.ts';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { type Fault, faultsOf, faultWords } from './names.ts';
import { useSimulate } from './simulate.tsx';
import './simulation.css';

/** Pulls the plug of one simulated device or makes it fail. */
export function Trouble({ device, fault }: { device: Device; fault: string | undefined }) {
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

/** A camera is not broken from here. */
export const canBeBroken = ({ simulated, kind }: Device): boolean => simulated && kind !== 'camera';
