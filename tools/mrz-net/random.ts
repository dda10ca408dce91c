/** A seeded generator (mulberry32), so that a training or a test page is the same every time. */
export interface Random {
  /** 0 inclusive to 1 exclusive. */
  next(): number;
  between(low: number, high: number): number;
  /** A whole number, `low` inclusive to `high` exclusive. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(of: ArrayLike<T>): T;
  /** Normal, mean 0, deviation 1. */
  normal(): number;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low) * next()),
    chance: (probability) => next() < probability,
    pick: (of) => of[Math.floor(next() * of.length)]!,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
