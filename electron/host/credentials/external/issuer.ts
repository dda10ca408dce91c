import { randomInt } from 'node:crypto';
import { CredentialError } from '../errors.ts';
import type { HttpOptions } from '../http.ts';
import type { CredentialIssuerPort, OfferProgress, OfferState, OfferStatus } from '../port.ts';
import type { ExternalAdapter, ExternalStatus } from './adapter.ts';
import { ExternalError, type ExternalErrorCode } from './errors.ts';
import { validateOffer } from './validate-offer.ts';

export interface ExternalIssuerOptions {
  adapter: ExternalAdapter;
  /** The one credential issuer identifier whose offers are shown. */
  issuer: string;
  configurationId: string;
  clock?: () => number;
  http?: HttpOptions;
  report?: (code: ExternalErrorCode) => void;
  /** Milliseconds between two looks at an offer; 2000 when not given. */
  pollEvery?: number;
  /** Seconds an offer may live at most; 900 when not given. */
  maxLifeSeconds?: number;
}

export interface ExternalIssuer {
  port: CredentialIssuerPort;
  close(): Promise<void>;
}

/** How far an offer has come; what an issuer tells later may not be less. */
const RANK: Record<OfferState, number> = {
  created: 0,
  retrieved: 1,
  'code-asked': 2,
  'code-wrong': 2,
  token: 3,
  deferred: 4,
  issued: 5,
  accepted: 6,
  expired: 9,
  locked: 9,
  refused: 9,
  failed: 9,
  cancelled: 9,
};
const isOpen = (state: OfferState) => RANK[state] < RANK.issued;
const DEFAULT_LIFE = 300;
/** Milliseconds a wallet may take to say that it has kept what was issued. */
const ACCEPTING = 120_000;
/** Milliseconds an offer is remembered after its end; the issuer is asked about older ones. */
const REMEMBERED = 86_400_000;
const GIVEN: ReadonlySet<OfferState> = new Set(['token', 'deferred', 'issued', 'accepted']);
/** What may be told of a credential that was issued: what the wallet said of it, no more. */
const AFTER_ISSUED: ReadonlySet<OfferState> = new Set(['accepted', 'refused', 'failed']);

/** What an issuer has forgotten, in the port's terms. @throws CredentialError `credentials/unknown-offer`, or the cause */
function unknownHere(cause: unknown): never {
  if (cause instanceof ExternalError && cause.code === 'external/unknown-offer')
    throw new CredentialError('credentials/unknown-offer', 'there is no such offer', { cause });
  throw cause;
}

