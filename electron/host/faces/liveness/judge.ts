import type { Check, LivenessAnswer, SequenceFrame } from '../../../contract/index.ts';
import { judgeAction, restOf } from './actions.ts';
import type { LivenessChallenge } from './challenge.ts';
import { lightAnswer } from './light.ts';
import { isSeen, type Moment, median, momentsOf, type Seen } from './sequence.ts';

export type LivenessReason =
  | 'challenge-answered'
  | 'no-challenge'
  | 'no-answer'
  | 'other-challenge'
  | 'too-few-frames'
  | 'time-not-plausible'
  | 'frames-repeated'
  | 'no-motion'
  | 'several-faces'
  | 'face-lost'
  | 'face-jumped'
  | 'other-person'
  | 'action-not-seen'
  | 'action-too-sudden'
  | 'flat'
  | 'screen-or-print';

export interface Sequence {
  readonly challenge: LivenessChallenge;
  readonly answer: LivenessAnswer;
  /** Of the answer's frames, in their order. */
  readonly measured: readonly SequenceFrame[];
  /** Milliseconds between the challenge and the answer by the host's own clock. */
  readonly tookMs: number;
  /** Distance of embeddings above which two frontal frames are of two people. */
  readonly samePerson: number;
  /** The camera is a film on purpose, whose frames repeat. */
  readonly simulated: boolean;
}

/** Frames a second and action below which nothing can be said of how the person got there. */
const LEAST_FRAMES = 4;
/** Milliseconds that the window's clock may be ahead of the host's, and the least an action takes a person. */
const CLOCKS = 500;
/** Milliseconds that somebody may take until they stand where they should; who needs more had time for other things. */
const SETTLING = 180_000;
const SWIFTEST = 250;
/** Share of the frames that may be missing a face, and that may be the same as another to the byte. */
const LOST = 0.2;
const REPEATED = 0.1;
const SECOND_FACE = 0.5;
/** Widths of the face that it moves at most from one frame to the next, and milliseconds between which that is asked. */
const JUMP = 0.9;
const NEXT = 400;
/**
 * Degrees up to which the embedding of a turned head still says who it is: rendered people who turn by 25 lie at 0.27 from
 * their frontal picture, and the threshold is 0.53.
 */
const FRONTAL = 25;
/**
 * Share of the fine detail in narrow peaks above which a face is shown by a lattice: the rendered people have none at all,
 * screens and halftones that the camera can resolve more than 0.5.
 */
const LATTICE = 0.25;
/**
 * Strength of straight edges on both sides of and below a person at rest above which they are the rim of something held up:
 * of rendered people 0.25 at most, of sheets, telephones and tablets that are seen whole 0.52 and more.
 */
const RIM = 0.42;

/** Milliseconds of scatter below which frames come by a program's clock, and movement below which nobody waits. */
const CLOCKWORK = 0.02;
const STILL = 0.0003;

const verdict = (outcome: Check['outcome'], reason: LivenessReason, facts: Check['facts'] = {}): Check => ({
  check: 'liveness',
  outcome,
  reason,
  facts,
});
const round = (value: number) => Math.round(value * 1000) / 1000;

/** Liveness was not looked at, or the window could not take part. */
export const noLiveness = (reason: 'no-challenge' | 'no-answer'): Check => verdict('not-checked', reason);

/**
 * Judges the answer to a challenge: that it is the answer to this one, in its time, by one person throughout who is in
 * front of the camera and does what was asked, as a head does and a picture does not. It is a hurdle for prints, screens
 * and recordings and no presentation attack detection certified after ISO/IEC 30107-3; masks and deepfakes are beyond it.
 */
export function judgeLiveness(sequence: Sequence): Check {
  const { challenge, answer } = sequence;
  if (answer.challenge !== challenge.id) return verdict('failed', 'other-challenge');
  const moments = momentsOf(answer, sequence.measured);
  const wrong = wrongInTime(sequence, moments) ?? wrongWithFaces(sequence, moments);
  const seen = moments.filter(isSeen);
  const facts: Check['facts'] = {
    actions: challenge.actions.join(' '),
    frames: moments.length,
    seconds: round(sequence.tookMs / 1000),
    lattice: round(median(seen.map(({ face }) => face.moire))),
    border: round(borderOf(seen)),
    light: lightAnswer(challenge.colours, seen),
    stillness: stillnessOf(seen),
  };
  if (wrong) return verdict('failed', wrong, facts);
  const acted = wrongWithActions(challenge, seen);
  const all = { ...facts, ...acted.facts };
  if (acted.wrong) return verdict('failed', acted.wrong, all);
  if (!sequence.simulated && Number(facts.stillness) < STILL) return verdict('failed', 'no-motion', all);
  if (Number(facts.lattice) > LATTICE || Number(facts.border) > RIM)
    return verdict('failed', 'screen-or-print', all);
  return verdict('passed', 'challenge-answered', all);
}

/** A camera's frames come by its own clock, seen through a busy machine; intervals without any scatter are a program's. */
function isClockwork(cadence: readonly number[]): boolean {
  const usual = median(cadence);
  return cadence.length >= 20 && cadence.every((interval) => Math.abs(interval - usual) < CLOCKWORK);
}

