import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateSync } from 'node:zlib';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { redeemOffer } from '../../../../e2e/wallet/index.ts';
import { parseGrant } from '../../../../issuer/hub/index.ts';
import { hubsOverSqlite } from '../../../../issuer/hub/testing/over-sqlite.ts';
import { CHECKS, CLAIMS, profile, type TestHubs } from '../../../../issuer/hub/testing/test-hub.ts';
import { issuingFor } from '../../issuing.ts';
import type { CredentialIssuerPort, CredentialOffer, OfferProgress, OfferState } from '../port.ts';
import { hubOrTicket, joinHub, Membership, OfferWatch, offlineWay, onlineWay } from './index.ts';
import { memoryMembership } from './testing/memory-membership.ts';

const DAY = 86_400_000;
const terms = { profile, checks: CHECKS };
const undo: (() => unknown)[] = [];
let hubs: TestHubs;

beforeEach(async () => {
  const started = await hubsOverSqlite(2);
  ({ hubs } = started);
  undo.push(started.end);
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function joined() {
  const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk', grant: parseGrant({}) });
  const store = memoryMembership();
  const membership = await Membership.open(store);
  const now = () => hubs.now();
  await joinHub({ url: hubs.url, code, terms, membership, now });
  const session = { membership, terms, now };
  const watch = new OfferWatch(session);
  undo.push(() => watch.close());
  const news: OfferProgress[] = [];
  watch.subscribe((progress) => news.push(progress));
  let away = false;
  const logHead = async () => randomBytes(32).toString('hex');
  const parts = { session, watch, logHead };
  const ways: Record<'hub' | 'offline' | 'reserve', CredentialIssuerPort> = {
    hub: onlineWay(session, watch),
    offline: offlineWay(parts),
    reserve: hubOrTicket({ ...parts, away: () => away, used: () => {}, trouble: () => {} }),
  };
  const at = async (url: string) => {
    await membership.update((before) => ({ ...before, charter: { ...before.charter, hub: url } }));
  };
  /** The way without network, with nothing but what the kiosk has kept. */
  const restarted = async () =>
    offlineWay({ ...parts, session: { ...session, membership: await Membership.open(store) } });
  return { ...ways, restarted, watch, news, at, knownAway: (value: boolean) => (away = value) };
}
const order = (subjectRef = 'visit-1') => ({ subjectRef, claims: CLAIMS, txCode: true });
const redeem = ({ offerUri, txCode }: CredentialOffer) => redeemOffer(offerUri, { txCode: txCode! });
/** As the host calls back what a visit must not have given. */
const withdraw = (port: CredentialIssuerPort, offerId: string) =>
  issuingFor({ port, health: () => ({ part: 'issuer', state: 'ok', detail: '' }) }, profile, {
    now: () => hubs.now(),
  }).withdraw(offerId);

/** As a verifier finds out: the credential names its place in a list, and the list says what stands there. */
async function statusAtVerifier(credential: string): Promise<number> {
  const { status } = decodeJwt<{ status: { status_list: { idx: number; uri: string } } }>(
    credential.split('~')[0]!,
  );
  const { idx, uri } = status.status_list;
  const reply = await fetch(uri, { headers: { accept: 'application/statuslist+jwt' } });
  const { status_list: list } = decodeJwt<{ status_list: { bits: number; lst: string } }>(await reply.text());
  expect(list.bits).toBe(2);
  const bytes = inflateSync(Buffer.from(list.lst, 'base64url'));
  return (bytes[Math.floor(idx / 4)]! >> ((idx % 4) * 2)) & 3;
}

/** @returns the address of what answers so */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('calling back at the hub', () => {
  test.each(['hub', 'offline', 'reserve'] as const)(
    'what was given, the way %s, is revoked, and verifiers see it',
    async (way) => {
      const { [way]: port } = await joined();
      const offer = await port.createOffer(order());
      const { credential } = await redeem(offer);
      expect(await statusAtVerifier(credential)).toBe(0);
      expect(await withdraw(port, offer.offerId)).toBe('revoked');
      expect(await statusAtVerifier(credential)).toBe(1);
      expect(await withdraw(port, offer.offerId)).toBe('revoked');
    },
  );

  test('an offer that is open ends, and what is revoked is in no later one’s way', async () => {
    const { reserve, knownAway } = await joined();
    const open = await reserve.createOffer(order());
    expect(reserve.forms).toBeUndefined();
    expect(await withdraw(reserve, open.offerId)).toBe('ended');
    await expect(redeem(open)).rejects.toThrow();
    knownAway(true);
    const ticket = await reserve.createOffer(order());
    knownAway(false);
    await redeem(ticket);
    await expect(reserve.createOffer(order())).rejects.toMatchObject({ code: 'kiosk-hub/already-issued' });
    expect(await withdraw(reserve, ticket.offerId)).toBe('revoked');
    await redeem(await reserve.createOffer(order()));
  });

  test('a ticket no phone has brought yet may still be brought', async () => {
    const { offline, restarted } = await joined();
    const ticket = await offline.createOffer(order());
    expect(await withdraw(offline, ticket.offerId)).toBe('not-revocable');
    const afterStart = await restarted();
    expect(await afterStart.status(ticket.offerId)).toMatchObject({
      state: 'created',
      subjectRef: 'visit-1',
    });
    expect(await withdraw(afterStart, ticket.offerId)).toBe('not-revocable');
    expect(await withdraw(afterStart, 'ticket-1-2')).toBe('ended');
    await redeem(ticket);
    expect(await withdraw(afterStart, ticket.offerId)).toBe('revoked');
    const second = await offline.createOffer(order());
    hubs.advance(DAY);
    expect(await withdraw(await restarted(), second.offerId)).toBe('ended');
  });

  test('a ticket a phone has brought ends, also when the hub did not hear of that at once', async () => {
    const { offline, at } = await joined();
    const ticket = await offline.createOffer(order());
    const link = new URL(ticket.offerUri).searchParams.get('credential_offer_uri')!;
    expect((await fetch(link)).status).toBe(200);
    await at('http://127.0.0.1:1');
    const cancel: CredentialIssuerPort['cancel'] = async (offerId) => {
      const done = await offline.cancel(offerId);
      await at(hubs.url);
      return done;
    };
    expect(await withdraw({ ...offline, testOnly: true, cancel }, ticket.offerId)).toBe('ended');
    await expect(redeem(ticket)).rejects.toThrow();
  });

  test('after a day it is not revoked, and not said to have ended', async () => {
    const { hub } = await joined();
    const offer = await hub.createOffer(order());
    const { credential } = await redeem(offer);
    hubs.advance(DAY + 1_000);
    await hubs.hubs[0]!.sweep();
    expect(await withdraw(hub, offer.offerId)).toBe('not-revocable');
    expect(await statusAtVerifier(credential)).toBe(0);
  });

  test.each(['hub', 'offline', 'reserve'] as const)(
    'a hub out of reach leaves it open whether it was revoked, the way %s',
    async (way) => {
      const { [way]: port, at } = await joined();
      const offer = await port.createOffer(order());
      await redeem(offer);
      await at('http://127.0.0.1:1');
      await expect(withdraw(port, offer.offerId)).rejects.toMatchObject({ code: 'kiosk-hub/unreachable' });
    },
  );
});

describe('what answers in the hub’s place while it is away', () => {
  test.each([{ message: 'Not Found' }, { error: 'not_found' }])(
    'has no say in what became of an offer: %j',
    async (body) => {
      const { hub, at } = await joined();
      const offer = await hub.createOffer(order());
      await redeem(offer);
      await at(
        await serve((_message, response) =>
          response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        ),
      );
      await expect(withdraw(hub, offer.offerId)).rejects.toMatchObject({ code: 'kiosk-hub/bad-answer' });
      await expect(hub.status(offer.offerId)).rejects.toMatchObject({ code: 'kiosk-hub/bad-answer' });
    },
  );

  test('does not revoke either, and may be gone a moment later', async () => {
    const { hub, at } = await joined();
    await at(await serve((_message, response) => response.writeHead(404).end('{"message":"Not Found"}')));
    await expect(hub.revoke!('o')).rejects.toMatchObject({ code: 'kiosk-hub/bad-answer' });
  });
});

describe('a hub of before', () => {
  /** It knows no more of an offer than it ever said. */
  async function hubOfBefore(): Promise<string> {
    return serve((message, response) => {
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (message.method === 'GET')
        return answer(200, {
          offer_id: 'o',
          subject_ref: 'visit-1',
          configuration_id: 'c',
          state: 'issued',
          at: hubs.now(),
          expires_at: hubs.now() + 60_000,
          tries_left: null,
        });
      if (message.url?.endsWith('/cancel')) return answer(200, { cancelled: false });
      if (message.url?.endsWith('/offers'))
        return answer(201, {
          offer_id: 'o',
          offer_uri: 'openid-credential-offer://',
          tx_code: null,
          expires_at: 1,
        });
      return answer(404, { error: 'not_found', error_description: 'there is nothing at this address' });
    });
  }

  test('revokes nothing, and names no page', async () => {
    const { hub, at } = await joined();
    await at(await hubOfBefore());
    expect(await hub.createOffer(order())).not.toHaveProperty('claimUrl');
    expect(await hub.revoke!('o')).toBe(false);
    expect(await withdraw(hub, 'o')).toBe('not-revocable');
    expect(await hub.status('o')).not.toHaveProperty('collectUntil');
  });
});

test('what a phone without an app can scan, and until when a credential waits, reach the visit', async () => {
  const { hub, reserve, news } = await joined();
  for (const port of [hub, reserve]) {
    const { claimUrl } = await port.createOffer(order());
    expect((await fetch(claimUrl!)).status).toBe(200);
  }
  const held = await hubs.hubs[0]!.issuer.createOffer({
    claims: CLAIMS,
    configurationId: profile.configurations[0]!.id,
    txCode: false,
    held: true,
    origin: 'kiosk-1',
    subjectRef: 'kiosk-1:visit-2',
  });
  await hub.status(held.offerId);
  await redeemOffer(held.offerUri).catch(() => {});
  const { expiresAt, collectUntil } = await hub.status(held.offerId);
  expect(collectUntil).toBe(expiresAt);
  await expect.poll(() => news.at(-1), { timeout: 5000 }).toMatchObject({ state: 'deferred', collectUntil });
  expect(await withdraw(hub, held.offerId)).toBe('ended');
});

test('what was issued is not said to have expired where the hub is out of reach, or does not know', async () => {
  const { watch, news, at } = await joined();
  const follow = (offerId: string, state: OfferState) =>
    watch.follow({
      offerId,
      subjectRef: 'visit-1',
      configurationId: '',
      state,
      at: hubs.now(),
      expiresAt: hubs.now() - 1,
      triesLeft: null,
    });
  follow('issued-and-unknown', 'issued');
  follow('open-and-unknown', 'token');
  await expect.poll(() => news.map(({ offerId }) => offerId)).toEqual(['open-and-unknown']);
  await at('http://127.0.0.1:1');
  follow('issued', 'issued');
  follow('open', 'token');
  await expect.poll(() => news.map(({ offerId }) => offerId)).toEqual(['open-and-unknown', 'open']);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(news.map(({ state }) => state)).toEqual(['expired', 'expired']);
});

test('nobody asks any more about what was issued half an hour ago', async () => {
  const { watch } = await joined();
  const asked = vi.spyOn(globalThis, 'fetch');
  undo.push(() => asked.mockRestore());
  const issued = {
    subjectRef: 'visit-1',
    configurationId: '',
    state: 'issued',
    expiresAt: 1,
    triesLeft: null,
  } as const;
  watch.follow({ ...issued, offerId: 'old', at: hubs.now() - 30 * 60_000 });
  watch.follow({ ...issued, offerId: 'young', at: hubs.now() - 29 * 60_000 });
  await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(0);
  expect(asked.mock.calls.filter(([url]) => String(url).includes('/old'))).toEqual([]);
});
