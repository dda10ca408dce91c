import { createHash } from 'node:crypto';
import type { LivenessAnswer, SequenceFrame } from '../../../contract/index.ts';

export type MeasuredFace = NonNullable<SequenceFrame['face']>;

/** A frame of the answer with what was measured in it. */
export interface Moment {
  /** Milliseconds since the challenge was shown, by the window's clock. */
  readonly at: number;
  readonly action: number | null;
  readonly colour: number | null;
  readonly secondFace: number;
  readonly face: MeasuredFace | null;
  /** Tells pictures that are the same to the byte. */
  readonly digest: string;
}

/** A moment with a face in it. */
export type Seen = Moment & { readonly face: MeasuredFace };

export const isSeen = (moment: Moment): moment is Seen => moment.face !== null;

export function momentsOf({ frames }: LivenessAnswer, measured: readonly SequenceFrame[]): Moment[] {
  return frames.map(({ at, action, colour, jpeg }, k) => ({
    at,
    action,
    colour,
    secondFace: measured[k]?.secondFace ?? 0,
    face: measured[k]?.face ?? null,
    digest: createHash('sha256').update(jpeg).digest('base64'),
  }));
}

/** Frames besides the fixed ones whose identity is measured; nobody can know which when they send them. */
const SAMPLED = 6;

/**
 * Which frames are worth the cost of an embedding: the first and the last, two of each action, and some that are drawn
 * after all have come, for somebody else might answer in between.
 *
 * @param draw a whole number below the one given, from a source that cannot be foreseen; none are drawn without it
 */
export function framesToIdentify(
  { frames }: LivenessAnswer,
  draw: ((below: number) => number) | null = null,
): number[] {
  const wanted = new Set<number>([0, frames.length - 1]);
  const actions = new Set(frames.flatMap(({ action }) => (action === null ? [] : [action])));
  for (const action of actions) {
    const own = frames.flatMap((frame, k) => (frame.action === action ? [k] : []));
    for (const share of [0, 0.8]) wanted.add(own[Math.floor(share * (own.length - 1))]!);
  }
  for (let k = 0; draw && k < SAMPLED && frames.length > 0; k += 1) wanted.add(draw(frames.length));
  return [...wanted].filter((k) => k >= 0 && k < frames.length).sort((a, b) => a - b);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
