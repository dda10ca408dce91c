/** Lengths to fall back to, one after the other, when a chip or reader does not give as much as was asked for. */
const FALLBACKS = [192, 160, 128, 64] as const;

/**
 * How many octets to ask for at once. Begins with the most that a short answer holds, or with the long answers a chip
 * says it can give, and only ever goes down: what failed once is not tried again with this chip.
 */
export class BlockPlan {
  #long: number | null = null;
  #ceiling = 256;
  #proven = false;

  /** What the chip says a long answer may have (EF.ATR/INFO); kept unless long answers have failed. */
  allowLong(length: number): void {
    if (!this.#proven && this.#ceiling === 256) this.#long = length;
  }

  /** The length to ask for. @param shortest the most that fits a short answer as the session stands */
  length(longestShort: number): number {
    return this.#long ?? Math.min(this.#ceiling, longestShort);
  }

  /** Whether a block of this length has been read. */
  get proven(): boolean {
    return this.#proven;
  }

  /** Whether long answers are in use. */
  get long(): boolean {
    return this.#long !== null;
  }

  worked(): void {
    this.#proven = true;
  }

  /** Goes down one step. @returns false when there is none left */
  lower(longestShort: number): boolean {
    this.#proven = false;
    if (this.#long !== null) {
      this.#long = null;
      // No longer at the top: the chip's own word does not bring long answers back.
      this.#ceiling = 255;
      return true;
    }
    const now = this.length(longestShort);
    const next = FALLBACKS.find((length) => length < now);
    if (next === undefined) return false;
    this.#ceiling = next;
    return true;
  }
}
