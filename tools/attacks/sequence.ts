import type { LivenessAction, LivenessAnswer } from '../../electron/contract/index.ts';
import type { Actor } from './people.ts';
import { encoded, type Picture, pictureOf, type Sensor, seenBy } from './picture.ts';

/** What somebody is seen to do at one moment of an answer. */
export interface Beat {
  /** Milliseconds since the challenge was shown. */
  readonly at: number;
  readonly action: number | null;
  /** How far they are with it: 0 at rest, 1 at its end. */
  readonly share: number;
  readonly file: string;
}

/** An answer as the window would send it, what was asked for, and the photo that stands for the person. */
export interface Answered {
  readonly asked: readonly LivenessAction[];
  readonly answer: LivenessAnswer;
  readonly reference: Uint8Array;
  readonly tookMs: number;
}

export const CHALLENGE = 'challenge';

/** Milliseconds between two frames of an answer. */
const GAP = 110;
const REST_FRAMES = 4;
/** How many show each key frame on the way there and on the way back, and the end. */
const KEY_FRAMES = 1;
const HELD_FRAMES = 2;

/** Somebody who waits, does one thing after the other as asked, there and back, and waits again. */
export function performed(
  actor: Pick<Actor, 'rest' | 'acts'>,
  actions: readonly LivenessAction[],
  gap = GAP,
): Beat[] {
  const slower = GAP / gap;
  const times = (frames: number) => Math.max(1, Math.round(frames * slower));
  const beats: Omit<Beat, 'at'>[] = [];
  const add = (file: string, action: number | null, share: number, frames: number) => {
    for (let k = 0; k < frames; k++) beats.push({ file, action, share });
  };
  add(actor.rest[0]!, null, 0, REST_FRAMES);
  for (const [action, name] of actions.entries()) {
    const keys = actor.acts[name];
    const share = (k: number) => k / (keys.length - 1);
    for (const [k, file] of keys.entries()) add(file, action, share(k), times(KEY_FRAMES));
    add(keys.at(-1)!, action, 1, times(HELD_FRAMES));
    for (let k = keys.length - 1; k >= 0; k--) add(keys[k]!, action, share(k), times(KEY_FRAMES));
    add(actor.rest[0]!, action, 0, times(KEY_FRAMES));
  }
  return beats.map((beat, k) => ({ ...beat, at: Math.round(k * gap) }));
}

/** The answer whose every frame `look` gives the picture of. */
export function answered(
  asked: readonly LivenessAction[],
  beats: readonly Beat[],
  look: (beat: Beat, k: number) => Picture,
  quality = 80,
): Answered {
  const frames = beats.map((beat, k) => ({
    at: beat.at,
    action: beat.action,
    colour: null,
    jpeg: encoded(look(beat, k), quality),
  }));
  return {
    asked,
    answer: { challenge: CHALLENGE, frames, cadence: beats.map((_, k) => 33 + 0.3 * (k % 4)) },
    reference: frames[0]!.jpeg,
    tookMs: (beats.at(-1)?.at ?? 0) + 200,
  };
}

/** Nobody sits still: pixels of the picture at a moment. */
const swaying = (k: number): [number, number] => [2 * Math.sin(k / 2.1), 1.4 * Math.cos(k / 3.3)];

/** What the camera sees of the person themselves. */
export const live =
  (sensor: Omit<Sensor, 'seed'> = {}) =>
  ({ file }: Beat, k: number): Picture =>
    seenBy(pictureOf(file), { seed: 1000 + k, shift: swaying(k), ...sensor });
