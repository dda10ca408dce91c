import type { OfferProgress } from './types.ts';

export type ProgressListener = (progress: OfferProgress) => void;

/** Tells listeners in the order of what happened; one that throws harms neither the others nor the wallet. */
export class Progress {
  readonly #listeners = new Set<ProgressListener>();
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  subscribe(listener: ProgressListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(progress: OfferProgress): void {
    for (const listener of this.#listeners) {
      try {
        listener(progress);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
