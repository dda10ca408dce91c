import type { LivenessAction } from '../../../contract/index.ts';
import { planarResidual } from './homography.ts';
import { type MeasuredFace, median, type Seen } from './sequence.ts';

/**
 * What an action has to show. Angles in degrees. Measured on the rendered specimen people and on attacks made of their
 * pictures (`npm run bench -- liveness`), on no real people: of a flat print turned by 42 degrees the pose matrix shows 9
 * at most, of one tilted by 38 it shows 3, while the people turn by 24 and more and look up by 18 and more. A print bent
 * around a cylinder turns like a head (22 to 27 degrees, nearly as solid), and is not told from one by these.
 */
const LIMITS = {
  turn: 15,
  lookUp: 9,
  /** Height of the eye's opening while closed, as a share of the same person's usual one; people 0.06 to 0.3. */
  closed: 0.6,
  reopened: 0.8,
  /** Width of the mouth against the same person's usual one; a face that does not smile stays below 1.045. */
  smile: 1.06,
  /**
   * Change of the face's height against its eyes' distance up to which eyes and mouth are looked at: a print that is tilted
   * shortens, and then its mouth seems up to 1.17 as wide and its eyes 0.71 as open.
   */
  steady: 0.08,
  nearer: 1.35,
  further: 0.84,
  /** Of the distance between the eyes: what a plane cannot explain of a turn; people 0.11 and more. */
  solid: 0.05,
  /**
   * Change of the face's width against its eyes' distance for each time the person comes nearer by their first size; people
   * 0.030 to 0.066, flat pictures -0.017 to 0.031. It does not tell them apart alone.
   */
  perspective: 0.016,
  /** The same of its width against the height of its upper half; people 0.053 to 0.090, flat pictures up to 0.025. */
  lengthening: 0.04,
} as const;

/** How the person looks at rest: medians of the moments before the first action. */
export interface Rest {
  readonly yaw: number;
  readonly pitch: number;
  readonly eyeOpening: number;
  readonly mouthWidth: number;
  readonly interEyeDistance: number;
  /** Of the face's width and its eyes', as {@link depthRatio}. */
  readonly depthRatio: number;
  /** Of the face's width and the height of its upper half. */
  readonly roundness: number;
  readonly face: MeasuredFace;
}

export type ActionVerdict =
  | { readonly done: true; readonly facts: Record<string, number> }
  | {
      readonly done: false;
      readonly why: 'not-seen' | 'too-sudden' | 'flat';
      readonly facts: Record<string, number>;
    };

const openingOf = ({ eyeOpening }: MeasuredFace) => (eyeOpening.right + eyeOpening.left) / 2;

/** @returns null when no face is at rest */
export function restOf(moments: readonly Seen[]): Rest | null {
  const still = moments.filter(({ face }) => Math.abs(face.pose.yaw) < 15 && Math.abs(face.pose.pitch) < 18);
  if (still.length === 0) return null;
  const of = (measure: (face: MeasuredFace) => number) => median(still.map(({ face }) => measure(face)));
  const yaw = of(({ pose }) => pose.yaw);
  const face = [...still].sort(
    (a, b) => Math.abs(a.face.pose.yaw - yaw) - Math.abs(b.face.pose.yaw - yaw),
  )[0]!.face;
  return {
    yaw,
    pitch: of(({ pose }) => pose.pitch),
    eyeOpening: of(openingOf),
    mouthWidth: of(({ mouthWidth }) => mouthWidth),
    interEyeDistance: of(({ interEyeDistance }) => interEyeDistance),
    depthRatio: of(depthRatio),
    roundness: of(roundness),
    face,
  };
}

/** Whether the moments show the action, done by a head and not by a picture of one. */
export function judgeAction(action: LivenessAction, rest: Rest, moments: readonly Seen[]): ActionVerdict {
  switch (action) {
    case 'turn-left':
      return turned(rest, moments, ({ pose }) => pose.yaw - rest.yaw, LIMITS.turn);
    case 'turn-right':
      return turned(rest, moments, ({ pose }) => rest.yaw - pose.yaw, LIMITS.turn);
    case 'look-up':
      return turned(rest, moments, ({ pose }) => rest.pitch - pose.pitch, LIMITS.lookUp);
    case 'blink':
      return blinked(rest, steady(rest, moments));
    case 'smile':
      return smiled(rest, steady(rest, moments));
    case 'nearer':
      return moved(rest, moments, true);
    case 'further':
      return moved(rest, moments, false);
  }
}

function extreme(moments: readonly Seen[], measure: (face: MeasuredFace) => number): Seen | undefined {
  return [...moments].sort((a, b) => measure(b.face) - measure(a.face))[0];
}

