import type { StaffSnapshot } from '../../electron/contract/index.ts';
import { useStaffState, useStaffStore } from './desk.tsx';
import { EmptyDesk } from './EmptyDesk.tsx';
import { OutageBanner } from './OutageBanner.tsx';
import { DeskHeader, SimulatedBadge } from './parts/DeskHeader.tsx';
import { Connecting, LinkOverlay } from './parts/LinkOverlay.tsx';
import { RefusalToast } from './parts/RefusalToast.tsx';
import { SidePanel } from './side/SidePanel.tsx';
import { VisitView } from './visit/VisitView.tsx';
import { postureWords } from './words/station.ts';
import './staff.css';

export function App() {
  const snapshot = useStaffState((state) => state.snapshot);
  const link = useStaffState((state) => state.link);
  const refusal = useStaffState((state) => state.refusal);
  const { dismissRefusal } = useStaffStore();
  return (
    <>
      {snapshot ? <Desk snapshot={snapshot} /> : link === 'connecting' && <Connecting />}
      <RefusalToast refusal={refusal} dismiss={dismissRefusal} />
      <LinkOverlay link={link} known={snapshot !== null} />
    </>
  );
}

function Desk({ snapshot }: { snapshot: StaffSnapshot }) {
  const { station, outOfService, visit } = snapshot;
  return (
    <div className="desk staff">
      <DeskHeader title={station.name} text={station.organisation}>
        <span className="badge">{postureWords[station.posture]}</span>
        {station.simulated && <SimulatedBadge />}
      </DeskHeader>
      {outOfService && <OutageBanner code={outOfService.code} />}
      <div className="staff-columns">
        <main className="staff-main">
          {visit ? (
            <VisitView key={visit.id} visit={visit} posture={station.posture} />
          ) : (
            <EmptyDesk posture={station.posture} outOfService={outOfService !== null} />
          )}
        </main>
        <SidePanel snapshot={snapshot} />
      </div>
    </div>
  );
}
