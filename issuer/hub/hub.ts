import { randomBytes } from 'node:crypto';
import type { HaipOptions } from '../engines.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { protocolErrorReply } from '../http/reply.ts';
import { createIssuer, type Issuer } from '../issuer.ts';
import { type IssuerKeys, type KeyStore, testKeys } from '../keys/index.ts';
import type { Logo } from '../logo.ts';
import type { CredentialProfile } from '../profile/index.ts';
import type { SqlDriver } from '../store/sql.ts';
import { SqlIssuerStore } from '../store/sql-store.ts';
import type { Ticket } from '../ticket/index.ts';
import type { Clock, RandomSource } from '../types.ts';
import type { HubContext } from './context.ts';
import { createEnrolment, type EnrolmentOrder } from './enrolment.ts';
import { HubError } from './errors.ts';
import type { KioskGrant } from './grant.ts';
import { type KioskRecord, listKiosks, setGrant } from './kiosk-steps.ts';
import { afterIssuing, keepLatestEverywhere, suspendOverdue } from './provisional.ts';
import { type RotationOrder, rotateTicketKey } from './rotation.ts';
import { hubRoute } from './routes.ts';
import { SealedSecrets } from './sealed-secrets.ts';
import { TicketKeys } from './ticket-keys.ts';
import type { TicketRecord } from './ticket-record.ts';
import { findTicket } from './ticket-steps.ts';
import { openAtHub } from './tickets.ts';
import { ClosableDriver, UnderWay } from './under-way.ts';
import {
  type KioskTicket,
  type ReinstatementOrder,
  reinstateTickets,
  ticketsOf,
  type WithdrawalOrder,
  withdrawKiosk,
} from './withdrawal.ts';
import type { Withdrawn } from './withdrawal-steps.ts';

const KEYS = 'issuer-keys';
const SWEEP_MS = 30_000;

export interface HubOptions {
  /** Base URL, without a slash at its end: where phones and kiosks reach it. Kiosks and tickets are bound to it. */
  url: string;
  /** Over a database with the hub's tables; other processes may share it. */
  driver: SqlDriver;
  /** 32 bytes that seal the hub's own keys in the database; every process has the same. */
  secret: Uint8Array;
  /** The first is the one kiosks issue. */
  profiles: readonly [CredentialProfile, ...CredentialProfile[]];
  displayName: string;
  /** Keys the organisation brought; a test CA is made when not given. */
  keys?: IssuerKeys;
  haip?: Omit<HaipOptions, 'issuerUrl'>;
  /** What wallets show of the issuer; nothing when not given. */
  logo?: Logo;
  /** False for an issuer alone, which answers no kiosk and takes no ticket. */
  kiosks?: boolean;
  clock?: Clock;
  random?: RandomSource;
  report?: (error: unknown) => void;
}

/** The organisation's central issuer: everything an issuer does, and what kiosks need of it. */
export interface Hub {
  readonly url: string;
  readonly issuer: Issuer;
  readonly testOnly: boolean;
  /** What verifiers must trust, as PEM; null when it was not supplied. */
  readonly trustAnchorPem: string | null;
  /** Answers wallets, verifiers and kiosks. Never throws. */
  handle(request: Request): Promise<Response>;
  /** A code that enrols one kiosk, once. */
  createEnrolment(order: EnrolmentOrder): Promise<{ code: string; expiresAt: number }>;
  kiosks(): Promise<KioskRecord[]>;
  /** @throws HubError `hub/unknown-kiosk` */
  setGrant(kiosk: number, grant: KioskGrant): Promise<void>;
  /** @throws HubError `hub/unknown-kiosk` */
  withdrawKiosk(order: WithdrawalOrder): Promise<Withdrawn>;
  /** Tickets of a kiosk that were brought and are not final, or `all`. @throws HubError `hub/unknown-kiosk` */
  ticketsOf(kiosk: number, all?: boolean): Promise<KioskTicket[]>;
  /**
   * Staff found tickets good: how many, and how many credentials are valid again.
   * @throws HubError `hub/unknown-kiosk`, `hub/not-held`, `hub/several-tickets`; TicketError
   */
  reinstateTickets(
    kiosk: number,
    which: ReinstatementOrder,
  ): Promise<{ tickets: number; credentials: number }>;
  /**
   * Tickets are sealed for a new key from now on; those for the one before are still taken, and for none before that.
   * @throws HubError `hub/tickets-outstanding` when there may be some of those
   */
  rotateTicketKey(order?: RotationOrder): Promise<void>;
  /** What a ticket says, without taking it. @throws TicketError */
  openTicket(text: string): Promise<{ ticket: Ticket; record: TicketRecord | null }>;
  /**
   * Suspends what was not confirmed in time (by itself every half minute), ends what a process that was killed began
   * after issuing; and what the issuer sweeps.
   */
  sweep(): Promise<void>;
  /**
   * Requests are told to come back (503) from now on. Resolves when those under way are answered and what follows from
   * them is done; nothing uses the database afterwards.
   */
  close(): Promise<void>;
}

