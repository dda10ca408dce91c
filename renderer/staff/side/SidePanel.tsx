import type { StaffSnapshot } from '../../../electron/contract/index.ts';
import { DeviceRow } from '../parts/DeviceRow.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Health } from './Health.tsx';
import { Notices } from './Notices.tsx';
import { Tickets } from './Tickets.tsx';
import { Trust } from './Trust.tsx';
import './side.css';

/** How the station itself is, whoever is being served. */
export function SidePanel({ snapshot }: { snapshot: StaffSnapshot }) {
  const { notices, tickets, visit, devices, trust, health } = snapshot;
  return (
    <aside className="staff-side" aria-label="Station">
      <Tickets tickets={tickets} busy={visit !== null && visit.step !== 'ended'} />
      <Notices notices={notices} />
      <Panel title="Devices">
        {devices.length > 0 ? (
          <ul className="device-list">
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </ul>
        ) : (
          <p className="panel-none">No device was found. Check the cables of the readers.</p>
        )}
      </Panel>
      <Trust trust={trust} />
      <Health health={health} />
    </aside>
  );
}
