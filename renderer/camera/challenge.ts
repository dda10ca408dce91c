import type { LivenessAction } from '../../electron/contract/index.ts';
import type { ObservedFace } from './hints.ts';

/** What the host asked for (`challenge` of the step `face-capture`). */
export interface Challenge {
  readonly id: string;
  readonly actions: readonly LivenessAction[];
  /** Seconds for each action. */
  readonly seconds: number;
  /** sRGB, `#rrggbb`. */
  readonly colours: readonly string[];
}

/** What the person is to do at this moment. */
export interface Asking {
  /** `act`: do it; `return`: look at the camera again; `light`: hold still while the screen shines; `done`: all is over. */
  readonly phase: 'act' | 'return' | 'light' | 'done';
  /** Index of the action that is asked for or was just done; null once all are over. */
  readonly action: number | null;
  readonly colour: number | null;
}

/**
 * How far an action goes before it counts as done here. A little more than the host wants, whose judgement is the one that
 * counts: who is told that it is enough is not to be refused for it.
 */
const ENOUGH = {
  turn: 19,
  lookUp: 12,
  closed: 0.5,
  smile: 1.075,
  nearer: 1.45,
  further: 0.8,
} as const;
/**
 * Height of the face before it comes nearer, as a share of what is looked at, so that it then still fits: at
 * {@link ENOUGH.nearer} it has four fifths.
 */
const ROOM_TO_COME = 0.56;

/** Height that a face may have before the challenge, if it asks for less than any face may have. */
export const highestFor = (challenge: Challenge | null): number =>
  challenge?.actions.includes('nearer') ? ROOM_TO_COME : Number.POSITIVE_INFINITY;

/** Degrees from the rest at which somebody looks at the camera again, and milliseconds that are waited for it. */
const BACK = { angle: 9, size: 0.14, patience: 2_500 };
/** Milliseconds that each colour lights the face; slow enough to be no flashing (WCAG 2.3.1). */
const LIGHT = 700;
/** Milliseconds that an action is recorded at least. */
const SEEN = 900;

type Rest = Pick<ObservedFace, 'pose' | 'eyeOpening' | 'mouthWidth' | 'interEyeDistance'>;

/** Whether this frame shows the action at its end. */
function isDone(action: LivenessAction, rest: Rest, face: ObservedFace): boolean {
  const size = face.interEyeDistance / rest.interEyeDistance;
  switch (action) {
    case 'turn-left':
      return face.pose.yaw - rest.pose.yaw >= ENOUGH.turn;
    case 'turn-right':
      return rest.pose.yaw - face.pose.yaw >= ENOUGH.turn;
    case 'look-up':
      return rest.pose.pitch - face.pose.pitch >= ENOUGH.lookUp;
    case 'blink':
      return face.eyeOpening / rest.eyeOpening <= ENOUGH.closed;
    case 'smile':
      return face.mouthWidth / rest.mouthWidth >= ENOUGH.smile;
    case 'nearer':
      return size >= ENOUGH.nearer;
    case 'further':
      return size <= ENOUGH.further;
  }
}

function isBack(rest: Rest, face: ObservedFace): boolean {
  return (
    Math.abs(face.pose.yaw - rest.pose.yaw) <= BACK.angle &&
    Math.abs(face.pose.pitch - rest.pose.pitch) <= BACK.angle &&
    Math.abs(face.interEyeDistance / rest.interEyeDistance - 1) <= BACK.size &&
    face.eyeOpening / rest.eyeOpening >= 0.8 &&
    face.mouthWidth / rest.mouthWidth <= 1.06
  );
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** The same person looking at the camera: medians over the moments before the first action. */
export function restOf(faces: readonly ObservedFace[]): Rest {
  const of = (measure: (face: ObservedFace) => number) => median(faces.map(measure));
  return {
    pose: {
      yaw: of(({ pose }) => pose.yaw),
      pitch: of(({ pose }) => pose.pitch),
      roll: of(({ pose }) => pose.roll),
    },
    eyeOpening: of(({ eyeOpening }) => eyeOpening),
    mouthWidth: of(({ mouthWidth }) => mouthWidth),
    interEyeDistance: of(({ interEyeDistance }) => interEyeDistance),
  };
}

/**
 * Leads through the actions one after the other, each until it is seen or its time is over, and back to the rest after each.
 * Times are milliseconds of any one clock.
 */
export function createChallengeRun({ actions, seconds, colours }: Challenge, rest: Rest, start: number) {
  let asking: Asking = { phase: 'act', action: 0, colour: null };
  let since = start;
  let began = start;
  const become = (next: Asking, at: number) => {
    if (next.phase === 'act') began = at;
    asking = next;
    since = at;
  };
  const light = (colour: number, at: number) =>
    become(
      colour < colours.length
        ? { phase: 'light', action: null, colour }
        : { phase: 'done', action: null, colour: null },
      at,
    );
  return {
    /** @param face of this frame; null when there is none */
    next(face: ObservedFace | null, at: number): Asking {
      const { phase, action, colour } = asking;
      if (phase === 'act') {
        const asked = actions[action ?? 0]!;
        if (face && isDone(asked, rest, face)) become({ phase: 'return', action, colour: null }, at);
        else if (at - since >= seconds * 1000) become({ phase: 'done', action: null, colour: null }, at);
      } else if (phase === 'return') {
        const over = at - since >= BACK.patience;
        // A blink is over before enough of it is recorded for the host to follow.
        const seen = at - began >= SEEN && face !== null && isBack(rest, face);
        if (over || seen) {
          const following = (action ?? 0) + 1;
          if (following < actions.length) become({ phase: 'act', action: following, colour: null }, at);
          else light(0, at);
        }
      } else if (phase === 'light' && at - since >= LIGHT) light((colour ?? 0) + 1, at);
      return asking;
    },
  };
}
