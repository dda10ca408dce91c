import type { StaffSnapshot } from '../../../electron/contract/index.ts';
import { DeviceRow } from '../parts/DeviceRow.tsx';
import { Panel } from '../parts/Panel.tsx';
import type { View } from '../parts/Views.tsx';
import { sortDevices } from '../words/devices.ts';
import { Health } from './Health.tsx';
import { HelpDesk } from './HelpDesk.tsx';
import { Notices } from './Notices.tsx';
import { Tickets } from './Tickets.tsx';
import { Trust } from './Trust.tsx';
import './side.css';

/** How the station itself is, whoever is being served. The station's own view shows its devices and health at large. */
export function SidePanel({ snapshot, view }: { snapshot: StaffSnapshot; view: View }) {
  const { notices, tickets, visit, trust } = snapshot;
  return (
    <aside className="staff-side" aria-label="Station">
      {view === 'desk' && <Tickets tickets={tickets} busy={visit !== null && visit.step !== 'ended'} />}
      {view === 'desk' && <HelpDesk view={snapshot.helpDesk} />}
      <Notices notices={notices} />
      {view === 'desk' && <Devices devices={snapshot.devices} />}
      <Trust trust={trust} />
      {view === 'desk' && <Health health={snapshot.health} />}
    </aside>
  );
}

function Devices({ devices }: { devices: StaffSnapshot['devices'] }) {
  return (
    <Panel title="Devices">
      {devices.length > 0 ? (
        <ul className="device-list">
          {sortDevices(devices).map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </ul>
      ) : (
        <p className="panel-none">No device was found. The station’s view says what to check.</p>
      )}
    </Panel>
  );
}