/**
 * How little a waiting head moves: the median way of its fixed landmarks from one frame to the next, by the distance of the
 * eyes. Nobody holds still to a thousandth; a still that somebody injects does.
 */
function stillnessOf(seen: readonly Seen[]): number {
  const waiting = seen.filter(({ action }) => action === null);
  const ways = waiting.slice(1).map(({ face }, k) => {
    const before = waiting[k]!.face;
    const way = median(
      face.rigid.map(({ x, y }, point) => {
        const then = before.rigid[point];
        return then ? Math.hypot(x - then.x, y - then.y) : 0;
      }),
    );
    return way / face.interEyeDistance;
  });
  return ways.length > 0 ? Math.round(median(ways) * 1e5) / 1e5 : 1;
}

/** While the person waits: what is turned or tilted afterwards has no straight edges left. */
function borderOf(seen: readonly Seen[]): number {
  const waiting = seen.filter(({ action }) => action === null);
  return median((waiting.length > 0 ? waiting : seen).map(({ face }) => face.border));
}

function wrongInTime(
  { challenge, answer, tookMs, simulated }: Sequence,
  moments: readonly Moment[],
): LivenessReason | null {
  const { actions, seconds } = challenge;
  if (moments.length < LEAST_FRAMES * (actions.length + 1)) return 'too-few-frames';
  const span = moments.at(-1)!.at;
  const limit = (actions.length + 2) * seconds * 1000;
  const ordered = moments.every(({ at, action }, k) => {
    const before = moments[k - 1];
    return !before || (at > before.at && (action ?? actions.length) >= (before.action ?? -1));
  });
  // Where one is not done in its time the window ends, and asks for no other; that is said of the action.
  const begun = actions.slice(0, 1 + Math.max(0, ...moments.map(({ action }) => action ?? 0)));
  const lengths = begun.map((_, k) => {
    const own = moments.filter(({ action }) => action === k);
    return own.length >= LEAST_FRAMES ? own.at(-1)!.at - own[0]!.at : 0;
  });
  if (lengths.some((length) => length === 0)) return 'too-few-frames';
  const plausible =
    ordered &&
    span <= tookMs + CLOCKS &&
    tookMs <= span + SETTLING &&
    span <= limit &&
    lengths.every((ms) => ms >= SWIFTEST);
  if (!plausible) return 'time-not-plausible';
  if (!simulated && isClockwork(answer.cadence)) return 'time-not-plausible';
  const repeats = moments.length - new Set(moments.map(({ digest }) => digest)).size;
  return !simulated && repeats > REPEATED * moments.length ? 'frames-repeated' : null;
}

function wrongWithFaces({ samePerson }: Sequence, moments: readonly Moment[]): LivenessReason | null {
  if (moments.some(({ secondFace }) => secondFace >= SECOND_FACE)) return 'several-faces';
  const lost = moments.filter((moment) => !isSeen(moment)).length;
  if (lost > LOST * moments.length) return 'face-lost';
  const seen = moments.filter(isSeen);
  const jumped = seen.some(({ at, face }, k) => {
    const before = seen[k - 1];
    if (!before || at - before.at > NEXT) return false;
    const middle = (box: typeof face.box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
    const [a, b] = [middle(before.face.box), middle(face.box)];
    return Math.hypot(a.x - b.x, a.y - b.y) > JUMP * before.face.box.width;
  });
  if (jumped) return 'face-jumped';
  const frontal = seen.filter(
    ({ face }) => face.identity !== null && Math.hypot(face.pose.yaw, face.pose.pitch) <= FRONTAL,
  );
  if (frontal.length < 2) return 'face-lost';
  return frontal.some(({ face }) => face.identity! > samePerson) ? 'other-person' : null;
}

/** Those of the action, and the one after: eyes that open again may do so in it. */
function momentsOfAction(seen: readonly Seen[], action: number): Seen[] {
  const last = seen.findLastIndex((moment) => moment.action === action);
  return seen.filter((moment, k) => moment.action === action || (last >= 0 && k === last + 1));
}

function wrongWithActions(
  { actions }: LivenessChallenge,
  seen: readonly Seen[],
): { wrong: LivenessReason | null; facts: Check['facts'] } {
  const rest = restOf(seen.filter(({ action }) => action === null)) ?? restOf(seen);
  if (!rest) return { wrong: 'face-lost', facts: {} };
  const facts: Check['facts'] = {};
  for (const [k, action] of actions.entries()) {
    const own = momentsOfAction(seen, k);
    if (own.length === 0) return { wrong: 'action-not-seen', facts: { ...facts, action } };
    const judged = judgeAction(action, rest, own);
    for (const [name, value] of Object.entries(judged.facts)) facts[`${action} ${name}`] = round(value);
    if (judged.done) continue;
    const wrong = { 'not-seen': 'action-not-seen', 'too-sudden': 'action-too-sudden', flat: 'flat' } as const;
    return { wrong: wrong[judged.why], facts: { ...facts, action } };
  }
  return { wrong: null, facts };
}
