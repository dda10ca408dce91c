import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventHash, genesisHash } from '../../../electron/host/vault/chain.ts';
import { toNodeListener } from '../../listener.ts';
import { loadProfile } from '../../profile/index.ts';
import type { SqlDriver } from '../../store/sql.ts';
import { PROFILE_FILE } from '../../testing/test-issuer.ts';
import { mintTicket, type Ticket } from '../../ticket/index.ts';
import { createHub, type Hub } from '../hub.ts';
import {
  type Charter,
  type KioskGrant,
  type LogRow,
  type MintedTicket,
  parseGrant,
  ticketHash,
} from '../index.ts';
import { MAX_KIOSK_BODY } from '../protocol.ts';
import { rawPublicKey, signRequest } from '../signed-request.ts';

export const CHECKS = ['mrz-check-digits', 'document-expiry', 'chip-access', 'liveness', 'face-match'];
export const profile = await loadProfile(PROFILE_FILE);

export const CLAIMS = {
  given_name: 'ERIKA',
  family_name: 'MUSTERMANN',
  birthdate: '1969-12-31',
  age_equal_or_over: { 18: true },
  nationalities: ['DE'],
  issuing_country: 'DE',
  verification: {
    time: '2026-11-23T00:00Z',
    evidence: [
      {
        type: 'document',
        document_details: { type: 'passport', issuer: { country_code: 'DE' } },
        check_details: [{ check_method: 'mrz-check-digits', outcome: 'passed' }],
      },
    ],
    not_checked: [{ check_method: 'liveness' }],
  },
};

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of all shapes
  body: any;
}

export interface TestHubs {
  hubs: Hub[];
  url: string;
  now(): number;
  advance(ms: number): void;
  reported: unknown[];
  /** To the hubs in turn, as behind a balancer. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  kiosk(grant?: Partial<KioskGrant>): Promise<TestKiosk>;
  close(): Promise<void>;
}

export async function startTestHubs(
  drivers: readonly SqlDriver[],
  secret: Uint8Array = randomBytes(32),
): Promise<TestHubs> {
  let offset = 0;
  const now = () => Date.now() + offset;
  let hubs: Hub[] = [];
  let turn = 0;
  const next = () => {
    turn += 1;
    return hubs[turn % hubs.length]!;
  };
  const server = createServer((message, response) => listener(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listener = toNodeListener(
    { issuerUrl: url, handle: (request) => next().handle(request) },
    MAX_KIOSK_BODY,
  );
  const reported: unknown[] = [];
  // All at once, as processes that are started together.
  hubs = await Promise.all(
    drivers.map((driver) =>
      createHub({
        url,
        driver,
        secret,
        profiles: [profile],
        displayName: 'Test hub',
        clock: now,
        report: (error) => reported.push(error),
      }),
    ),
  );
  const made: TestHubs = {
    hubs,
    url,
    now,
    advance: (ms) => {
      offset += ms;
    },
    reported,
    async request(path, init) {
      const response = await fetch(`${url}${path}`, init);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text.startsWith('{') ? JSON.parse(text) : text,
      };
    },
    kiosk: (grant = {}) => TestKiosk.enrol(made, grant),
    async close() {
      await Promise.all(hubs.map((hub) => hub.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return made;
}

/** A kiosk made by hand, so that each of its requests and tickets can be wrong in one way. */
export class TestKiosk {
  readonly hubs: TestHubs;
  readonly key: KeyObject;
  charter!: Charter;
  sequence = 0;
  readonly log = `log-${randomUUID()}`;
  readonly rows: LogRow[] = [];

  constructor(hubs: TestHubs, key: KeyObject) {
    this.hubs = hubs;
    this.key = key;
  }

  static async enrol(hubs: TestHubs, grant: Partial<KioskGrant>): Promise<TestKiosk> {
    const kiosk = new TestKiosk(hubs, generateKeyPairSync('ed25519').privateKey);
    const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk 1', grant: parseGrant(grant) });
    const answer = await kiosk.enrolWith(code);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    kiosk.charter = answer.body;
    return kiosk;
  }

  enrolWith(code: string, change: Record<string, unknown> = {}): Promise<Answer> {
    const public_key = Buffer.from(rawPublicKey(this.key)).toString('base64url');
    return this.ask('POST', 'enrol', { code, public_key, profile: profile.id, checks: CHECKS, ...change });
  }

  /** A signed request; `as` signs for something else than is sent. */
  ask(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    as: Partial<Parameters<typeof signRequest>[0]> & { key?: KeyObject } = {},
  ): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const { key = this.key, ...changes } = as;
    const authorization = signRequest(
      {
        hub: this.hubs.url,
        method,
        path: `/kiosk/${path}`,
        body: text,
        now: this.hubs.now(),
        kiosk: this.charter?.kiosk ?? null,
        ...changes,
      },
      key,
    );
    return this.send(method, path, text, authorization);
  }

  send(method: string, path: string, text: string, authorization: string): Promise<Answer> {
    return this.hubs.request(`/kiosk/${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: text }),
    });
  }

  async mint(change: Partial<Ticket> = {}, key = this.key): Promise<{ text: string; ticket: Ticket }> {
    this.sequence += 1;
    const [hubKey] = this.charter.ticket_keys;
    const now = this.hubs.now();
    const ticket: Ticket = {
      kiosk: this.charter.kiosk,
      sequence: this.sequence,
      issuedAt: now,
      expiresAt: now + 3_600_000,
      txCode: '004812',
      claims: CLAIMS,
      logHead: new Uint8Array(randomBytes(8)),
      ...change,
    };
    const text = await mintTicket(ticket, {
      terms: { profile, checks: CHECKS },
      kioskKey: key,
      hub: {
        keyId: hubKey!.id,
        publicKey: new Uint8Array(Buffer.from(hubKey!.public_key, 'base64url')),
        url: this.hubs.url,
      },
    });
    return { text, ticket };
  }

  /** As the kiosk tells the hub of a ticket. */
  told({ text, ticket }: { text: string; ticket: Ticket }, visit = `visit-${ticket.sequence}`): MintedTicket {
    const { sequence, issuedAt: issued_at } = ticket;
    return { sequence, visit, issued_at, ticket_hash: ticketHash(text).toString('hex') };
  }

  /** Appends rows to the kiosk's log; returns its head's first eight bytes. */
  append(visit: string, count = 1): Uint8Array {
    for (let made = 0; made < count; made += 1) {
      const place = {
        position: this.rows.length + 1,
        visit,
        seq: this.rows.filter((row) => row.visit === visit).length + 1,
        at: new Date(this.hubs.now()).toISOString(),
        type: 'sealed',
        prevHash: this.rows.at(-1)?.hash ?? genesisHash(this.log),
        body: createHash('sha256').update(randomBytes(8)).digest('base64url'),
      };
      this.rows.push({ ...place, hash: eventHash(place) });
    }
    return new Uint8Array(Buffer.from(this.rows.at(-1)!.hash.slice(0, 16), 'hex'));
  }

  sendLog(rows: readonly LogRow[], more: Record<string, unknown> = {}): Promise<Answer> {
    return this.ask('POST', 'log', { log: this.log, rows, ...more });
  }
}

/** The offer link of a ticket, as the QR code has it, with a wallet's scheme. */
export const offerUri = (url: string, text: string) =>
  `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(`${url}/t/${text}`)}`;
