import { type Asking, type Challenge, createChallengeRun, highestFor, restOf } from './challenge.ts';
import type { Seen, Taken } from './guide-messages.ts';
import { createHintFilter, judgeFrame, type ObservedFace } from './hints.ts';
import type { Observed } from './observe.ts';
import { createSequenceRecorder } from './recorder.ts';
import { collectShots } from './shots.ts';

type Jpeg = Uint8Array<ArrayBuffer>;

/** The present frame. */
export interface Frame<Copy> {
  observe(): Observed;
  /** A copy for the photo, of what is looked at. */
  copy(): Copy;
  /** The same, smaller, as a frame of an answer. */
  key(): Promise<Jpeg>;
}

/** What is done with copies that are kept. */
export interface Copies<Copy> {
  encode(copy: Copy): Promise<Jpeg>;
  release(copy: Copy): void;
}

export interface Attempt<Copy> {
  /** @param at milliseconds of any one clock, rising */
  look(frame: Frame<Copy>, at: number): Seen;
  /** The best of what was seen, best first, or else this frame as it is; the attempt is over. */
  take(frame: Frame<Copy>): Promise<Taken>;
  /** Forgets everything. */
  end(): void;
}

/** Milliseconds the face must be well placed, with better frames gathered meanwhile. */
const STEADY = 800;
const FRAMES = 3;
/** Frames of the rest from which the person's usual looks are taken. */
const REST_FRAMES = 12;
/** Degrees that a head may turn to and fro during them, and share by which it may grow; who moves more has begun something else. */
const WANDER = { angle: 8, size: 0.12 };
/** Share of the widest opening of the eyes below which they are shut, as the host has it. */
const SHUT = 0.6;
/** Milliseconds for which the widest opening counts: eyes that were only wide with surprise are not shut for good. */
const WIDE = 3_000;

/**
 * Says what the person should do, from the first frame to the picture, and leads through the challenge after it. Frames are
 * kept only until they are handed over or the attempt is ended.
 *
 * @param challenge what the person is asked to do after the picture; none: the picture is all
 */
export function createAttempt<Copy>(challenge: Challenge | null, copies: Copies<Copy>): Attempt<Copy> {
  const shots = collectShots<Copy>(FRAMES, copies.release);
  const filter = createHintFilter();
  const recorder = createSequenceRecorder<Promise<Jpeg>>(
    { actions: challenge?.actions.length ?? 0, colours: challenge?.colours.length ?? 0 },
    () => {},
  );
  let begun: number | null = null;
  let run: ReturnType<typeof createChallengeRun> | null = null;
  let rest: ObservedFace[] = [];
  let openings: { at: number; opening: number }[] = [];
  let asked: Asking = { phase: 'act', action: 0, colour: null };
  let narrowest = Number.POSITIVE_INFINITY;
  let readySince: number | null = null;

  function place(frame: Frame<Copy>, seen: Observed, at: number): Seen {
    const judged = judgeFrame(seen, filter.shown, highestFor(challenge));
    const hint = filter.next(judged, at);
    if (hint !== 'ready') {
      readySince = null;
      shots.clear();
      recorder.clear();
      rest = [];
      openings = [];
      return { hint, steady: 0, asking: null, over: false };
    }
    if (challenge && seen.face) {
      if (!rests(seen.face, at)) {
        recorder.clear();
        readySince = at;
      }
      if (rest.length > 0) recorder.offer({ action: null, colour: null }, at, false, frame.key);
    }
    readySince ??= at;
    if (judged === 'ready' && seen.candidate) shots.offer(seen.candidate, frame.copy);
    const steady = Math.min(1, (at - readySince) / STEADY);
    const placed = steady === 1 && shots.best().length > 0 && (!challenge || rest.length > 0);
    if (!placed || !challenge) return { hint, steady, asking: null, over: placed };
    run = createChallengeRun(challenge, restOf(rest), at);
    return { hint, steady, asking: { phase: 'act', action: 0, colour: null }, over: false };
  }

  /** Takes this face into the rest, which begins anew with who moves or has the eyes shut: then false. */
  function rests(face: ObservedFace, at: number): boolean {
    // Against eyes that were shut while the rest was taken, no blink would be one.
    if (challenge?.actions.includes('blink') && shuts(face, at)) {
      rest = [];
      return false;
    }
    rest = [...rest, face].slice(-REST_FRAMES);
    if (!wanders(rest)) return true;
    rest = [face];
    return false;
  }

  /** Whether the eyes are shut now, or were until now. */
  function shuts(face: ObservedFace, at: number): boolean {
    openings = [...openings.filter((one) => at - one.at <= WIDE), { at, opening: face.eyeOpening }];
    const widest = Math.max(...openings.map(({ opening }) => opening));
    return [...rest, face].some(({ eyeOpening }) => eyeOpening < SHUT * widest);
  }

  function act(
    leading: NonNullable<typeof run>,
    frame: Frame<Copy>,
    face: ObservedFace | null,
    at: number,
  ): Seen {
    const asking = leading.next(face, at);
    const acting = asking.phase === 'act';
    const over = asking.phase === 'done';
    // The eyes are shut for a moment only, and the end of a movement is the frame that counts.
    const extreme = acting && face !== null && face.eyeOpening < 0.9 * narrowest;
    if (face && acting) narrowest = Math.min(narrowest, face.eyeOpening);
    else narrowest = Number.POSITIVE_INFINITY;
    // The frame that ends it belongs to what was asked until then: in it the eyes of a last blink are open again.
    if (!over) asked = asking;
    recorder.offer({ action: asked.action, colour: asked.colour }, at, extreme || over, frame.key);
    return { hint: 'ready', steady: 1, asking, over };
  }

  function end(): void {
    shots.clear();
    recorder.clear();
    rest = [];
    openings = [];
  }

  return {
    look(frame, at) {
      begun ??= at;
      const seen = frame.observe();
      return run ? act(run, frame, seen.face, at) : place(frame, seen, at);
    },
    async take(frame) {
      const best = shots.best();
      const present = best.length ? null : frame.copy();
      const chosen = present === null ? best : [present];
      const kept = run ? recorder.taken(begun ?? 0) : [];
      try {
        const [frames, sequence] = await Promise.all([
          Promise.all(chosen.map((copy) => copies.encode(copy))),
          Promise.all(kept.map(async ({ frame: key, ...where }) => ({ ...where, jpeg: await key }))),
        ]);
        return { frames, sequence };
      } finally {
        if (present !== null) copies.release(present);
        end();
      }
    },
    end,
  };
}

function wanders(faces: readonly ObservedFace[]): boolean {
  const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;
  const turns = (['yaw', 'pitch'] as const).some((angle) => {
    const [least, most] = range(faces.map(({ pose }) => pose[angle]));
    return most - least > WANDER.angle;
  });
  const [smallest, largest] = range(faces.map(({ interEyeDistance }) => interEyeDistance));
  return turns || largest > (1 + WANDER.size) * smallest;
}
