import type { Check, StepName } from '../../contract/index.ts';
import type { Command, Context } from './commands.ts';
import { completeChecks, evidenceStrengthOf } from './decision.ts';
import { mergeChecks } from './evolve.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type StaffOnly = Extract<
  Command,
  { type: 'staff.cancel-visit' | 'staff.take-over' | 'staff.observe' | 'staff.decide' }
>;

const settled: ReadonlySet<StepName> = new Set(['offer', 'proof', 'success', 'referred', 'refused', 'ended']);

/** What staff may do with a visit: say what they see, decide what the policy could not, end it. */
export function decideOnStaff(visit: Visit, command: StaffOnly, context: Context): Verdict {
  switch (command.type) {
    case 'staff.cancel-visit':
      return events({ type: 'VisitEnded', reason: 'cancelled', ticket: null });
    case 'staff.take-over':
      // From here on nothing is asked of the visitor: no reader, no camera, or a person who needs a person.
      if (settled.has(visit.step)) return refuse('visit/not-at-this-step');
      return events({ type: 'Referred', reason: 'called', ticket: context.ticket });
    case 'staff.observe':
      if (visit.step !== 'referred') return refuse('visit/not-at-this-step');
      return events({ type: 'StaffObserved', genuine: command.genuine, samePerson: command.samePerson });
    case 'staff.decide': {
      if (visit.step !== 'referred') return refuse('visit/not-at-this-step');
      // To accept, staff must have said that both are right, of a document that was read; to refuse, one look is enough.
      if (!visit.observed) return refuse('visit/not-observed');
      if (
        command.outcome === 'accept' &&
        !(visit.document && visit.observed.genuine && visit.observed.samePerson)
      ) {
        return refuse('visit/not-observed');
      }
      const checks = completeChecks(mergeChecks(visit.checks, [observation(visit.observed)]));
      return events({
        type: 'StaffDecided',
        outcome: command.outcome,
        reason: command.reason,
        ticket: visit.ticket,
        evidenceStrength: evidenceStrengthOf(checks),
        checks,
      });
    }
  }
}

function observation(seen: { genuine: boolean; samePerson: boolean }): Check {
  const both = seen.genuine && seen.samePerson;
  return {
    check: 'staff-observation',
    outcome: both ? 'passed' : 'failed',
    reason: both ? 'document-and-person' : seen.genuine ? 'person' : 'document',
    facts: { genuine: seen.genuine, samePerson: seen.samePerson },
  };
}
