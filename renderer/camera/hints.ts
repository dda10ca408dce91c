import type { Face } from '../../electron/contract/index.ts';

/** What the person should do; `ready` when nothing. */
export type Hint =
  | 'no-face'
  | 'several-faces'
  | 'nearer'
  | 'further'
  | 'centre'
  | 'look-straight'
  | 'backlit'
  | 'too-dark'
  | 'too-bright'
  | 'mouth-covered'
  | 'eyes-mirrored'
  | 'eyes-open'
  | 'hold-still'
  | 'ready';

/** What is looked at of one frame of the live picture, in measures that do not depend on its size where that is possible. */
export interface Observation {
  /** Second largest face as a share of the largest, and null without any face. */
  readonly secondFace: number | null;
  readonly face: ObservedFace | null;
}

export interface ObservedFace {
  /** Middle of the face as a share of the width and height of what is looked at. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Share of the height of what is looked at. */
  readonly height: number;
  /** Pixels of the frame. */
  readonly interEyeDistance: number;
  readonly pose: Face['pose'];
  /** Mean luminance of the face in linear light, 0..1. */
  readonly luminance: number;
  /** Height of the narrower eye's opening by the distance between the eyes, and the mouth's width by that of the eyes. */
  readonly eyeOpening: number;
  readonly mouthWidth: number;
  /** The wider eye's opening by the distance from the eyes to the chin; see the features. */
  readonly eyesOpen: number;
  /** Shares of the eyes and of the surroundings that are burnt out. */
  readonly burntEyes: number;
  readonly burntBehind: number;
  /** Redness of the lips by that of the skin around the eyes; null without colour. */
  readonly lipsBySkin: number | null;
  /** How fast the eyes move, in distances between the eyes per second. */
  readonly speed: number;
}

/**
 * Limits of the live picture, after the components of ISO/IEC 29794-5 that OFIQ measures: head size, inter-eye distance, margins,
 * pose, luminance mean, eyes open, single face. A face that is fine may go a little beyond (`SLACK`) before a hint returns, so
 * that hints do not flicker at the edge.
 *
 * The light is judged by wide limits: linear luminance of skin in good light ranges from 0.05 to 0.5 between people, and
 * nobody is to be told that they are too dark. Somebody is backlit when the room behind them is burnt out and they are dark;
 * a white wall behind dark skin is not burnt out by a camera that is set to the face.
 *
 * Not looked at, because it cannot be measured from landmarks and pixels alone: whether a hand covers the mouth, dark glasses,
 * head coverings, the background's evenness, an expression other than the eyes'.
 */
const LIMITS = {
  height: [0.26, 0.72],
  interEyeDistance: 55,
  offCentre: { x: 0.18, y: 0.2 },
  angle: { yaw: 14, pitch: 16, roll: 14 },
  luminance: [0.03, 0.8],
  backlit: { burnt: 0.25, luminance: 0.05 },
  lipsBySkin: 0.45,
  burntEyes: 0.06,
  eyesOpen: 0.02,
  speed: 0.5,
  secondFace: 0.5,
} as const;
const SLACK = 1.15;

/**
 * The gravest thing that is wrong with a frame.
 *
 * @param before the hint that is shown now
 * @param highest height of the face, where less than usual is left for it
 */
export function judgeFrame(
  { face, secondFace }: Observation,
  before: Hint | null,
  highest = Number.POSITIVE_INFINITY,
): Hint {
  const slack = before === 'ready' ? SLACK : 1;
  if (!face) return 'no-face';
  if ((secondFace ?? 0) >= LIMITS.secondFace * slack) return 'several-faces';
  if (face.height * slack < LIMITS.height[0] || face.interEyeDistance * slack < LIMITS.interEyeDistance) {
    return 'nearer';
  }
  if (face.height > Math.min(highest, LIMITS.height[1]) * slack) return 'further';
  const { x, y } = face.centre;
  if (Math.abs(x - 0.5) > LIMITS.offCentre.x * slack || Math.abs(y - 0.5) > LIMITS.offCentre.y * slack) {
    return 'centre';
  }
  return judgeLight(face, slack) ?? judgeLooks(face, slack) ?? 'ready';
}

function judgeLight(face: ObservedFace, slack: number): Hint | null {
  const { burnt, luminance } = LIMITS.backlit;
  if (face.burntBehind > burnt * slack && face.luminance * slack < luminance) return 'backlit';
  if (face.luminance * slack < LIMITS.luminance[0]) return 'too-dark';
  return face.luminance > LIMITS.luminance[1] * slack ? 'too-bright' : null;
}

function judgeLooks(face: ObservedFace, slack: number): Hint | null {
  // Before the pose, which is mistaken for a face that is half hidden.
  if (face.lipsBySkin !== null && face.lipsBySkin * slack < LIMITS.lipsBySkin) return 'mouth-covered';
  const turned = (['yaw', 'pitch', 'roll'] as const).some(
    (angle) => Math.abs(face.pose[angle]) > LIMITS.angle[angle] * slack,
  );
  if (turned) return 'look-straight';
  if (face.burntEyes > LIMITS.burntEyes * slack) return 'eyes-mirrored';
  if (face.eyesOpen * slack < LIMITS.eyesOpen) return 'eyes-open';
  return face.speed > LIMITS.speed * slack ? 'hold-still' : null;
}

/**
 * Milliseconds a new hint must hold before it replaces the one that is shown, and that one was shown at least: nobody reads
 * faster. A face that is fine need not have been so for long.
 */
const HOLD = 250;
const LEAST = 700;

/** Keeps the shown hint until another has held for a while; the first is shown at once. */
export function createHintFilter(): { next(hint: Hint, at: number): Hint; readonly shown: Hint | null } {
  let shown: Hint | null = null;
  let since = 0;
  let waiting: { hint: Hint; since: number } | null = null;
  return {
    next(hint, at) {
      if (shown === null) {
        shown = hint;
        since = at;
      } else if (hint === shown) {
        waiting = null;
      } else {
        if (waiting?.hint !== hint) waiting = { hint, since: at };
        if (at - waiting.since >= HOLD && (shown === 'ready' || at - since >= LEAST)) {
          shown = hint;
          since = at;
          waiting = null;
        }
      }
      return shown;
    },
    get shown() {
      return shown;
    },
  };
}