/** Offers of an OpenID4VCI issuer elsewhere: asked for, looked at, shown, and watched by asking how they stand. */
export function startExternalIssuer(options: ExternalIssuerOptions): ExternalIssuer {
  const { adapter, issuer, configurationId, clock = Date.now, report = () => {} } = options;
  const { pollEvery = 2_000, maxLifeSeconds = 900 } = options;
  const known = new Map<string, OfferStatus>();
  /** Offers whose time ended while the issuer gave no answer: it may have given the credential before. */
  const unheard = new Set<string>();
  const listeners = new Set<(progress: OfferProgress) => void>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<unknown> = Promise.resolve();
  let closed = false;

  function become(offer: OfferStatus, state: OfferState, triesLeft: number | null): void {
    if (RANK[state] < RANK[offer.state]) return;
    if (offer.state === state && offer.triesLeft === triesLeft) return;
    if (!isOpen(offer.state) && !(offer.state === 'issued' && AFTER_ISSUED.has(state))) return;
    Object.assign(offer, { state, triesLeft, at: clock() });
    const { offerId, subjectRef, at } = offer;
    for (const listener of [...listeners]) listener({ offerId, subjectRef, state, at, triesLeft });
  }

  /** Takes over what the issuer says, as far as it can be so. */
  function believe(offer: OfferStatus, told: ExternalStatus): void {
    if (told.subjectRef !== offer.subjectRef) {
      report('external/wrong-subject');
      return;
    }
    // The offer is on the screen by value: who fetched it by its address was this kiosk.
    if (told.state !== 'retrieved') become(offer, told.state, told.triesLeft);
  }

  async function look(offer: OfferStatus): Promise<void> {
    let heard = true;
    try {
      believe(offer, await adapter.state(offer.offerId));
    } catch (error) {
      const code = error instanceof ExternalError ? error.code : 'external/bad-answer';
      report(code);
      heard = code === 'external/unknown-offer';
      if (heard && isOpen(offer.state)) become(offer, 'failed', null);
    }
    endWithTime(offer, heard);
  }

  /** A wallet that has begun may end after the code has. */
  function endWithTime(offer: OfferStatus, heard: boolean): void {
    if (clock() < offer.expiresAt || RANK[offer.state] >= RANK.token) return;
    if (!heard) unheard.add(offer.offerId);
    become(offer, 'expired', null);
  }

  /**
   * Asks the issuer how an offer stands whose end is only this kiosk's word, or of which it says that it has ended.
   * @throws CredentialError `credentials/unknown-offer`; ExternalError
   */
  async function hearOf(offer: OfferStatus): Promise<void> {
    const told = await adapter.state(offer.offerId).catch(unknownHere);
    if (told.subjectRef !== offer.subjectRef)
      throw new ExternalError('external/wrong-subject', 'the issuer told of another visit');
    if (unheard.delete(offer.offerId)) Object.assign(offer, { state: 'created', at: clock() });
    believe(offer, told);
    endWithTime(offer, true);
    watch();
  }

  /** @throws CredentialError `credentials/issued-before`; ExternalError */
  async function assertNotGiven(subjectRef: string): Promise<void> {
    for (const offer of [...known.values()].filter((one) => one.subjectRef === subjectRef)) {
      if (unheard.has(offer.offerId))
        await hearOf(offer).catch((error: unknown) => {
          if (!(error instanceof CredentialError)) throw error;
          unheard.delete(offer.offerId);
        });
      if (GIVEN.has(offer.state))
        throw new CredentialError('credentials/issued-before', 'the offer before this one gave a credential');
    }
  }

  function forgetOld(): void {
    for (const [offerId, { at, state }] of known) {
      if (isOpen(state) || clock() < at + REMEMBERED) continue;
      known.delete(offerId);
      unheard.delete(offerId);
    }
  }

  function watch(): void {
    if (closed || timer !== null) return;
    const open = [...known.values()].filter(
      ({ state, at }) => isOpen(state) || (state === 'issued' && clock() < at + ACCEPTING),
    );
    if (open.length === 0) return;
    timer = setTimeout(() => {
      looking = Promise.all(open.map(look)).finally(() => {
        timer = null;
        watch();
      });
    }, pollEvery);
    timer.unref();
  }

  async function find(offerId: string, wanted?: string): Promise<OfferStatus> {
    const offer = known.get(offerId);
    if (offer !== undefined) {
      if (unheard.has(offerId)) await hearOf(offer);
      return offer;
    }
    const told = await adapter.state(offerId).catch(unknownHere);
    const { subjectRef, triesLeft, expiresAt } = told;
    if (wanted !== undefined && subjectRef !== wanted) {
      report('external/wrong-subject');
      throw new CredentialError('credentials/unknown-offer', 'the offer is not the one of this visit');
    }
    const state = told.state === 'retrieved' ? 'created' : told.state;
    const found = { offerId, subjectRef, state, at: clock(), triesLeft, configurationId, expiresAt };
    known.set(offerId, found);
    watch();
    return found;
  }

  return {
    port: {
      kind: 'external',
      testOnly: false,
      async createOffer({ subjectRef, claims, txCode, ttlSeconds = DEFAULT_LIFE }) {
        await assertNotGiven(subjectRef);
        const code = txCode ? String(randomInt(1_000_000)).padStart(6, '0') : null;
        const life = Math.min(ttlSeconds, maxLifeSeconds);
        const made = await adapter.createOffer({
          subjectRef,
          configurationId,
          claims,
          txCode: code,
          ttlSeconds: life,
        });
        const now = clock();
        const rules = { issuer, configurationId, txCode: code, now, maxLife: life * 1000 };
        const offerUri = await validateOffer(made, rules, options.http).catch(async (error) => {
          // Nobody will see it, so nobody is to take it.
          await adapter.cancel(made.offerId).catch(() => {});
          throw error;
        });
        const { offerId, expiresAt } = made;
        forgetOld();
        known.set(offerId, {
          offerId,
          subjectRef,
          state: 'created',
          at: now,
          triesLeft: null,
          configurationId,
          expiresAt,
        });
        for (const listener of [...listeners])
          listener({ offerId, subjectRef, state: 'created', at: now, triesLeft: null });
        watch();
        return { offerId, offerUri, txCode: code, expiresAt };
      },
      async status(offerId, subjectRef) {
        return { ...(await find(offerId, subjectRef)) };
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async cancel(offerId) {
        const offer = await find(offerId);
        if (!isOpen(offer.state)) return false;
        const cancelled = await adapter.cancel(offerId).catch(unknownHere);
        if (cancelled) become(offer, 'cancelled', null);
        else await hearOf(offer);
        return cancelled;
      },
    },
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await looking;
    },
  };
}
