import { useCallback } from 'react';
import type { DeviceReport, SimulatorAction, SimulatorState } from '../../../electron/contract/index.ts';
import { LayDown } from '../../simulation/LayDown.tsx';
import { OnTheReader } from '../../simulation/Now.tsx';
import { SimulationProvider } from '../../simulation/simulate.tsx';
import { canBeBroken, Trouble } from '../../simulation/Trouble.tsx';
import { useStaffState, useStaffStore } from '../desk.tsx';
import { Panel } from '../parts/Panel.tsx';
import './simulation-panel.css';

/** The world of a simulated station: what lies on its readers, their plugs, and how they fail. */
export function Simulation({
  simulator,
  devices,
}: {
  simulator: SimulatorState;
  devices: readonly DeviceReport[];
}) {
  const window = useStaffStore();
  const pending = useStaffState((state) => state.pending);
  const ask = useCallback(
    (name: string, action: SimulatorAction) =>
      window.run(name, (host) => host.command({ type: 'staff.simulate', action })),
    [window],
  );
  const breakable = devices.filter(canBeBroken);
  return (
    <SimulationProvider ask={ask} pending={pending}>
      <Panel title="Simulated devices" className="simulation">
        <div className="simulation-documents">
          <h3>Documents</h3>
          <LayDown simulator={simulator} />
          <OnTheReader simulator={simulator} />
        </div>
        <div className="simulation-plugs">
          <h3>Plugs and faults</h3>
          <ul>
            {breakable.map((device) => (
              <li key={device.id}>
                <p>{device.name}</p>
                <Trouble device={device} fault={simulator.faults[device.id]} />
              </li>
            ))}
          </ul>
        </div>
      </Panel>
    </SimulationProvider>
  );
}
