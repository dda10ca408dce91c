import { randomBytes, randomUUID } from 'node:crypto';
import { type Configuration, type Engine, triesLeft } from './engine.ts';
import { IssuerError } from './errors.ts';
import { ProtocolError } from './http/protocol-error.ts';
import { OfferRate } from './http/rate.ts';
import { protocolErrorReply } from './http/reply.ts';
import { createRouter } from './http/router.ts';
import type { IssuerKeys } from './keys/index.ts';
import { NonceMint } from './nonce.ts';
import { createOffer } from './offers.ts';
import type { CredentialProfile } from './profile/index.ts';
import { Progress, type ProgressListener } from './progress.ts';
import { OPEN } from './states.ts';
import type { IssuerStore, OfferRecord } from './store/store.ts';
import type { Clock, CreatedOffer, OfferRequest, OfferState, OfferStatus, RandomSource } from './types.ts';
import { checkIssuerUrl } from './url.ts';

const EXPIRY_MS = 1_000;
const SWEEP_MS = 60_000;
const DAY_MS = 86_400_000;

export interface IssuerOptions {
  /** Credential issuer identifier: https (http on loopback alone), no query, no fragment, no slash at the end. */
  issuerUrl: string;
  /** What wallets show as the issuer's name. */
  displayName: string;
  store: IssuerStore;
  keys: IssuerKeys;
  profiles: readonly CredentialProfile[];
  clock?: Clock;
  random?: RandomSource;
  /** How long ended offers, by then without personal data, are remembered; 24 hours when not given. */
  retentionMs?: number;
  /** Told of what should not have happened; wallets are told server_error and no more. */
  report?: (error: unknown) => void;
}

/** A credential issuer and its authorization server in one, for one issuer identifier. */
export interface Issuer {
  readonly issuerUrl: string;
  /** Answers a wallet's request. Only its path matters, so it may stand behind a proxy. Never throws. */
  handle(request: Request): Promise<Response>;
  /** @throws IssuerError issuer/unknown-configuration, issuer/bad-claims */
  createOffer(request: OfferRequest): Promise<CreatedOffer>;
  /** @throws IssuerError issuer/unknown-offer */
  status(offerId: string): Promise<OfferStatus>;
  /** Ends an offer nothing was issued for; false when it was too late. @throws IssuerError issuer/unknown-offer */
  cancel(offerId: string): Promise<boolean>;
  /** Tells of every change of every offer; the return value ends that. */
  onProgress(listener: ProgressListener): () => void;
  /** Ends overdue offers (by itself every second) and forgets old ones (every minute). */
  sweep(): Promise<void>;
  /** Stops what runs by itself. The store stays open, it is the caller's. */
  close(): void;
}

function configurationsOf(profiles: readonly CredentialProfile[]): Map<string, Configuration> {
  const configurations = new Map<string, Configuration>();
  for (const profile of profiles)
    for (const configuration of profile.configurations) {
      if (configurations.has(configuration.id))
        throw new IssuerError('issuer/bad-profile', `two configurations are called ${configuration.id}`);
      configurations.set(configuration.id, { ...configuration, profile });
    }
  return configurations;
}

/**
 * @throws IssuerError issuer/bad-url, issuer/bad-profile
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const { store } = options;
  const clock = options.clock ?? Date.now;
  const random = options.random ?? randomBytes;
  const report = options.report ?? (() => {});
  const progress = new Progress(report);
  const announce = (record: OfferRecord, state: OfferState) =>
    progress.tell({
      offerId: record.offerId,
      subjectRef: record.subjectRef,
      state,
      at: clock(),
      triesLeft: triesLeft(record),
    });
  const engine: Engine = {
    issuerUrl: checkIssuerUrl(options.issuerUrl),
    displayName: options.displayName,
    store,
    keys: options.keys,
    configurations: configurationsOf(options.profiles),
    nonces: new NonceMint(clock, random),
    rate: new OfferRate(clock),
    clock,
    random,
    announce,
    expire: async () => {
      for (const record of await store.expire(clock())) announce(record, 'expired');
    },
  };
  const route = createRouter(engine);

  const find = async (offerId: string): Promise<OfferRecord> => {
    await engine.expire();
    const record = await store.byId(offerId);
    if (record === null) throw new IssuerError('issuer/unknown-offer', 'there is no such offer');
    return record;
  };
  const sweep = async () => {
    await engine.expire();
    await store.purge(clock() - (options.retentionMs ?? DAY_MS), clock());
    engine.rate.prune();
  };
  const timers = [
    setInterval(() => engine.expire().catch(report), EXPIRY_MS),
    setInterval(() => sweep().catch(report), SWEEP_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    issuerUrl: engine.issuerUrl,
    async handle(request) {
      try {
        return await route(request);
      } catch (error) {
        if (error instanceof ProtocolError) return protocolErrorReply(error);
        report(error);
        return protocolErrorReply(new ProtocolError(500, 'server_error', 'the issuer failed'));
      }
    },
    async createOffer(request) {
      const created = await createOffer(engine, randomUUID(), request);
      announce(await find(created.offerId), 'created');
      return created;
    },
    async status(offerId) {
      const record = await find(offerId);
      const { subjectRef, configurationId, state, expiresAt, changedAt: at } = record;
      return { offerId, subjectRef, configurationId, state, at, expiresAt, triesLeft: triesLeft(record) };
    },
    async cancel(offerId) {
      const record = await find(offerId);
      const done = await store.move(offerId, OPEN, 'cancelled', clock());
      if (done) announce(record, 'cancelled');
      return done;
    },
    onProgress: (listener) => progress.subscribe(listener),
    sweep,
    close: () => timers.forEach(clearInterval),
  };
}
