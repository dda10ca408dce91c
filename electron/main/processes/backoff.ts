export interface BackoffLimits {
  /** first wait, milliseconds; doubles with every failure */
  first: number;
  longest: number;
  /** failures within `window` milliseconds after which there is no next attempt */
  failures: number;
  window: number;
}

export const usualLimits: BackoffLimits = { first: 250, longest: 15_000, failures: 6, window: 180_000 };

/** Counts failures in a sliding window and says how long to wait, or that it is enough. */
export class Backoff {
  private readonly limits: BackoffLimits;
  private times: number[] = [];

  constructor(limits: BackoffLimits = usualLimits) {
    this.limits = limits;
  }

  /** @returns milliseconds to wait before the next attempt, or undefined when there should be none */
  failed(now: number = Date.now()): number | undefined {
    const { first, longest, failures, window } = this.limits;
    this.times = [...this.times.filter((time) => now - time < window), now];
    if (this.times.length >= failures) return undefined;
    return Math.min(longest, first * 2 ** (this.times.length - 1));
  }

  reset(): void {
    this.times = [];
  }
}
