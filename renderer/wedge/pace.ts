/** One key going down, as far as its time tells who pressed it. */
export interface KeyTime {
  /** Milliseconds, of the event and not of when it was heard: a busy page hears keys late and together. */
  at: number;
  /** Two or more other keys were still down, as under a flat hand; a reader presses one after the other. */
  crowded?: boolean;
  /** Enter or Tab, with which readers end what they type. */
  ends?: boolean;
}

interface Pace {
  strokes: number;
  /** Milliseconds from key to key: on average, and at most once. */
  mean: number;
  longest: number;
}

/**
 * What only a machine does. People reach 35 ms between two keys when fingers roll, for two to four keys in a row; the
 * quickest of them hold 60 ms over many. Readers need 1 to 20 ms for a key, slow ones 50. Systems may tell times in steps
 * of 16 ms, so single gaps say less than their mean.
 */
const quick: Pace = { strokes: 8, mean: 35, longest: 50 };
const ended: Pace = { strokes: 6, mean: 35, longest: 50 };
const crowded: Pace = { strokes: 20, mean: 35, longest: 50 };
const slow: Pace = { strokes: 16, mean: 55, longest: 75 };

/** Milliseconds without a key after which another one belongs to nothing before it. */
export const longestGap = slow.longest;

/** Nobody swipes a document this soon after a key of their own. */
const between = 40;

export interface PaceVerdict {
  /** How many strokes, this one included, are as near to each other as those of a reader may be. */
  run: number;
  /** How many of them a reader typed; null while they may be a person's. */
  burst: number | null;
}

/** Tells the keys of a reader from those of a person, by their times. */
export function paceMeter(): { key(time: KeyTime): PaceVerdict; reset(): void } {
  let times: number[] = [];
  let hand = false;
  return {
    key({ at, crowded: isCrowded = false, ends = false }) {
      const last = times.at(-1);
      if (last === undefined || at - last > longestGap || at < last) {
        times = [];
        hand = false;
      }
      times.push(at);
      hand ||= isCrowded;
      const paces = hand ? [crowded] : ends ? [ended, quick, slow] : [quick, slow];
      const isBurst = paces.some((pace) => keeps(times, pace));
      return { run: times.length, burst: isBurst ? times.length - foreign(times) : null };
    },
    reset() {
      times = [];
      hand = false;
    },
  };
}

function keeps(times: readonly number[], { strokes, mean, longest }: Pace): boolean {
  if (times.length < strokes) return false;
  const last = times.slice(-strokes);
  const gaps = gapsOf(last);
  return last.at(-1)! - last[0]! <= (strokes - 1) * mean && gaps.every((gap) => gap <= longest);
}

/** How many strokes at the front are a person's, after whom a reader began: a gap parts them that the reader has nowhere. */
function foreign(times: readonly number[]): number {
  const gaps = gapsOf(times);
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return gaps.findLastIndex((gap) => gap > between && gap > 3 * usual) + 1;
}

const gapsOf = (times: readonly number[]) => times.slice(1).map((at, index) => at - times[index]!);
