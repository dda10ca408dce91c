import type { LucideIcon } from 'lucide-react';
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { useState } from 'react';
import type { Check, CheckOutcome } from '../../../electron/contract/index.ts';
import { Panel } from '../parts/Panel.tsx';
import { checkWords, countOutcomes, groupChecks, groupTitles, outcomeWords } from '../words/checks.ts';
import { factsOf } from '../words/facts.ts';
import { reasonText } from '../words/reasons.ts';
import './checks.css';

const icons: Record<CheckOutcome, LucideIcon> = {
  passed: CircleCheck,
  failed: CircleX,
  'not-checked': CircleDashed,
};

export function Checks({ checks }: { checks: readonly Check[] }) {
  const [measurements, setMeasurements] = useState(false);
  const counts = countOutcomes(checks);
  return (
    <Panel
      title="Checks"
      className="checks"
      aside={
        <button
          type="button"
          className="checks-measure"
          aria-pressed={measurements}
          onClick={() => setMeasurements(!measurements)}
        >
          {measurements ? 'Hide measurements' : 'Show measurements'}
        </button>
      }
    >
      <p className="checks-counts">
        {(['passed', 'failed', 'not-checked'] as const).map((outcome) => (
          <Outcome
            key={outcome}
            outcome={outcome}
            text={`${counts[outcome]} ${outcomeWords[outcome].toLowerCase()}`}
          />
        ))}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="checks-list" tabIndex={0} aria-label="List of checks">
        {groupChecks(checks).map((group) => (
          <div key={group.group} className="checks-group">
            <h3>{groupTitles[group.group]}</h3>
            <ul>
              {group.checks.map((check) => (
                <CheckRow key={check.check} check={check} measurements={measurements} />
              ))}
            </ul>
          </div>
        ))}
      </section>
    </Panel>
  );
}

function CheckRow({ check, measurements }: { check: Check; measurements: boolean }) {
  const facts =
    measurements || check.outcome === 'failed' || check.check === 'face-match' ? factsOf(check) : [];
  return (
    <li className="check" data-testid={`check-${check.check}`} data-outcome={check.outcome}>
      <p className="check-title">{checkWords[check.check].title}</p>
      <Outcome outcome={check.outcome} text={outcomeWords[check.outcome]} />
      <p className="check-reason">{reasonText(check)}</p>
      {facts.length > 0 && (
        <p className="check-facts">{facts.map(({ label, value }) => `${label}: ${value}`).join(' · ')}</p>
      )}
    </li>
  );
}

/** Sign, word and colour differ for each of the three, so that what was not checked is never taken for passed. */
function Outcome({ outcome, text }: { outcome: CheckOutcome; text: string }) {
  const Icon = icons[outcome];
  return (
    <span className={`outcome outcome-${outcome}`}>
      <Icon aria-hidden="true" />
      {text}
    </span>
  );
}
