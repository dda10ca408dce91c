import { useState } from 'react';
import type { StaffSnapshot } from '../../electron/contract/index.ts';
import { useStaffState, useStaffStore } from './desk.tsx';
import { EmptyDesk } from './EmptyDesk.tsx';
import { OutageBanner } from './OutageBanner.tsx';
import { DeskHeader, SimulatedBadge } from './parts/DeskHeader.tsx';
import { Connecting, LinkOverlay } from './parts/LinkOverlay.tsx';
import { RefusalToast } from './parts/RefusalToast.tsx';
import { type News, type View, Views } from './parts/Views.tsx';
import { SidePanel } from './side/SidePanel.tsx';
import { StationView } from './station/StationView.tsx';
import { useReaderKeys } from './useReaderKeys.ts';
import { VisitView } from './visit/VisitView.tsx';
import { devicesSummary, driversAreUp, needAttention } from './words/devices.ts';
import { postureWords } from './words/station.ts';
import './staff.css';

export function App() {
  const snapshot = useStaffState((state) => state.snapshot);
  const link = useStaffState((state) => state.link);
  const refusal = useStaffState((state) => state.refusal);
  const { dismissRefusal } = useStaffStore();
  useReaderKeys();
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
  const [view, setView] = useState<View>('desk');
  return (
    <div className="desk staff">
      <DeskHeader
        title={station.name}
        text={station.organisation}
        nav={<Views view={view} show={setView} desk={visitNews(visit)} station={stationNews(snapshot)} />}
      >
        <span className="badge">{postureWords[station.posture]}</span>
        {station.simulated && <SimulatedBadge />}
      </DeskHeader>
      {outOfService && <OutageBanner code={outOfService.code} />}
      <div className="staff-columns">
        <main className="staff-main">
          {view === 'station' ? (
            <StationView snapshot={snapshot} toDesk={() => setView('desk')} />
          ) : visit ? (
            <VisitView key={visit.id} visit={visit} posture={station.posture} />
          ) : (
            <EmptyDesk posture={station.posture} outOfService={outOfService !== null} />
          )}
        </main>
        <SidePanel snapshot={snapshot} view={view} />
      </div>
    </div>
  );
}

/** What calls staff back to the desk. */
function visitNews(visit: StaffSnapshot['visit']): News | null {
  if (!visit || visit.step === 'ended') return null;
  const urgent = visit.awaitingStaff || visit.called;
  return { text: urgent ? 'a visitor waits for you' : 'a visit is running', urgent };
}

function stationNews({ devices, health }: StaffSnapshot): News | null {
  if (!driversAreUp(health) || needAttention(devices).length === 0) return null;
  return { text: devicesSummary(devices), urgent: true };
}
