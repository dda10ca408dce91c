import { randomUUID } from 'node:crypto';
import type { CredentialProfile } from '../../../../issuer/index.ts';
import { CredentialError } from '../errors.ts';
import type { CredentialIssuerPort, CredentialOffer, OfferProgress, OfferStatus } from '../port.ts';
import { entraClaims, entraMapping } from './claims.ts';
import { callbackError } from './documented-errors.ts';
import { EntraError, type EntraErrorCode } from './errors.ts';
import type { HttpOptions } from './http.ts';
import { type EntraOffer, type OfferMemory, type OfferRequest, readOffers } from './offers.ts';
import { hashPin, newPin } from './pin.ts';
import { RelayClient, type RequestEvent } from './relay-client.ts';
import { type IssuanceRequest, type Registration, requestService } from './request-service.ts';
import type { Secret } from './secrets.ts';
import { type Application, REQUEST_SERVICE_SCOPE, tokenSource } from './token.ts';

export interface EntraIssuerOptions {
  application: Application;
  /** `https://verifiedid.did.msidentity.com` in the public cloud. */
  serviceUrl: string;
  /** The tenant's did:web. */
  authority: string;
  /** The contract's manifest address and credential type. */
  manifest: string;
  type: string;
  registration: Registration;
  /** Days until the credential ends, where the contract lets a request say so. */
  validityDays?: number;
  profile: CredentialProfile;
  relay: { url: string; token: Secret; wait?: number };
  memory: OfferMemory;
  clock?: () => number;
  http?: HttpOptions;
  report?: (code: EntraErrorCode) => void;
  /** Milliseconds before a code ends at which it is replaced, 30 000; and how often, 3. */
  refresh?: { before: number; times: number };
  /**
   * Milliseconds after which a phone that has the request and tells nothing is reported, and after the end of its code at
   * which nothing is expected of it any more; 300 000.
   */
  patience?: number;
}

export interface EntraIssuer {
  port: CredentialIssuerPort;
  close(): Promise<void>;
}

/** Held only while the offer may be refreshed. */
interface Draft {
  claims: Record<string, string>;
  pin: string | null;
  refreshes: number;
}

/** Milliseconds that news of a request is waited for after its code has ended. */
const AFTERMATH = 10 * 60_000;
/** Milliseconds after a start in which the relay tells what happened before; nothing ends meanwhile. */
const HEARING = 5_000;
/** Milliseconds a request is registered for before Entra has said when it ends. */
const LIFE_UNTIL_KNOWN = 10 * 60_000;

/**
 * Offers over the Request Service: one issuance request for each code on the screen, news of it over the relay. Entra
 * has no way to take a request back, so a cancelled or replaced one may still be issued; that is reported.
 * @throws EntraError entra/bad-address, entra/bad-mapping
 */
