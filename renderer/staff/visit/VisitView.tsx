import type { StaffSnapshot } from '../../../electron/contract/index.ts';
import type { StaffVisit } from '../words/decision.ts';
import { Checks } from './Checks.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { DocumentFacts } from './DocumentFacts.tsx';
import { OfferPanel } from './OfferPanel.tsx';
import { Pictures } from './Pictures.tsx';
import { Verdict } from './Verdict.tsx';
import { VisitHead } from './VisitHead.tsx';
import './visit.css';

/** Everything about the visit that runs: where the visitor is, what was read, what was checked, what is asked of staff. */
export function VisitView({
  visit,
  posture,
}: {
  visit: StaffVisit;
  posture: StaffSnapshot['station']['posture'];
}) {
  return (
    <>
      <VisitHead visit={visit} posture={posture} />
      <div className="visit">
        <div className="visit-left">
          {visit.offer && <OfferPanel offer={visit.offer} txCode={visit.txCode} />}
          <Pictures visit={visit} />
          <DocumentFacts summary={visit.summary} fields={visit.fields} />
          {visit.awaitingStaff && <DecisionForm visit={visit} />}
        </div>
        <div className="visit-right">
          <Verdict visit={visit} />
          <Checks checks={visit.checks} />
        </div>
      </div>
    </>
  );
}
