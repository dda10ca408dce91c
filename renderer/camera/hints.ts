import type { Face } from '../../electron/contract/index.ts';

/** What the person should do; `ready` when nothing. */
export type Hint =
  | 'no-face'
  | 'several-faces'
  | 'nearer'
  | 'further'
  | 'centre'
  | 'look-straight'
  | 'too-dark'
  | 'too-bright'
  | 'hold-still'
  | 'ready';

/** One frame of the live picture, in measures that do not depend on its size where that is possible. */
export interface Observation {
  /** Second largest face as a share of the largest, and null without any face. */
  readonly secondFace: number | null;
  readonly face: ObservedFace | null;
}

export interface ObservedFace {
  /** Middle of the face as a share of the frame's width and height. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Share of the frame's height. */
  readonly height: number;
  /** Pixels of the frame. */
  readonly interEyeDistance: number;
  readonly pose: Face['pose'];
  /** Mean luminance of the face in linear light, 0..1. */
  readonly luminance: number;
  /** Height of the narrower eye's opening by the distance between the eyes, and the mouth's width by that of the eyes. */
  readonly eyeOpening: number;
  readonly mouthWidth: number;
  /** How fast the eyes move, in distances between the eyes per second. */
  readonly speed: number;
}

/**
 * Limits of the live picture. A face that is fine may go a little beyond (`slack`) before a hint returns, so that
 * hints do not flicker at the edge.
 *
 * The light is judged by wide limits: linear luminance of skin in good light ranges from 0.05 to 0.5 between people,
 * and nobody is to be told that they are too dark.
 */
const LIMITS = {
  height: [0.26, 0.72],
  interEyeDistance: 55,
  offCentre: { x: 0.18, y: 0.2 },
  angle: { yaw: 14, pitch: 16, roll: 14 },
  luminance: [0.03, 0.8],
  speed: 0.5,
  secondFace: 0.5,
} as const;
const SLACK = 1.15;

/** The gravest thing that is wrong with a frame. `before` is the hint that is shown now. */
export function judgeFrame({ face, secondFace }: Observation, before: Hint | null): Hint {
  const slack = before === 'ready' ? SLACK : 1;
  if (!face) return 'no-face';
  if ((secondFace ?? 0) >= LIMITS.secondFace) return 'several-faces';
  if (face.height * slack < LIMITS.height[0] || face.interEyeDistance * slack < LIMITS.interEyeDistance) {
    return 'nearer';
  }
  if (face.height > LIMITS.height[1] * slack) return 'further';
  const { x, y } = face.centre;
  if (Math.abs(x - 0.5) > LIMITS.offCentre.x * slack || Math.abs(y - 0.5) > LIMITS.offCentre.y * slack) {
    return 'centre';
  }
  if (face.luminance * slack < LIMITS.luminance[0]) return 'too-dark';
  if (face.luminance > LIMITS.luminance[1] * slack) return 'too-bright';
  const turned = (['yaw', 'pitch', 'roll'] as const).some(
    (angle) => Math.abs(face.pose[angle]) > LIMITS.angle[angle] * slack,
  );
  if (turned) return 'look-straight';
  return face.speed > LIMITS.speed * slack ? 'hold-still' : 'ready';
}

/** Milliseconds a new hint must hold before it replaces the one that is shown. */
const HOLD = 250;

/** Keeps the shown hint until another has held for a while; the first is shown at once. */
export function createHintFilter(): { next(hint: Hint, at: number): Hint; readonly shown: Hint | null } {
  let shown: Hint | null = null;
  let waiting: { hint: Hint; since: number } | null = null;
  return {
    next(hint, at) {
      if (shown === null || hint === shown) {
        shown = hint;
        waiting = null;
      } else if (waiting?.hint !== hint) {
        waiting = { hint, since: at };
      } else if (at - waiting.since >= HOLD) {
        shown = hint;
        waiting = null;
      }
      return shown;
    },
    get shown() {
      return shown;
    },
  };
}
