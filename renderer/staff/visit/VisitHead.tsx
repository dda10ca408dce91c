import { BellRing, CircleX, Clock, Ticket } from 'lucide-react';
import { useState } from 'react';
import type { StaffSnapshot } from '../../../electron/contract/index.ts';
import { useHostNow } from '../../state/index.ts';
import { useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { StartButton } from '../StartButton.tsx';
import type { StaffVisit } from '../words/decision.ts';
import { leavingOf, leavingWords } from '../words/leaving.ts';
import { stepWords } from '../words/steps.ts';
import { spanText } from '../words/time.ts';
import { CancelDialog } from './CancelDialog.tsx';
import { TakeOverButton } from './TakeOverButton.tsx';

export function VisitHead({
  visit,
  posture,
}: {
  visit: StaffVisit;
  posture: StaffSnapshot['station']['posture'];
}) {
  const [asking, setAsking] = useState(false);
  const now = useHostNow(
    useStaffState((state) => state.clockOffset),
    1_000,
  );
  const ended = visit.step === 'ended';
  return (
    <div className="visit-head">
      <h1 data-testid="step">{stepWords[visit.step]}</h1>
      {visit.called && (
        <p className="visit-called" role="status">
          <BellRing aria-hidden="true" />
          Visitor called for help
        </p>
      )}
      <p className="visit-fact">
        <Clock aria-hidden="true" />
        <span className="visually-hidden">Visit running for</span>
        {spanText(now - visit.startedAt)}
      </p>
      {visit.ticket && (
        <p className="visit-fact" data-testid="ticket">
          <Ticket aria-hidden="true" />
          Ticket <strong>{visit.ticket}</strong>
        </p>
      )}
      <div className="visit-head-end">
        {posture === 'attended' && !asking && <TakeOverButton step={visit.step} />}
        {ended
          ? posture === 'attended' && <StartButton />
          : !asking && (
              <DeskButton kind="quiet" icon={CircleX} testId="cancel-visit" onPress={() => setAsking(true)}>
                {leavingWords[leavingOf(visit)].button}
              </DeskButton>
            )}
      </div>
      {asking && !ended && <CancelDialog leaving={leavingOf(visit)} close={() => setAsking(false)} />}
    </div>
  );
}
