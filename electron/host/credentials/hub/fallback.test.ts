import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { redeemOffer } from '../../../../e2e/wallet/index.ts';
import { parseGrant } from '../../../../issuer/hub/index.ts';
import { hubsOverSqlite } from '../../../../issuer/hub/testing/over-sqlite.ts';
import { CHECKS, CLAIMS, profile, type TestHubs } from '../../../../issuer/hub/testing/test-hub.ts';
import { type SqlDriver, type Steps, sql } from '../../../../issuer/store/sql.ts';
import { openVault, type Vault } from '../../vault/index.ts';
import type { CredentialOffer } from '../port.ts';
import { hubOrTicket, joinHub, Membership, type MembershipStore, OfferWatch, syncLog } from './index.ts';
import { memoryMembership } from './testing/memory-membership.ts';

/** What stands between the kiosk and its hub. */
type Network =
  | 'up'
  /** Nothing gets through, and nobody says so. */
  | 'silent'
  /** The connection breaks before the hub sees anything. */
  | 'broken'
  /** The hub gets the request, and its answer is lost. */
  | 'deaf'
  /** The hub gets the request long after the kiosk gave up. */
  | 'slow'
  | 'captive'
  | 'failing';

const undo: (() => unknown)[] = [];
let hubs: TestHubs;
let vault: Vault;
let store: MembershipStore;
let network: Network;
let drivers: SqlDriver[];
let late: (() => Promise<void>)[];
let asked: string[];

/** Between kiosk and hub: the kiosk's fetch, led through a server that does as `network` says. */
async function startNetwork(hub: string): Promise<string> {
  const forward = (message: IncomingMessage, body: Buffer, response: ServerResponse | null) =>
    new Promise<void>((resolve) => {
      const { host: _, ...headers } = message.headers;
      const onward = httpRequest(`${hub}${message.url}`, { method: message.method, headers }, (answer) => {
        if (response === null) {
          answer.resume();
          answer.once('end', resolve);
          return;
        }
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
        answer.once('end', resolve);
      });
      onward.once('error', () => resolve());
      onward.end(body);
    });
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    asked.push(`${message.method} ${message.url}`);
    if (network === 'up') return forward(message, body, response);
    if (network === 'broken') return message.socket.destroy();
    if (network === 'captive') return response.end('<html>Please sign in</html>');
    if (network === 'failing') return response.writeHead(502).end('bad gateway');
    if (network === 'deaf') {
      await forward(message, body, null);
      return message.socket.destroy();
    }
    if (network === 'slow') late.push(() => forward(message, body, null));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  );
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    return url.startsWith(`${hub}/kiosk/`) ? real(url.replace(hub, address), init) : real(input, init);
  };
  undo.push(() => {
    globalThis.fetch = real;
  });
  return address;
}

