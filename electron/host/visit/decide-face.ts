import { leaveChildrenToStaff } from './child-face.ts';
import type { Command, Context } from './commands.ts';
import { completeChecks, decideByPolicy } from './decision.ts';
import type { VisitEvent } from './events.ts';
import { mergeChecks } from './merge-checks.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type FaceCommand = Extract<
  Command,
  { type: 'face.decline' | 'camera.checked' | 'selfie.taken' | 'face.compared' }
>;

/** Steps 9 and 10: the live face, its comparison, and the decision that follows from all checks. */
export function decideOnFace(visit: Visit, command: FaceCommand, context: Context): Verdict {
  switch (command.type) {
    case 'face.decline':
      if (visit.step !== 'face-guidance' && visit.step !== 'face-capture')
        return refuse('visit/not-at-this-step');
      return events(
        { type: 'BiometricsDeclined' },
        { type: 'Referred', reason: 'no-biometrics', ticket: context.ticket },
      );
    case 'camera.checked':
      if (visit.step !== 'face-capture') return events();
      return events({ type: 'CameraReported', camera: command.camera, check: command.check });
    case 'selfie.taken':
      if (visit.step !== 'face-capture') return refuse('visit/not-at-this-step');
      return events({ type: 'SelfieTaken', refs: command.refs });
    case 'face.compared':
      return visit.step === 'deciding' ? compared(visit, command, context) : events();
  }
}

function compared(
  visit: Visit,
  command: Extract<Command, { type: 'face.compared' }>,
  context: Context,
): Verdict {
  const found = leaveChildrenToStaff(visit, command.checks, context.now);
  const event: VisitEvent = { type: 'FaceCompared', problem: command.problem, checks: found };
  const last = visit.faceAttempts + 1 >= visit.profile.attempts.face;
  if (command.problem === 'engine') {
    return events(event, { type: 'Referred', reason: 'equipment', ticket: context.ticket });
  }
  if (command.problem && !last) return events(event);
  // The last attempt that yields no usable photo has nothing to compare: a person goes on from here.
  if (command.problem && command.problem !== 'not-matched') {
    return events(event, { type: 'Referred', reason: 'attempts', ticket: context.ticket });
  }
  const checks = completeChecks(mergeChecks(visit.checks, found));
  const { outcome, evidenceStrength } = decideByPolicy(checks, visit.policy);
  const decided: VisitEvent = {
    type: 'Decided',
    outcome,
    evidenceStrength,
    checks,
    policy: visit.policy.id,
  };
  const compared: VisitEvent = { type: 'FaceCompared', problem: null, checks: found };
  return outcome === 'refer'
    ? events(compared, decided, { type: 'Referred', reason: 'undecided', ticket: context.ticket })
    : events(compared, decided);
}
