import type { LucideIcon } from 'lucide-react';
import { CircleCheck, CircleHelp, CircleX, UserRoundSearch } from 'lucide-react';
import type { DecisionOutcome } from '../../../electron/contract/index.ts';
import { outcomeText, type StaffVisit, strengthWords } from '../words/decision.ts';

const icons: Record<DecisionOutcome | 'none', LucideIcon> = {
  accept: CircleCheck,
  refuse: CircleX,
  refer: UserRoundSearch,
  none: CircleHelp,
};

/** What follows from the checks by the station's policy, or what staff decided, and on how strong an evidence. */
export function Verdict({ visit }: { visit: StaffVisit }) {
  const { title, meaning } = outcomeText(visit);
  const Icon = icons[visit.outcome ?? 'none'];
  return (
    <section
      className={`verdict verdict-${visit.outcome ?? 'none'}`}
      aria-label="Decision"
      data-testid="verdict"
    >
      <Icon aria-hidden="true" />
      <div>
        <h2>{title}</h2>
        <p>{meaning}</p>
        <p className="verdict-strength">
          Evidence: <strong>{visit.evidenceStrength}</strong>. {strengthWords[visit.evidenceStrength]}
        </p>
      </div>
    </section>
  );
}
