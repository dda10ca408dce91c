/** A frame that was good enough, with what makes one better than another. */
export interface Candidate {
  /** Milliseconds. */
  readonly at: number;
  /** Variance of the Laplacian on the face; see the vision room. */
  readonly sharpness: number;
  /** Degrees. */
  readonly yaw: number;
  readonly pitch: number;
  /** Gap of the lids as a share of the distance between the eyes. */
  readonly eyeOpening: number;
}

/** Milliseconds between two chosen frames; neighbours show the same thing and add nothing to a mean. */
const APART = 150;

/**
 * How good a frame is, higher is better: sharp, straight, eyes open. Each factor lies in 0..1, so that no single
 * strength makes up for a weakness.
 */
export function shotScore({ sharpness, yaw, pitch, eyeOpening }: Candidate): number {
  const sharp = sharpness / (sharpness + 30);
  const straight = (Math.cos((yaw * Math.PI) / 180) * Math.cos((pitch * Math.PI) / 180)) ** 4;
  const open = Math.min(1, eyeOpening / 0.15);
  return sharp * straight * open;
}

export interface Shots<Frame> {
  /** Keeps the frame if it is among the best so far; `take` copies it and is only called then. */
  offer(candidate: Candidate, take: () => Frame): void;
  /** The kept frames, best first. */
  best(): Frame[];
  /** Forgets all frames, releasing them. */
  clear(): void;
}

/** Collects the best frames, at most `count`, with some time between them. */
export function collectShots<Frame>(count: number, release: (frame: Frame) => void): Shots<Frame> {
  let kept: { frame: Frame; score: number; at: number }[] = [];
  return {
    offer(candidate, take) {
      const score = shotScore(candidate);
      const rivals = kept.filter(({ at }) => Math.abs(at - candidate.at) < APART);
      if (rivals.some((rival) => rival.score >= score)) return;
      const others = kept.filter((one) => !rivals.includes(one));
      if (others.length >= count && others.every((one) => one.score >= score)) return;
      const ranked = [...others, { frame: take(), score, at: candidate.at }].sort(
        (a, b) => b.score - a.score,
      );
      for (const { frame } of [...rivals, ...ranked.slice(count)]) release(frame);
      kept = ranked.slice(0, count);
    },
    best: () => kept.map(({ frame }) => frame),
    clear() {
      for (const { frame } of kept) release(frame);
      kept = [];
    },
  };
}