/** The issuer's keys rest sealed in the hub's database. */
function keyStoreOver(secrets: SealedSecrets): KeyStore {
  return {
    load: () => secrets.load(KEYS),
    replace: (before, keys) => secrets.replace(KEYS, before, keys),
  };
}

/** For whoever asks while the hub is closing: another process, or this one started again, will answer. */
const comeBack = () =>
  protocolErrorReply(
    new ProtocolError(503, 'temporarily_unavailable', 'the hub is closing', {
      'Retry-After': '2',
      Connection: 'close',
    }),
  );

/**
 * Makes the hub, and at first start its keys.
 * @throws HubError `hub/wrong-key`; IssuerError as {@link createIssuer}
 */
export async function createHub(options: HubOptions): Promise<Hub> {
  const { url, profiles, haip } = options;
  const driver = new ClosableDriver(options.driver);
  const underWay = new UnderWay();
  const clock = options.clock ?? Date.now;
  const random = options.random ?? randomBytes;
  const report = (error: unknown) => {
    // The issuer looks for overdue offers by itself: that it was stopped at it is no failure.
    if (!(error instanceof HubError && error.code === 'hub/closed')) options.report?.(error);
  };
  const secrets = new SealedSecrets(driver, options.secret);
  const ticketKeys = new TicketKeys(secrets);
  const store = new SqlIssuerStore(driver);
  const issuerUrls = [`${url}/open`, ...(haip === undefined ? [] : [`${url}/haip`])];
  const credentialDays = Math.max(...profiles.map(({ validityDays }) => validityDays));
  const keys =
    options.keys ?? testKeys({ store: keyStoreOver(secrets), issuerUrls, credentialDays, clock, random });
  const trustAnchorPem = await keys.trustAnchorPem();
  const issuer = createIssuer({
    issuerUrl: issuerUrls[0]!,
    ...(haip === undefined ? {} : { haip: { ...haip, issuerUrl: issuerUrls[1]! } }),
    displayName: options.displayName,
    ...(options.logo === undefined ? {} : { logo: options.logo }),
    store,
    keys,
    profiles,
    status: 'hosted',
    clock,
    random,
    report,
  });
  const hub: HubContext = {
    url,
    issuer,
    store,
    driver,
    ticketKeys,
    profiles: new Map(profiles.map((profile) => [profile.id, profile])),
    testOnly: keys.testOnly,
    keys,
    secret: options.secret,
    clock,
    random,
    report,
    closing: underWay.signal,
  };
  const sweep = async () => {
    await keepLatestEverywhere(hub);
    await suspendOverdue(hub);
    await issuer.sweep();
  };
  const timer = setInterval(() => underWay.track(suspendOverdue(hub)).catch(report), SWEEP_MS);
  timer.unref();
  const unsubscribe = issuer.onProgress(({ state, offerId, noticed }) => {
    if (state === 'issued' && noticed === undefined) underWay.track(afterIssuing(hub, offerId)).catch(report);
  });
  const answer = async (request: Request): Promise<Response> => {
    if (options.kiosks === false) return issuer.handle(request);
    try {
      return (await hubRoute(hub, request)) ?? (await issuer.handle(request));
    } catch (error) {
      if (error instanceof ProtocolError) return protocolErrorReply(error);
      report(error);
      return protocolErrorReply(new ProtocolError(500, 'server_error', 'the hub failed'));
    }
  };
  const close = async () => {
    clearInterval(timer);
    await underWay.end();
    unsubscribe();
    issuer.close();
    await driver.close();
  };
  let closed: Promise<void> | null = null;

  return {
    url,
    issuer,
    testOnly: keys.testOnly,
    trustAnchorPem,
    handle: async (request) => (underWay.signal.aborted ? comeBack() : underWay.track(answer(request))),
    createEnrolment: (order) => createEnrolment(hub, order),
    kiosks: () => driver.run(listKiosks),
    async setGrant(kiosk, grant) {
      if (!(await driver.run(() => setGrant(kiosk, grant))))
        throw new HubError('hub/unknown-kiosk', 'no kiosk of this number is enrolled');
    },
    withdrawKiosk: (order) => withdrawKiosk(hub, order),
    ticketsOf: (kiosk, all) => ticketsOf(hub, kiosk, all),
    reinstateTickets: (kiosk, which) => reinstateTickets(hub, kiosk, which),
    rotateTicketKey: (order) => rotateTicketKey(hub, order),
    async openTicket(text) {
      const { ticket } = await openAtHub(hub, text);
      return { ticket, record: await driver.run(() => findTicket(ticket.kiosk, ticket.sequence)) };
    },
    sweep,
    close() {
      closed ??= close();
      return closed;
    },
  };
}
