import { randomInt, randomUUID } from 'node:crypto';
import type { LivenessAnswer } from '../../contract/index.ts';
import { chooseActions, type LivenessChallenge } from '../faces/index.ts';
import type { Clock, LivenessEvidence, Readers } from '../ports.ts';
import { hasLeft } from '../visit/index.ts';
import type { RunningVisit } from './visit-runner.ts';

interface Asked {
  readonly key: string;
  readonly challenge: LivenessChallenge;
  /** Milliseconds since the epoch; null until the visitor has it on the screen. */
  shownAt: number | null;
  ready: boolean;
  evidence: LivenessEvidence;
}

/** Colours that light a face from the kiosk's own screen, in an order nobody can foresee. */
const lights = ['#ff2a2a', '#2aff4d', '#2a55ff', '#ffd52a', '#ff2ad5', '#2affff'];
/** Milliseconds that a simulated camera may take until it acts as asked. */
const rehearsal = 3_000;

const random = () => randomInt(2 ** 31) / 2 ** 31;

function shuffled<T>(from: readonly T[]): T[] {
  const rest = [...from];
  return rest.map((_, k) => {
    const other = k + Math.floor(random() * (rest.length - k));
    [rest[k], rest[other]] = [rest[other]!, rest[k]!];
    return rest[k]!;
  });
}

/**
 * The challenge of the attempt at hand, and its answer until it is judged. Both are kept in memory alone and go with the
 * attempt: after a power cut nobody can say any more that an answer was given in its time, and the check says so.
 */
export function createLivenessAsking(kiosk: {
  clock: Clock;
  simulated: boolean;
  readers: Pick<Readers, 'simulate'>;
  changed: () => void;
}) {
  const { clock, simulated } = kiosk;
  let asked: Asked | null = null;
  const keyOf = ({ id, visit }: RunningVisit) => `${id}/${visit.faceAttempts}`;

  function ask(running: RunningVisit): void {
    const wanted = running.visit.profile.liveness;
    if (!wanted || asked?.key === keyOf(running)) return;
    const challenge: LivenessChallenge = {
      id: randomUUID(),
      actions: chooseActions(wanted.actions, random),
      seconds: wanted.seconds,
      colours: wanted.colours ? shuffled(lights).slice(0, 3) : [],
    };
    const mine: Asked = {
      key: keyOf(running),
      challenge,
      shownAt: null,
      ready: !simulated,
      evidence: 'no-answer',
    };
    asked = mine;
    if (simulated) void rehearse(mine);
  }

  /** The simulated camera is a film: it is made for what will be asked before the window opens it. */
  async function rehearse(mine: Asked) {
    const late = new Promise<void>((resolve) => {
      setTimeout(resolve, rehearsal).unref();
    });
    const acting = kiosk.readers.simulate({ type: 'act', actions: [...mine.challenge.actions] });
    await Promise.race([acting.catch(() => {}), late]);
    mine.ready = true;
    if (asked === mine) kiosk.changed();
  }

  return {
    /** Called after every change of the visit. */
    follow(running: RunningVisit | null) {
      const step = running && !hasLeft(running.visit) ? running.visit.step : null;
      // Who has seen what is asked and goes back, to come again with an answer to it, is asked for something else.
      if (step !== 'face-capture' && step !== 'deciding' && asked?.shownAt) asked = null;
      if (step === 'face-guidance' || step === 'face-capture') ask(running!);
      else if (step !== 'deciding') asked = null;
      if (step === 'face-capture' && asked) asked.shownAt ??= clock.now();
    },
    /** What the visitor's screen shows; `preparing` until the challenge can be answered. */
    shown(): { challenge: LivenessChallenge | null; preparing: boolean } {
      return asked?.ready
        ? { challenge: asked.challenge, preparing: false }
        : { challenge: null, preparing: asked !== null };
    },
    /** The camera was lost: what it would show afterwards may be another one's. */
    interrupted(running: RunningVisit | null) {
      if (running?.visit.step !== 'face-capture') return;
      asked = null;
      ask(running);
      if (asked) (asked as Asked).shownAt = clock.now();
    },
    answered(running: RunningVisit, answer: LivenessAnswer | undefined) {
      if (!asked || asked.key !== keyOf(running) || !answer) return;
      const { challenge, shownAt } = asked;
      const now = clock.now();
      asked.evidence = { challenge, answer, tookMs: now - (shownAt ?? now), simulated };
    },
    /** For the attempt that is being decided. */
    evidence(running: { id: string; visit: RunningVisit['visit'] }): LivenessEvidence {
      const { liveness } = running.visit.profile;
      if (!liveness) return 'no-challenge';
      return asked?.key === `${running.id}/${running.visit.faceAttempts}` ? asked.evidence : 'no-answer';
    },
  };
}
