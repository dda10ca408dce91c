import { createHash, randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { bearerKiosks, createEntraRelay, type Relay, type RelayOptions } from './index.ts';

const base = 'https://hub.example';
const tokens = { k1: 'a'.repeat(40), k2: 'b'.repeat(40) };
const relays: Relay[] = [];
afterEach(() => {
  for (const relay of relays.splice(0)) relay.close();
});

function start(options: Partial<RelayOptions> = {}) {
  const relay = createEntraRelay({ authenticate: bearerKiosks(tokens), ...options });
  relays.push(relay);
  const ask = async (path: string, init: RequestInit = {}) =>
    (await relay.handle(new Request(`${base}${path}`, init)))!;
  const as = (kiosk: keyof typeof tokens) => ({ Authorization: `Bearer ${tokens[kiosk]}` });
  return {
    relay,
    ask,
    async register(kiosk: keyof typeof tokens, claims?: string[], channel?: string) {
      const state = randomBytes(24).toString('base64url');
      const apiKey = randomBytes(24).toString('base64url');
      const keyHash = createHash('sha256').update(apiKey).digest('base64url');
      const response = await ask('/entra/requests', {
        method: 'POST',
        headers: as(kiosk),
        body: JSON.stringify({
          state,
          keyHash,
          lifeSeconds: 300,
          ...(claims ? { claims } : {}),
          ...(channel ? { channel } : {}),
        }),
      });
      return { state, apiKey, keyHash, status: response.status };
    },
    call: (apiKey: string, body: unknown) =>
      ask('/entra/callback', {
        method: 'POST',
        headers: { 'api-key': apiKey },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async poll(kiosk: keyof typeof tokens, after = '', wait = 0, channel = 'offers') {
      const response = await ask(`/entra/events?channel=${channel}&after=${after}&wait=${wait}`, {
        headers: as(kiosk),
      });
      return (await response.json()) as {
        epoch: string;
        cursor: string;
        events: { state: string; status: string; credential?: unknown; error?: unknown }[];
      };
    },
  };
}

test('a callback reaches the kiosk that registered it, and no other', async () => {
  const { register, call, poll } = start();
  const { state, apiKey } = await register('k1');
  const { cursor } = await poll('k1');
  const waiting = poll('k1', cursor, 20);
  expect((await call(apiKey, { requestId: 'r', requestStatus: 'request_retrieved', state })).status).toBe(
    204,
  );
  const told = await waiting;
  expect(told.events).toEqual([{ seq: 1, state, requestId: 'r', status: 'request_retrieved' }]);
  expect((await poll('k2')).events).toEqual([]);
  expect((await poll('k1', told.cursor)).events).toEqual([]);
});

test('what was not acknowledged is told again', async () => {
  const { register, call, poll } = start();
  const { state, apiKey } = await register('k1');
  const { cursor } = await poll('k1');
  await call(apiKey, { requestId: 'r', requestStatus: 'request_retrieved', state });
  expect((await poll('k1', cursor)).events).toHaveLength(1);
  expect((await poll('k1', cursor)).events).toHaveLength(1);
});

test('strangers are refused: no key, a wrong key, another state, another request', async () => {
  const { register, call, ask, poll } = start();
  const { state, apiKey } = await register('k1');
  const other = await register('k2');
  const good = { requestId: 'r', requestStatus: 'request_retrieved', state };
  expect((await ask('/entra/callback', { method: 'POST', body: JSON.stringify(good) })).status).toBe(401);
  expect((await call(`${apiKey}x`, good)).status).toBe(401);
  expect((await call(other.apiKey, good)).status).toBe(401);
  expect((await call(apiKey, { ...good, state: other.state })).status).toBe(401);
  expect((await call(apiKey, '{')).status).toBe(400);
  expect((await call(apiKey, { ...good, requestStatus: 'invented' })).status).toBe(400);
  expect((await call(apiKey, good)).status).toBe(204);
  expect((await call(apiKey, { ...good, requestId: 'other' })).status).toBe(409);
  expect((await ask('/entra/events')).status).toBe(401);
  expect((await ask('/entra/events', { headers: { Authorization: 'Bearer wrong' } })).status).toBe(401);
  expect((await ask('/entra/requests', { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await ask('/entra/nothing')).status).toBe(404);
  expect((await poll('k1')).events).toHaveLength(1);
});

test('eight copies of a callback at once are one event, and nothing follows an end', async () => {
  const { register, call, poll } = start();
  const { state, apiKey } = await register('k1');
  const done = { requestId: 'r', requestStatus: 'issuance_successful', state };
  const replies = await Promise.all(Array.from({ length: 8 }, () => call(apiKey, done)));
  expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(204));
  await call(apiKey, { ...done, requestStatus: 'request_retrieved' });
  await call(apiKey, { ...done, requestStatus: 'issuance_error', error: { code: 'x', message: 'y' } });
  expect((await poll('k1')).events.map(({ status }) => status)).toEqual(['issuance_successful']);
});

test('callbacks of many requests at once are all told, once each', async () => {
  const { register, call, poll } = start();
  const made = await Promise.all(Array.from({ length: 40 }, () => register('k1')));
  let { cursor } = await poll('k1');
  const seen: string[] = [];
  const listening = (async () => {
    while (seen.length < made.length) {
      const told = await poll('k1', cursor, 5);
      cursor = told.cursor;
      seen.push(...told.events.map(({ state }) => state));
    }
  })();
  await Promise.all(
    made.map(({ apiKey, state }, index) =>
      call(apiKey, { requestId: `r${index}`, requestStatus: 'issuance_successful', state }),
    ),
  );
  await listening;
  expect(seen.toSorted()).toEqual(made.map(({ state }) => state).toSorted());
});

test('a kiosk that comes again releases the connection it lost', async () => {
  const { poll } = start();
  const { cursor } = await poll('k1');
  const lost = poll('k1', cursor, 25);
  const again = poll('k1', cursor, 0);
  expect((await lost).events).toEqual([]);
  expect((await again).events).toEqual([]);
});

test('the help desk of a kiosk and its offers wait apart, and take nothing from each other', async () => {
  const { register, call, poll, ask } = start();
  const offer = await register('k1');
  const desk = await register('k1', [], 'help-desk');
  const { cursor } = await poll('k1');
  const offers = poll('k1', cursor, 20);
  const verifications = poll('k1', cursor, 20, 'help-desk');
  await call(desk.apiKey, { requestId: 'd', requestStatus: 'request_retrieved', state: desk.state });
  await call(offer.apiKey, { requestId: 'o', requestStatus: 'request_retrieved', state: offer.state });
  expect((await offers).events.map(({ state }) => state)).toEqual([offer.state]);
  expect((await verifications).events.map(({ state }) => state)).toEqual([desk.state]);
  const headers = { Authorization: `Bearer ${tokens.k1}` };
  expect((await ask('/entra/events?channel=other', { headers })).status).toBe(400);
  expect((await register('k1', [], 'other')).status).toBe(400);
});

test('only the wanted claims pass, and no picture', async () => {
  const { register, call, poll } = start();
  const { state, apiKey } = await register('k1', ['firstName', 'photo']);
  await call(apiKey, {
    requestId: 'r',
    requestStatus: 'presentation_verified',
    state,
    subject: 'did:jwk:someone',
    receipt: { id_token: 'secret' },
    verifiedCredentialsData: [
      {
        issuer: 'did:web:desk.example',
        type: ['VerifiableCredential', 'VerifiedIdentity'],
        claims: { firstName: 'Erika', lastName: 'Mustermann', photo: 'x'.repeat(5000) },
        credentialState: { revocationStatus: 'VALID' },
        faceCheck: { matchConfidenceScore: 86.3, sourcePhotoQuality: 'HIGH' },
      },
    ],
  });
  const { events } = await poll('k1');
  expect(events[0]?.credential).toEqual({
    issuer: 'did:web:desk.example',
    types: ['VerifiableCredential', 'VerifiedIdentity'],
    claims: { firstName: 'Erika' },
    matchConfidenceScore: 86.3,
    revocationStatus: 'VALID',
  });
  expect(JSON.stringify(events)).not.toMatch(/Mustermann|secret|did:jwk|xxxx/);
});

test('memory is bounded: open requests, waiting events, callbacks being read, and time', async () => {
  let now = 1_000_000;
  const { register, call, poll, relay, ask } = start({ openPerKiosk: 2, reading: 1, clock: () => now });
  const first = await register('k1');
  const second = await register('k1');
  expect([first.status, second.status, (await register('k1')).status]).toEqual([204, 204, 429]);
  expect((await register('k2')).status).toBe(204);
  let release = () => {};
  const slow = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new Uint8Array(100_000).fill(32));
      release = () => controller.close();
    },
  });
  const hanging = ask('/entra/callback', {
    method: 'POST',
    headers: { 'api-key': first.apiKey },
    body: slow,
    duplex: 'half',
  } as RequestInit);
  await expect.poll(() => relay.load().reading).toBe(1);
  const done = { requestId: 'r', requestStatus: 'issuance_successful', state: second.state };
  expect((await call(second.apiKey, JSON.stringify(done).padEnd(100_000))).status).toBe(503);
  release();
  expect((await hanging).status).toBe(400);
  expect((await call(second.apiKey, 'x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
  expect((await call(second.apiKey, done)).status).toBe(204);
  expect(relay.load()).toEqual({ open: 3, events: 1, reading: 0 });
  now += 3_600_000;
  expect((await call(first.apiKey, { ...done, state: first.state })).status).toBe(401);
  expect((await poll('k1')).events).toEqual([]);
  expect(relay.load()).toEqual({ open: 0, events: 0, reading: 0 });
});

test('a relay that began anew says so, and takes the same request again', async () => {
  const before = start();
  const { state, keyHash, apiKey } = await before.register('k1');
  const old = (await before.poll('k1')).cursor;
  const after = start();
  const told = await after.poll('k1', old, 25);
  expect(told.epoch).not.toBe(old.split('.')[0]);
  const again = () =>
    after.ask('/entra/requests', {
      method: 'POST',
      headers: { Authorization: `Bearer ${tokens.k1}` },
      body: JSON.stringify({ state, keyHash, lifeSeconds: 300 }),
    });
  expect((await again()).status).toBe(204);
  expect((await again()).status).toBe(204);
  const done = { requestId: 'r', requestStatus: 'issuance_successful', state };
  expect((await after.call(apiKey, done)).status).toBe(204);
  expect((await after.poll('k1', told.cursor)).events).toHaveLength(1);
});
