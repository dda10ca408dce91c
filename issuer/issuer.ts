import { randomUUID } from 'node:crypto';
import { inTime, triesLeft } from './engine.ts';
import { createEngines, type IssuerOptions } from './engines.ts';
import { IssuerError } from './errors.ts';
import { ProtocolError } from './http/protocol-error.ts';
import { protocolErrorReply } from './http/reply.ts';
import { createRouter } from './http/router.ts';
import { createOffer } from './offers.ts';
import { Progress, type ProgressListener } from './progress.ts';
import { OPEN } from './states.ts';
import type { CredentialFilter, CredentialStatus, OfferRecord } from './store/store.ts';
import type { CreatedOffer, OfferRequest, OfferStatus } from './types.ts';
import { didWeb } from './w3c/index.ts';

const EXPIRY_MS = 1_000;
const SWEEP_MS = 60_000;
const DAY_MS = 86_400_000;

/** A credential issuer and its authorization server in one, for one issuer identifier or two on the same host. */
export interface Issuer {
  readonly issuerUrl: string;
  /** The identifier for wallets with attestations; null when it is not offered. */
  readonly haipUrl: string | null;
  /** The did:web that signs W3C credentials of the first identifier. */
  readonly did: string;
  /** Answers a wallet's request. Only its path matters, so it may stand behind a proxy. Never throws. */
  handle(request: Request): Promise<Response>;
  /** @throws IssuerError issuer/unknown-configuration, issuer/bad-claims, issuer/bad-offer; issuer/key-expired when its certificate has ended */
  createOffer(request: OfferRequest): Promise<CreatedOffer>;
  /** @throws IssuerError issuer/unknown-offer */
  status(offerId: string): Promise<OfferStatus>;
  /** Ends an offer nothing was issued for; false when it was too late. @throws IssuerError issuer/unknown-offer */
  cancel(offerId: string): Promise<boolean>;
  /** Lets a held offer's credential be given; false when it was not held, or has ended. */
  release(offerId: string): Promise<boolean>;
  /**
   * Revokes, suspends or reinstates issued credentials that have a status; revoked ones stay revoked. How many changed.
   * @throws IssuerError issuer/bad-offer when the filter is empty, for nobody means all
   */
  setCredentialStatus(filter: CredentialFilter, status: CredentialStatus): Promise<number>;
  /** The status of an offer's credentials, one for each copy; also when the offer itself is forgotten. */
  credentialStatus(offerId: string): Promise<CredentialStatus[]>;
  /** Tells of every change of every offer; the return value ends that. */
  onProgress(listener: ProgressListener): () => void;
  /** Ends overdue offers (by itself every second), forgets old ones and signs status lists ahead (every minute). */
  sweep(): Promise<void>;
  /** Stops what runs by itself. The store stays open, it is the caller's. */
  close(): void;
}

/**
 * @throws IssuerError issuer/bad-url, issuer/bad-profile, issuer/bad-attesters
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const { store } = options;
  const report = options.report ?? (() => {});
  const progress = new Progress(report);
  const engines = createEngines(options, progress);
  const { open, haip } = engines;
  const { clock, announce, expire } = open;
  const route = createRouter(haip === null ? [open] : [open, haip]);

  const find = async (offerId: string): Promise<OfferRecord> => {
    const record = await inTime(open, () => store.byId(offerId));
    if (record === null) throw new IssuerError('issuer/unknown-offer', 'there is no such offer');
    return record;
  };
  const sweep = async () => {
    await expire();
    await store.purge(clock() - (options.retentionMs ?? DAY_MS), clock());
    open.rate.prune();
    await open.statusLists?.refresh();
  };
  const timers = [
    setInterval(() => expire().catch(report), EXPIRY_MS),
    setInterval(() => sweep().catch(report), SWEEP_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    issuerUrl: open.issuerUrl,
    haipUrl: haip?.issuerUrl ?? null,
    did: didWeb(open.issuerUrl),
    async handle(request) {
      try {
        return await (options.presentations?.handle(request) ?? route(request));
      } catch (error) {
        if (error instanceof ProtocolError) return protocolErrorReply(error);
        report(error);
        return protocolErrorReply(new ProtocolError(500, 'server_error', 'the issuer failed'));
      }
    },
    async createOffer(request) {
      const engine = engines[request.variant ?? 'open'];
      if (engine === null) throw new IssuerError('issuer/bad-offer', 'this issuer has no such identifier');
      const created = await createOffer(engine, randomUUID(), request);
      announce(await find(created.offerId), 'created');
      return created;
    },
    async status(offerId) {
      const record = await find(offerId);
      const { subjectRef, configurationId, state, expiresAt, changedAt: at } = record;
      const status = { offerId, subjectRef, configurationId, state, at, expiresAt };
      const collecting = state === 'deferred' ? { collectUntil: expiresAt } : {};
      return { ...status, triesLeft: triesLeft(record), ...collecting };
    },
    async cancel(offerId) {
      const record = await find(offerId);
      const done = await store.move(offerId, OPEN, 'cancelled', clock());
      if (done) announce(record, 'cancelled');
      return done;
    },
    release: (offerId) => store.release(offerId, clock()),
    async setCredentialStatus(filter, status) {
      if (Object.values(filter).every((condition) => condition === undefined))
        throw new IssuerError('issuer/bad-offer', 'which credentials must be said');
      const changed = await store.setStatus(filter, status);
      await open.statusLists?.refresh();
      return changed;
    },
    credentialStatus: (offerId) => store.statusOf(offerId),
    onProgress: (listener) => progress.subscribe(listener),
    sweep,
    close: () => timers.forEach(clearInterval),
  };
}
