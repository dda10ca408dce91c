import { offerProgress } from '../../../../issuer/hub/index.ts';
import { CredentialError } from '../errors.ts';
import type { OfferProgress, OfferState, OfferStatus } from '../port.ts';
import { assertOfferKnown, readAnswer } from './client.ts';
import { KioskHubError } from './errors.ts';
import { ask, type HubSession } from './session.ts';

/** Milliseconds the hub may keep a question for news; and between two questions when it cannot be reached. */
const WAIT_MS = 20_000;
const AGAIN_MS = 3_000;
/**
 * Milliseconds a wallet that has the credential may take to say so. Many never do, and each that is waited for is a question
 * that stays open at the hub; visits are over by then.
 */
const REPORT_MS = 1_800_000;

const ENDED: ReadonlySet<OfferState> = new Set(['accepted', 'expired', 'locked', 'refused', 'cancelled']);
const hasEnded = ({ state, at }: OfferStatus, now: number): boolean =>
  ENDED.has(state) || (state === 'issued' && now >= at + REPORT_MS);

/** @throws CredentialError `credentials/unknown-offer`; KioskHubError */
export async function offerStatus(
  session: HubSession,
  offerId: string,
  query = '',
  signal?: AbortSignal,
): Promise<OfferStatus> {
  const answer = await ask(session, 'GET', `offers/${offerId}${query}`, {
    patience: WAIT_MS + 15_000,
    ...(signal === undefined ? {} : { signal }),
  });
  assertOfferKnown(answer);
  const told = readAnswer(offerProgress, answer);
  return {
    offerId: told.offer_id,
    subjectRef: told.subject_ref,
    configurationId: told.configuration_id,
    state: told.state,
    at: told.at,
    expiresAt: told.expires_at,
    triesLeft: told.tries_left,
    ...(told.collect_until === null ? {} : { collectUntil: told.collect_until }),
  };
}

/** Asks the hub what becomes of offers, and tells those who listen. */
export class OfferWatch {
  readonly #session: HubSession;
  readonly #listeners = new Set<(progress: OfferProgress) => void>();
  readonly #watched = new Map<string, AbortController>();
  #unheard: OfferStatus | null = null;

  constructor(session: HubSession) {
    this.#session = session;
  }

  subscribe(listener: (progress: OfferProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(progress: OfferProgress): void {
    for (const listener of this.#listeners) listener(progress);
  }

  /** The last offer whose time ended while the hub could not be asked: a wallet may have been faster. */
  get unheard(): OfferStatus | null {
    return this.#unheard;
  }

  /** What became of that offer is known, and nothing was given. */
  heard(): void {
    this.#unheard = null;
  }

  /** @param known what is known of the offer; news is what differs. It ends by itself with the offer. */
  follow(known: OfferStatus): void {
    if (this.#watched.has(known.offerId) || hasEnded(known, this.#session.now())) return;
    const controller = new AbortController();
    this.#watched.set(known.offerId, controller);
    void this.#follow(known, controller.signal).finally(() => this.#watched.delete(known.offerId));
  }

  stop(offerId: string): void {
    this.#watched.get(offerId)?.abort();
  }

  close(): void {
    for (const controller of this.#watched.values()) controller.abort();
    this.#listeners.clear();
  }

  async #follow(known: OfferStatus, signal: AbortSignal): Promise<void> {
    let last = known;
    while (!signal.aborted && !hasEnded(last, this.#session.now())) {
      const query = `?after=${last.state}.${last.triesLeft ?? ''}&wait=${WAIT_MS}`;
      try {
        const next = await offerStatus(this.#session, known.offerId, query, signal);
        if (!signal.aborted && (next.state !== last.state || next.triesLeft !== last.triesLeft))
          this.tell(next);
        last = next;
      } catch (error) {
        if (signal.aborted) return;
        const gone = error instanceof CredentialError;
        const over = this.#session.now() >= last.expiresAt;
        // Whom the hub has not met yet (a ticket nobody brought), or cannot be asked about, ends with its time.
        if (over && last.state !== 'issued' && (gone || error instanceof KioskHubError)) {
          if (!gone) this.#unheard = last;
          last = { ...last, state: 'expired', at: this.#session.now() };
          this.tell(last);
        } else {
          const left = last.expiresAt - this.#session.now();
          await pause(over ? AGAIN_MS : Math.min(AGAIN_MS, Math.max(50, left)), signal);
        }
      }
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    timer.unref();
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
