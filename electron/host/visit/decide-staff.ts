import type { Check } from '../../contract/index.ts';
import type { Command, Context } from './commands.ts';
import { completeChecks, evidenceStrengthOf, staffMayAccept } from './decision.ts';
import { holderOfVisit } from './document.ts';
import { checkRead } from './document-checks.ts';
import { mergeChecks } from './merge-checks.ts';
import { isOpenTicket, isOutstanding, isSettled, isToWithdraw } from './settled.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type StaffOnly = Extract<
  Command,
  { type: 'staff.cancel-visit' | 'staff.take-over' | 'staff.observe' | 'staff.decide' }
>;

/** What staff may do with a visit: say what they see, decide what the policy could not, end it. */
export function decideOnStaff(visit: Visit, command: StaffOnly, context: Context): Verdict {
  switch (command.type) {
    case 'staff.cancel-visit':
      return events(
        isOpenTicket(visit)
          ? { type: 'VisitParked' }
          : { type: 'VisitEnded', reason: 'cancelled', ticket: null },
      );
    case 'staff.take-over':
      // From here on nothing is asked of the visitor: no reader, no camera, or a person who needs a person.
      if (isSettled(visit)) return refuse('visit/not-at-this-step');
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
        !(holderOfVisit(visit) && visit.observed.genuine && visit.observed.samePerson)
      ) {
        return refuse('visit/not-observed');
      }
      const { offer } = visit;
      if (command.outcome === 'accept' && offer && (isOutstanding(offer) || isToWithdraw(offer)))
        return refuse('visit/issued-before');
      // A visit that was taken over before "Submit" has a document that nobody has judged yet.
      const made = mergeChecks(checkRead(visit), visit.checks);
      const checks = completeChecks(mergeChecks(made, [observation(visit.observed)]));
      if (command.outcome === 'accept' && !staffMayAccept(checks, visit.policy))
        return refuse('visit/evidence-too-weak');
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
