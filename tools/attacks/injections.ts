import type { LivenessAction } from '../../electron/contract/index.ts';
import type { Actor } from './people.ts';
import { painted, pictureOf, sample } from './picture.ts';
import { type Answered, answered, type Beat, CHALLENGE, live, performed } from './sequence.ts';

type Frames = Answered['answer']['frames'];
const withFrames = (answer: Answered, frames: Frames): Answered => ({
  ...answer,
  answer: { ...answer.answer, frames },
});

/** What was recorded when something else was asked for, sent as the answer. */
export const recorded = (
  actor: Actor,
  asked: readonly LivenessAction[],
  then: readonly LivenessAction[],
) => ({
  ...answered(then, performed(actor, then), live()),
  asked,
});

/** The recording of another attempt, with that one's challenge. */
export function stale(actor: Actor, actions: readonly LivenessAction[]): Answered {
  const answer = answered(actions, performed(actor, actions), live());
  return { ...answer, answer: { ...answer.answer, challenge: `another ${CHALLENGE}` } };
}

/** Two stills cut together: at rest, and the action's end. */
export function stills(actor: Actor, action: LivenessAction): Answered {
  const two = {
    rest: actor.rest,
    acts: { ...actor.acts, [action]: [actor.rest[0]!, actor.acts[action].at(-1)!] },
  };
  return answered([action], performed(two, [action]), live());
}

/** One still made larger bit by bit, as if the person came nearer. */
export function zoomed(actor: Actor, action: LivenessAction): Answered {
  const still = { rest: actor.rest, acts: { ...actor.acts, [action]: new Array(4).fill(actor.rest[0]!) } };
  const look = (beat: Beat, k: number) => live({ scale: 1 + 0.6 * beat.share })(beat, k);
  return answered([action], performed(still, [action]), look);
}

/** A loop of three pictures from a file, while the times go on. */
export function frozen(actor: Actor, action: LivenessAction): Answered {
  const made = answered([action], performed(actor, [action]), live());
  const picks = [0, Math.floor(made.answer.frames.length / 2), made.answer.frames.length - 1];
  const frames = made.answer.frames.map((frame, k) => ({
    ...frame,
    jpeg: made.answer.frames[picks[Math.floor(k / 3) % 3]!]!.jpeg,
  }));
  return withFrames(made, frames);
}

/** Sent at once, with times of its own invention. */
export const hurried = (actor: Actor, action: LivenessAction): Answered => ({
  ...answered([action], performed(actor, [action]), live()),
  tookMs: 150,
});

/** Everything within a tenth of a second. */
export function crammed(actor: Actor, action: LivenessAction): Answered {
  const made = answered([action], performed(actor, [action]), live());
  return withFrames(
    made,
    made.answer.frames.map((frame, k) => ({ ...frame, at: 5 * k })),
  );
}

/** Cut in the wrong order. */
export function shuffled(actor: Actor, action: LivenessAction): Answered {
  const made = answered([action], performed(actor, [action]), live());
  const times = made.answer.frames.map(({ at }) => at);
  return withFrames(
    made,
    made.answer.frames.map((frame, k) => ({ ...frame, at: times[k ^ 1] ?? frame.at })),
  );
}

/** Another person does what is asked, and the one of the photo waits before and after. */
export function swapped(actor: Actor, other: Actor, action: LivenessAction): Answered {
  const theirs = performed(other, [action]);
  const beats = performed(actor, [action]).map((beat, k, all) => {
    const middle = beat.action !== null && k < all.length - 2;
    return middle && theirs[k] ? { ...beat, file: theirs[k]!.file } : beat;
  });
  return answered([action], beats, live());
}

/** Somebody else stands beside the person all the time. */
export function accompanied(actor: Actor, other: Actor, action: LivenessAction): Answered {
  const beats = performed(actor, [action]);
  const look = (beat: Beat, k: number) => {
    const own = live()(beat, k);
    const theirs = pictureOf(other.rest[0]!);
    return painted(own.width, own.height, (x, y, out) => {
      if (x < 0.52 * own.width) sample(own, x + 0.5 + 0.24 * own.width, y + 0.5, out);
      else sample(theirs, x + 0.5 - 0.26 * own.width, y + 0.5, out);
    });
  };
  return answered([action], beats, look);
}

/** The very answer, fed in by a program in place of the camera. */
export const injected = (actor: Actor, actions: readonly LivenessAction[]): Answered =>
  answered(actions, performed(actor, actions), live());
