/** Distances are counted in steps of this size; thresholds are multiples of it. */
export const STEP = 0.0005;

/** Counts distances by steps, so that a hundred million of them fit in little memory. Both metrics stay below 4. */
export class DistanceTally {
  readonly #counts = new Float64Array(Math.ceil(4 / STEP));
  #total = 0;

  add(distance: number): void {
    const step = Math.min(this.#counts.length - 1, Math.max(0, Math.ceil(distance / STEP - 1e-9)));
    this.#counts[step] = this.#counts[step]! + 1;
    this.#total += 1;
  }

  get total(): number {
    return this.#total;
  }

  /** Share of the distances up to `threshold`. */
  shareUpTo(threshold: number): number {
    let sum = 0;
    const last = Math.min(this.#counts.length - 1, Math.floor(threshold / STEP + 1e-9));
    for (let step = 0; step <= last; step++) sum += this.#counts[step]!;
    return this.#total ? sum / this.#total : 0;
  }

  /** The largest threshold up to which no more than `rate` of the distances lie; null where not one may. */
  thresholdAt(rate: number): number | null {
    if (this.#total * rate < 1) return null;
    let sum = 0;
    for (let step = 0; step < this.#counts.length; step++) {
      sum += this.#counts[step]!;
      if (sum > this.#total * rate) return round((step - 1) * STEP);
    }
    return round((this.#counts.length - 1) * STEP);
  }
}

const round = (value: number) => Math.max(0, Math.round(value * 10_000) / 10_000);