export async function startEntraIssuer(options: EntraIssuerOptions): Promise<EntraIssuer> {
  const { clock = Date.now, http = {}, report = () => {}, memory, patience = 300_000 } = options;
  const { before, times } = options.refresh ?? { before: 30_000, times: 3 };
  const mapping = entraMapping(options.profile);
  const tokens = tokenSource(options.application, REQUEST_SERVICE_SCOPE, clock, http);
  const service = requestService({ serviceUrl: options.serviceUrl, tokens, clock, http });
  const offers = new Map<string, EntraOffer>();
  const drafts = new Map<string, Draft>();
  const timers = new Map<string, NodeJS.Timeout>();
  const listeners = new Set<(progress: OfferProgress) => void>();
  const renewals = new Set<(offer: CredentialOffer) => void>();
  let saving: Promise<unknown> = Promise.resolve();
  let closed = false;

  const relay = new RelayClient({
    ...options.relay,
    channel: 'offers',
    clock,
    http,
    open: () => [...offers.values()].flatMap(({ requests }) => requests.filter(({ over }) => !over)),
    onEvent: hear,
    onTrouble: report,
  });

  function note(): void {
    const now = clock();
    for (const [id, { requests }] of offers)
      if (!timers.has(id) && !drafts.has(id) && requests.every(({ until }) => until <= now))
        offers.delete(id);
    saving = saving.then(() => memory.save([...offers.values()])).catch(() => report('entra/memory-failed'));
  }

  const progressOf = ({ offerId, subjectRef, state, at }: EntraOffer): OfferProgress => ({
    offerId,
    subjectRef,
    state,
    at,
    triesLeft: null,
  });

  function become(offer: EntraOffer, state: EntraOffer['state']): void {
    offer.state = state;
    offer.at = clock();
    if (state !== 'created') drafts.delete(offer.offerId);
    if (state !== 'created' && state !== 'retrieved') quiet(offer);
    note();
    for (const listener of [...listeners]) listener(progressOf(offer));
  }

  function quiet({ offerId }: EntraOffer): void {
    clearTimeout(timers.get(offerId));
    timers.delete(offerId);
  }

  function later(offer: EntraOffer, milliseconds: number, work: () => void): void {
    quiet(offer);
    if (closed) return;
    const timer = setTimeout(
      () => {
        timers.delete(offer.offerId);
        work();
      },
      Math.max(0, milliseconds),
    );
    timer.unref();
    timers.set(offer.offerId, timer);
  }

  function hear({ state, requestId, status, error }: RequestEvent): void {
    const found = [...offers.values()]
      .map((offer) => ({ offer, request: offer.requests.find((one) => one.state === state) }))
      .find(({ request }) => request !== undefined);
    const request = found?.request;
    if (found === undefined || request === undefined || request.over) return;
    const { offer } = found;
    // News may overtake the answer that says which request this is.
    if (request.requestId !== null && request.requestId !== requestId) return;
    request.requestId ??= requestId;
    if (status === 'request_retrieved' && offer.state === 'created') {
      become(offer, 'retrieved');
      awaitEnd(offer);
      return;
    }
    const open = offer.state === 'created' || offer.state === 'retrieved';
    if (status === 'issuance_successful') {
      request.over = true;
      if (open) become(offer, 'issued');
      else report(offer.state === 'issued' ? 'entra/issued-twice' : 'entra/issued-after-end');
      // What was given up may be given all the same; what was called back stays what it is.
      if (offer.state === 'expired' || offer.state === 'failed') become(offer, 'issued');
    } else if (status === 'issuance_error') {
      request.over = true;
      if (open) {
        report(callbackError(error));
        become(offer, 'failed');
      }
    }
    note();
  }

  async function request(offer: EntraOffer, draft: Draft): Promise<CredentialOffer> {
    const { state, apiKey, keyHash } = RelayClient.secrets();
    const watched: OfferRequest = {
      state,
      keyHash,
      claims: [],
      until: clock() + LIFE_UNTIL_KNOWN,
      requestId: null,
      over: false,
    };
    await relay.register(watched);
    offer.requests.push(watched);
    relay.watch();
    try {
      const made = await service.issue(payload(options, draft, state, apiKey, relay.callbackUrl, clock()));
      watched.requestId = made.requestId;
      watched.until = made.expiresAt + AFTERMATH;
      offer.expiresAt = made.expiresAt;
      note();
      return { offerId: offer.offerId, offerUri: made.url, txCode: draft.pin, expiresAt: made.expiresAt };
    } catch (error) {
      watched.over = true;
      throw error;
    }
  }

  /**
   * Staff hear when nothing is heard of a phone for long, and later it is over: Entra has no request of no end, and whoever
   * stands here is to have a way on. What is issued after that is reported as such.
   */
  function awaitEnd(offer: EntraOffer, notBefore = 0): void {
    const at = (due: number) => Math.max(due, notBefore) - clock();
    later(offer, at(offer.at + patience), () => {
      report('entra/unconfirmed');
      later(offer, at(offer.expiresAt + patience), () => {
        report('entra/unconfirmed');
        become(offer, 'failed');
      });
    });
  }

  /** Waits for the moment at which the code is to be replaced, or ends. */
  function schedule(offer: EntraOffer, notBefore = 0): void {
    const draft = drafts.get(offer.offerId);
    const canRefresh = draft !== undefined && draft.refreshes < times;
    const ends = Math.max(offer.expiresAt, notBefore) - clock();
    later(offer, canRefresh ? ends - before : ends, () => {
      if (offer.state !== 'created') return;
      if (canRefresh) void refresh(offer, draft);
      else become(offer, 'expired');
    });
  }

  async function refresh(offer: EntraOffer, draft: Draft): Promise<void> {
    draft.refreshes += 1;
    try {
      const renewed = await request(offer, draft);
      if (offer.state !== 'created') return;
      for (const listener of [...renewals]) listener(renewed);
    } catch (error) {
      report(error instanceof EntraError ? error.code : 'entra/bad-answer');
      // The code that is on the screen still has some time.
      draft.refreshes = times;
    }
    if (offer.state === 'created') schedule(offer);
  }

  function known(offerId: string): EntraOffer {
    const offer = offers.get(offerId);
    if (offer === undefined) throw new CredentialError('credentials/unknown-offer', 'there is no such offer');
    return offer;
  }

  const heard = clock() + HEARING;
  for (const offer of readOffers(await memory.load().catch(() => null), clock())) {
    offers.set(offer.offerId, offer);
    if (offer.state === 'created') schedule(offer, heard);
    if (offer.state === 'retrieved') awaitEnd(offer, heard);
  }
  relay.watch();

  const port: CredentialIssuerPort = {
    kind: 'entra',
    testOnly: false,
    cancelIsLocal: true,
    async createOffer({ subjectRef, claims, txCode }) {
      if ([...offers.values()].some((one) => one.subjectRef === subjectRef && one.state === 'issued'))
        throw new CredentialError('credentials/issued-before', 'the visit has its credential');
      const draft: Draft = {
        claims: entraClaims(mapping, claims, report),
        pin: txCode ? newPin() : null,
        refreshes: 0,
      };
      const now = clock();
      const offer: EntraOffer = {
        offerId: randomUUID(),
        subjectRef,
        state: 'created',
        at: now,
        expiresAt: now,
        requests: [],
      };
      offers.set(offer.offerId, offer);
      drafts.set(offer.offerId, draft);
      try {
        const made = await request(offer, draft);
        // A phone may have been quicker than Entra's answer.
        if (offer.state === 'created') {
          schedule(offer);
          for (const listener of [...listeners]) listener(progressOf(offer));
        }
        return made;
      } catch (error) {
        drafts.delete(offer.offerId);
        offers.delete(offer.offerId);
        throw error;
      }
    },
    async status(offerId): Promise<OfferStatus> {
      const offer = known(offerId);
      return { ...progressOf(offer), configurationId: options.type, expiresAt: offer.expiresAt };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRenewed(listener) {
      renewals.add(listener);
      return () => renewals.delete(listener);
    },
    async cancel(offerId) {
      const offer = known(offerId);
      if (offer.state !== 'created' && offer.state !== 'retrieved') return false;
      become(offer, 'cancelled');
      return true;
    },
  };
  return {
    port,
    async close() {
      closed = true;
      for (const offer of offers.values()) quiet(offer);
      await relay.close();
      await saving;
    },
  };
}

function payload(
  { authority, registration, type, manifest, validityDays }: EntraIssuerOptions,
  { claims, pin }: Draft,
  state: string,
  apiKey: string,
  callbackUrl: string,
  now: number,
): IssuanceRequest {
  return {
    includeQRCode: false,
    authority,
    registration,
    callback: { url: callbackUrl, state, headers: { 'api-key': apiKey } },
    type,
    manifest,
    claims,
    ...(pin === null ? {} : { pin: hashPin(pin) }),
    ...(validityDays === undefined
      ? {}
      : { expirationDate: new Date(now + validityDays * 86_400_000).toISOString() }),
  };
}