function turned(
  rest: Rest,
  moments: readonly Seen[],
  angle: (face: MeasuredFace) => number,
  least: number,
): ActionVerdict {
  const furthest = extreme(moments, angle);
  const degrees = furthest ? angle(furthest.face) : 0;
  if (!furthest || degrees < least) return { done: false, why: 'not-seen', facts: { degrees } };
  const residual = planarResidual(rest.face.rigid, furthest.face.rigid);
  const solid = residual === null ? 0 : residual / furthest.face.interEyeDistance;
  const facts = { degrees, solid };
  if (solid < LIMITS.solid) return { done: false, why: 'flat', facts };
  // A head passes through the angles between; another picture does not.
  const between = moments.some(({ face }) => angle(face) > 0.2 * degrees && angle(face) < 0.8 * degrees);
  return between ? { done: true, facts } : { done: false, why: 'too-sudden', facts };
}

/** Indices in the rigid landmarks (renderer/vision/sequence.ts): top of the forehead and base of the nose. */
const MIDLINE = [18, 11] as const;

/** Height of the upper face by the distance of its outer eye corners. */
const uprightness = ({ rigid }: MeasuredFace) => across(rigid, MIDLINE) / across(rigid, EYES);

/** The moments in which the head is held as it was at rest. */
function steady({ face }: Rest, moments: readonly Seen[]): Seen[] {
  const usual = uprightness(face);
  return moments.filter((moment) => Math.abs(uprightness(moment.face) / usual - 1) <= LIMITS.steady);
}

function blinked(rest: Rest, moments: readonly Seen[]): ActionVerdict {
  const shares = moments.map(({ face }) => openingOf(face) / rest.eyeOpening);
  const closed = Math.min(1, ...shares);
  const at = shares.indexOf(closed);
  const facts = { closed };
  const open = (share: number) => share >= LIMITS.reopened;
  const shut = closed <= LIMITS.closed && shares.slice(at + 1).some(open);
  return shut ? { done: true, facts } : { done: false, why: 'not-seen', facts };
}

function smiled(rest: Rest, moments: readonly Seen[]): ActionVerdict {
  const width = Math.max(0, ...moments.map(({ face }) => face.mouthWidth)) / rest.mouthWidth;
  return width >= LIMITS.smile
    ? { done: true, facts: { width } }
    : { done: false, why: 'not-seen', facts: { width } };
}

/** Indices in the rigid landmarks (renderer/vision/sequence.ts): outer eye corners, and the outline at the cheekbones. */
const EYES = [0, 3] as const;
const CHEEKBONES = [16, 17] as const;

/**
 * Width of the face at the cheekbones by that of the eyes. The cheekbones lie some five centimetres behind the eyes, so
 * from near they look narrower; of a picture the ratio stays.
 */
function depthRatio({ rigid }: MeasuredFace): number {
  return across(rigid, CHEEKBONES) / across(rigid, EYES);
}

/** Width of the face at the cheekbones by the height from nose to forehead, which come nearer sooner than they do. */
const roundness = ({ rigid }: MeasuredFace) => across(rigid, CHEEKBONES) / across(rigid, MIDLINE);

function across(rigid: MeasuredFace['rigid'], [a, b]: readonly [number, number]): number {
  return Math.hypot(rigid[a]!.x - rigid[b]!.x, rigid[a]!.y - rigid[b]!.y);
}

function moved(rest: Rest, moments: readonly Seen[], nearer: boolean): ActionVerdict {
  const size = ({ interEyeDistance }: MeasuredFace) => interEyeDistance / rest.interEyeDistance;
  const furthest = extreme(moments, (face) => (nearer ? size(face) : -size(face)));
  const times = furthest ? size(furthest.face) : 1;
  const far = nearer ? times >= LIMITS.nearer : times <= LIMITS.further;
  if (!furthest || !far) return { done: false, why: 'not-seen', facts: { times } };
  // One frame's outline is too uncertain for a difference of a few hundredths.
  const there = moments.filter(({ face }) => Math.abs(size(face) / times - 1) < 0.07);
  const change = (ratio: (face: MeasuredFace) => number, usual: number) =>
    (median(there.map(({ face }) => ratio(face))) / usual - 1) / (1 - times);
  const perspective = change(depthRatio, rest.depthRatio);
  const lengthening = change(roundness, rest.roundness);
  const facts = { times, perspective, lengthening };
  // Moving away shows too little of it to be asked for.
  return !nearer || (perspective >= LIMITS.perspective && lengthening >= LIMITS.lengthening)
    ? { done: true, facts }
    : { done: false, why: 'flat', facts };
}
