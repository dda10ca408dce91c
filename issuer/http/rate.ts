import type { Clock } from '../types.ts';
import { ProtocolError } from './protocol-error.ts';

const CAPACITY = 40;
const PER_SECOND = 1;

/**
 * A token bucket per offer: an honest wallet makes about six requests, a confused one repeats them. Unknown codes
 * need no limit, they carry 128 bits; wrong transaction codes have their own, much lower one.
 */
export class OfferRate {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws ProtocolError 429 when the offer is asked for too often */
  spend(offerId: string): void {
    const now = this.#clock();
    const bucket = this.#buckets.get(offerId) ?? { left: CAPACITY, at: now };
    bucket.left = Math.min(CAPACITY, bucket.left + (Math.max(0, now - bucket.at) / 1000) * PER_SECOND);
    bucket.at = now;
    this.#buckets.set(offerId, bucket);
    if (bucket.left < 1)
      throw new ProtocolError(429, 'temporarily_unavailable', 'too many requests for this offer', {
        'Retry-After': '2',
      });
    bucket.left -= 1;
  }

  /** Forgets buckets that have filled up again. */
  prune(): void {
    const full = (CAPACITY / PER_SECOND) * 1000;
    for (const [offerId, { at }] of this.#buckets)
      if (this.#clock() - at > full) this.#buckets.delete(offerId);
  }
}
