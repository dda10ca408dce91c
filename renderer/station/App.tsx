import type { StationSnapshot } from '../../electron/contract/index.ts';
import { Now } from '../simulation/Now.tsx';
import { DeskHeader, SimulatedBadge } from '../staff/parts/DeskHeader.tsx';
import { Connecting, LinkOverlay } from '../staff/parts/LinkOverlay.tsx';
import { RefusalToast } from '../staff/parts/RefusalToast.tsx';
import { stepWords } from '../staff/words/steps.ts';
import { Guilloche } from '../ui/Guilloche.tsx';
import { Devices } from './Devices.tsx';
import { People } from './People.tsx';
import { useStationState, useStationStore } from './panel.tsx';
import './station.css';

export function App() {
  const snapshot = useStationState((state) => state.snapshot);
  const link = useStationState((state) => state.link);
  const refusal = useStationState((state) => state.refusal);
  const { dismissRefusal } = useStationStore();
  return (
    <>
      {snapshot ? <Station snapshot={snapshot} /> : link === 'connecting' && <Connecting />}
      <RefusalToast refusal={refusal} dismiss={dismissRefusal} />
      <LinkOverlay link={link} known={snapshot !== null} />
    </>
  );
}

function Station({ snapshot: { devices, simulator, step } }: { snapshot: StationSnapshot }) {
  return (
    <div className="desk station">
      <DeskHeader title="Station panel" text="Lay documents on the reader and see what the kiosk does">
        <span className="badge" data-testid="step" data-step={step}>
          Visitor’s screen: {stepWords[step]}
        </span>
        {simulator && <SimulatedBadge />}
      </DeskHeader>
      {simulator ? (
        <main className="station-columns">
          <h1 className="visually-hidden">Station panel</h1>
          <div className="station-world">
            <Now simulator={simulator} />
            <People simulator={simulator} />
          </div>
          <Devices devices={devices} simulator={simulator} />
        </main>
      ) : (
        <main className="station-columns">
          <NotSimulated />
          <Devices devices={devices} simulator={null} />
        </main>
      )}
    </div>
  );
}

function NotSimulated() {
  return (
    <section className="station-empty">
      <Guilloche className="station-empty-ground" />
      <h1>This station is real</h1>
      <p>
        There is nothing to simulate here: its devices are the ones on the desk. Start the kiosk as a
        simulated station to practise without them.
      </p>
    </section>
  );
}
