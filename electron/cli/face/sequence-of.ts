import type { LivenessAnswer, SequenceFrame } from '../../contract/index.ts';
import { framesToIdentify } from '../../host/faces/index.ts';
import type { FaceEngine } from './engine.ts';

/** Milliseconds between two pictures that are looked at, at least, and pictures of a film at most. */
const GAP = 66;
const MOST = 240;
/** Pictures the engine takes at once. */
const BATCH = 60;
/** Share of the film, and seconds, in which the person is taken to wait when nobody says when they begin. */
const REST = { share: 1 / 6, seconds: 1.5 };

/**
 * A film as the answer to a challenge of `actions` actions: pictures evenly apart, with the action each belongs to.
 *
 * @param fps pictures of the film a second
 * @param at seconds at which each action begins; null: after a wait, each as long as the other
 */
export function answerOf(
  film: readonly Uint8Array<ArrayBuffer>[],
  fps: number,
  actions: number,
  at: readonly number[] | null,
): LivenessAnswer {
  const seconds = film.length / fps;
  const wait = Math.min(REST.seconds, REST.share * seconds);
  const starts = at ?? Array.from({ length: actions }, (_, k) => wait + (k * (seconds - wait)) / actions);
  const gap = Math.max(GAP / 1000, seconds / MOST, 1 / fps);
  const chosen = Array.from({ length: Math.max(1, Math.floor(seconds / gap + 1e-6)) }, (_, k) =>
    Math.min(film.length - 1, Math.round(k * gap * fps)),
  );
  const frames = [...new Set(chosen)].map((k) => {
    const begun = starts.filter((start) => start <= k / fps).length;
    return {
      at: Math.round((1000 * k) / fps),
      action: begun === 0 ? null : begun - 1,
      colour: null,
      jpeg: film[k]!,
    };
  });
  return { challenge: 'film', frames, cadence: [] };
}

/** Measures the answer in the face engine; the person is the one of the first picture that shows one. */
export async function measureAnswer(
  { vision }: Pick<FaceEngine, 'vision'>,
  answer: LivenessAnswer,
): Promise<SequenceFrame[]> {
  const pictures = answer.frames.map(({ jpeg }) => jpeg);
  const wanted = framesToIdentify(answer);
  const reference = await firstWithFace(vision, pictures);
  const measured: SequenceFrame[] = [];
  for (let from = 0; from < pictures.length; from += BATCH) {
    const frames = pictures.slice(from, from + BATCH);
    const identify = wanted.filter((k) => k >= from && k < from + BATCH).map((k) => k - from);
    measured.push(...(await vision.measureSequence({ reference, frames, identify })));
  }
  return measured;
}

async function firstWithFace(
  vision: FaceEngine['vision'],
  pictures: readonly Uint8Array[],
): Promise<Uint8Array> {
  for (const picture of pictures.slice(0, 10)) {
    if ((await vision.analyse(picture)).faces.length > 0) return picture;
  }
  return pictures[0]!;
}
