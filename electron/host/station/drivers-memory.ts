/** What the driver process may hold, in resident bytes. */
export interface MemoryLimits {
  /** Over this for `sustained` milliseconds it leaks, and is replaced when nobody reads. */
  leaking: number;
  sustained: number;
  /** Over this it is replaced whatever it does, before the system is short of memory. */
  outOfHand: number;
}

const mebibyte = 2 ** 20;

/**
 * Idle it holds 100 to 140 MiB. Pages of 25 MB, one after the other, bring it to 350 MiB, where it stays: what is no
 * longer used is given back when there is need. So one page in flight, which is there three times over for a moment, is
 * far from the limit, and what stays above it for a minute is none.
 */
export const usualMemory: MemoryLimits = {
  leaking: 512 * mebibyte,
  sustained: 60_000,
  outOfHand: 1024 * mebibyte,
};

export type MemoryVerdict = 'fine' | 'leaking' | 'out-of-hand';

/** Judges one life of the process by what its heartbeats tell. @returns a function that takes one of them */
export function memoryWatch({ leaking, sustained, outOfHand }: MemoryLimits) {
  let since: number | null = null;
  /** @param at milliseconds of a clock that only goes forward */
  return (residentBytes: number, at: number): MemoryVerdict => {
    if (residentBytes > outOfHand) return 'out-of-hand';
    if (residentBytes <= leaking) {
      since = null;
      return 'fine';
    }
    since ??= at;
    return at - since >= sustained ? 'leaking' : 'fine';
  };
}