beforeEach(async () => {
  const started = await hubsOverSqlite(2);
  ({ hubs, drivers } = started);
  const directory = await mkdtemp(join(tmpdir(), 'kiosk-'));
  store = memoryMembership();
  network = 'up';
  late = [];
  asked = [];
  vault = openVault({ directory, key: new Uint8Array(randomBytes(32)), clock: { now: () => Date.now() } });
  undo.push(
    () => rm(directory, { recursive: true }),
    started.end,
    () => vault.close(),
  );
  await startNetwork(hubs.url);
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const terms = { profile, checks: CHECKS };
/** The kiosk as it is after a start: what it has kept, and nothing else. */
const started = async (patience = 600) => {
  const membership = await Membership.open(store);
  const session = { membership, terms, now: () => hubs.now() };
  const watch = new OfferWatch(session);
  undo.push(() => watch.close());
  const ways: string[] = [];
  const troubles: string[] = [];
  let away = false;
  const port = hubOrTicket({
    session,
    watch,
    logHead: async () => (await vault.head()).hash,
    away: () => away,
    used: (way, reason) => ways.push(reason === null ? way : `${way} ${reason}`),
    trouble: (code) => troubles.push(code),
    patience,
  });
  return { membership, session, port, ways, troubles, knownAway: (value: boolean) => (away = value) };
};
const joined = async (grant: Record<string, unknown> = {}, patience?: number) => {
  const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk 1', grant: parseGrant(grant) });
  const membership = await Membership.open(store);
  await joinHub({ url: hubs.url, code, terms, membership, now: () => hubs.now() });
  return started(patience);
};
const order = (subjectRef = 'visit-1') => ({ subjectRef, claims: CLAIMS, txCode: true });
const redeem = ({ offerUri, txCode }: CredentialOffer) => redeemOffer(offerUri, { txCode: txCode! });
const isTicket = ({ offerUri }: CredentialOffer) => offerUri.includes(encodeURIComponent('/t/'));
const orders = () => asked.filter((line) => line === 'POST /kiosk/offers').length;

/** No ticket can be made any more. */
const withoutLease = (membership: Membership) =>
  membership.update((before) => ({ ...before, charter: { ...before.charter, lease_until: 0 } }));

test('while the hub answers, it makes the offer', async () => {
  const { port, ways } = await joined();
  const offer = await port.createOffer(order());
  expect(offer).toMatchObject({ way: 'hub' });
  expect(isTicket(offer)).toBe(false);
  expect((await port.status(offer.offerId)).state).toBe('created');
  await redeem(offer);
  expect(ways).toEqual(['hub']);
  expect(await store.load()).toMatchObject({ reserves: [{ visit: 'visit-1', sequence: 1, order: null }] });
});

describe.each<Network>(['silent', 'broken', 'deaf', 'slow', 'captive', 'failing'])(
  'with a network that is %s',
  (kind) => {
    test('the visitor has a ticket in time, and the visit one credential whatever reached the hub', async () => {
      const { port, ways } = await joined();
      network = kind;
      const before = performance.now();
      const offer = await port.createOffer(order());
      expect(performance.now() - before).toBeLessThan(2_000);
      expect(offer.way).toBe('offline');
      expect(isTicket(offer)).toBe(true);
      const reason = kind === 'captive' ? 'kiosk-hub/bad-answer' : 'kiosk-hub/unreachable';
      expect(ways).toEqual([`offline ${reason}`]);
      await redeem(offer);
      network = 'up';
      // What was on its way all the time arrives, after the ticket was redeemed.
      for (const arrive of late) await arrive();
      const offers = await offersAtHub();
      expect(offers.filter(({ state }) => state === 'issued' || state === 'accepted')).toHaveLength(1);
      expect(offers.filter(({ open }) => open)).toHaveLength(0);
    });
  },
);

const OPEN = ['created', 'retrieved', 'code-asked', 'code-wrong', 'token', 'deferred'];
const offersAtHub = async () => {
  const states = await drivers[0]!.run(function* (): Steps<string[]> {
    return (yield sql`SELECT state FROM issuer_offers`).rows.map(({ state }) => state as string);
  });
  return states.map((state) => ({ state, open: OPEN.includes(state) }));
};

test('what arrives between the ticket and the phone makes an offer that nobody has, and the ticket ends it', async () => {
  const { port } = await joined();
  network = 'slow';
  const offer = await port.createOffer(order());
  network = 'up';
  for (const arrive of late) await arrive();
  expect((await offersAtHub()).filter(({ open }) => open)).toHaveLength(1);
  await redeem(offer);
  expect((await offersAtHub()).map(({ state }) => state).toSorted()).toEqual(['accepted', 'cancelled']);
});

test('an answer that is lost once is asked for again, and is the same offer', async () => {
  const { port, ways } = await joined({}, 4_000);
  network = 'deaf';
  setTimeout(() => {
    network = 'up';
  }, 150);
  const offer = await port.createOffer(order());
  expect(orders()).toBeGreaterThan(1);
  expect(ways).toEqual(['hub']);
  expect(await offersAtHub()).toHaveLength(1);
  await redeem(offer);
});

test('after a power cut the same order is sent again', async () => {
  const first = await joined();
  network = 'deaf';
  await withoutLease(first.membership);
  await expect(first.port.createOffer(order())).rejects.toMatchObject({ code: 'kiosk-hub/unreachable' });
  expect(first.troubles).toEqual(['kiosk-hub/lease-over']);
  network = 'up';
  const offer = await (await started()).port.createOffer(order());
  expect(await offersAtHub()).toHaveLength(1);
  await redeem(offer);
});

test('it is back at the hub as soon as that answers; the ticket shown before is worth nothing then', async () => {
  const { port, ways, knownAway } = await joined();
  network = 'broken';
  const ticket = await port.createOffer(order());
  network = 'up';
  const offer = await port.createOffer(order());
  expect(ways).toEqual(['offline kiosk-hub/unreachable', 'hub']);
  await expect(redeem(ticket)).rejects.toThrow();
  await redeem(offer);
  expect(await port.cancel(ticket.offerId).catch(() => 'none')).not.toBe(true);
  knownAway(true);
  const before = orders();
  const direct = await port.createOffer(order('visit-2'));
  expect(direct.way).toBe('offline');
  expect(orders()).toBe(before);
  // Also of a ticket that was made without asking the hub, the hub hears with the next order.
  knownAway(false);
  const after = await port.createOffer(order('visit-2'));
  expect(after.way).toBe('hub');
  await expect(redeem(direct)).rejects.toThrow();
  await redeem(after);
});

test('a visit whose ticket was redeemed gets no offer on top, and staff hear why', async () => {
  const { port, session } = await joined();
  network = 'silent';
  const ticket = await port.createOffer(order());
  await redeem(ticket);
  network = 'up';
  await expect(port.createOffer(order())).rejects.toMatchObject({ code: 'kiosk-hub/already-issued' });
  await vault.append('visit-1', 0, [{ type: 'visit.step', body: {} }]);
  expect(await syncLog(session, vault)).toBe(1);
});

test('what the hub refuses is no reason for a ticket; nor is a hub that does not know of orders', async () => {
  const { port, membership, ways } = await joined({ documentTypes: ['idcard'] });
  await expect(port.createOffer(order())).rejects.toMatchObject({ code: 'kiosk-hub/refused' });
  await membership.update((before) => ({ ...before, charter: { ...before.charter, orders: false } }));
  network = 'broken';
  await expect(port.createOffer(order())).rejects.toMatchObject({ code: 'kiosk-hub/unreachable' });
  expect(ways).toEqual([]);
});

test('an order that has ended is followed by another', async () => {
  const { port, membership } = await joined();
  network = 'deaf';
  await withoutLease(membership);
  await expect(port.createOffer({ ...order(), ttlSeconds: 30 })).rejects.toMatchObject({
    code: 'kiosk-hub/unreachable',
  });
  network = 'up';
  hubs.advance(60_000);
  const offer = await port.createOffer(order());
  await redeem(offer);
  expect(await offersAtHub()).toHaveLength(2);
});
