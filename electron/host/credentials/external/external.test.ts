import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { OfferState } from '../port.ts';
import { externalTexts, jsonApiAdapter, startExternalIssuer } from './index.ts';
import { validateOffer } from './validate-offer.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Kept {
  order: { subject_ref: string; tx_code?: string; claims: unknown; expires_in: number };
  state: OfferState;
  tries_left: number | null;
}

/** An issuer with the API of docs/external-issuer.md, which lies where a test has it lie. */
async function startIssuer() {
  const offers = new Map<string, Kept>();
  const faults: number[] = [];
  const lies = {
    offer: (offer: Record<string, unknown>) => offer,
    answer: (answer: Record<string, unknown>) => answer,
    status: (status: Record<string, unknown>) => status,
    byValue: true,
  };
  const tokens = new Set<string>();
  let isDown = false;
  const server = createServer(async (message, response) => {
    const body = await text(message);
    const send = (status: number, value?: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(value === undefined ? '' : JSON.stringify(value));
    };
    const path = message.url ?? '';
    if (path === '/token') {
      const basic = Buffer.from(message.headers.authorization?.slice(6) ?? '', 'base64').toString();
      if (basic !== 'kiosk:good+secret' || new URLSearchParams(body).get('scope') !== 'offers')
        return send(401, { error: 'invalid_client' });
      const token = `t${tokens.size}`;
      tokens.add(token);
      return send(200, { access_token: token, token_type: 'Bearer', expires_in: 300 });
    }
    const [, open] = /^\/offer\/(.+)$/.exec(path) ?? [];
    if (open !== undefined) return send(200, offerOf(open));
    if (isDown) return send(503);
    const fault = faults.shift();
    if (fault === 0) {
      // Taken, and the answer lost on the way.
      offers.set('lost', { order: JSON.parse(body) as Kept['order'], state: 'created', tries_left: null });
      return message.socket.destroy();
    }
    if (fault !== undefined) return send(fault);
    if (!tokens.has(message.headers.authorization?.slice(7) ?? '')) return send(401);
    if (message.method === 'POST') {
      const id = `o${offers.size + 1}`;
      const order = JSON.parse(body) as Kept['order'];
      offers.set(id, { order, state: 'created', tries_left: null });
      const uri = lies.byValue
        ? `credential_offer=${encodeURIComponent(JSON.stringify(offerOf(id)))}`
        : `credential_offer_uri=${encodeURIComponent(`${base}/offer/${id}`)}`;
      return send(
        201,
        lies.answer({
          offer_id: id,
          credential_offer_uri: `openid-credential-offer://?${uri}`,
          expires_at: Date.now() / 1000 + order.expires_in,
        }),
      );
    }
    const kept = offers.get(path.split('/').at(-1) ?? '');
    if (kept === undefined) return send(404);
    if (message.method === 'DELETE') {
      if (kept.state === 'issued') return send(409);
      kept.state = 'cancelled';
      return send(204);
    }
    const { state, tries_left, order } = kept;
    const expires_at = Date.now() / 1000 + order.expires_in;
    send(200, lies.status({ subject_ref: order.subject_ref, state, tries_left, expires_at }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  function offerOf(id: string) {
    const { order } = offers.get(id)!;
    const tx_code = order.tx_code ? { tx_code: { input_mode: 'numeric', length: order.tx_code.length } } : {};
    return lies.offer({
      credential_issuer: base,
      credential_configuration_ids: ['identity'],
      grants: { [GRANT]: { 'pre-authorized_code': `code-${id}`, ...tx_code } },
    });
  }
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const down = (value: boolean) => {
    isDown = value;
  };
  return { base, offers, lies, faults, tokens, down };
}

async function kit(secret = 'good secret') {
  const issuer = await startIssuer();
  const reports: string[] = [];
  const states: OfferState[] = [];
  const http = { backOff: 2, timeout: 2_000 };
  const start = () => {
    const made = startExternalIssuer({
      adapter: jsonApiAdapter({
        apiUrl: issuer.base,
        tokenUrl: `${issuer.base}/token`,
        clientId: 'kiosk',
        clientSecret: () => secret,
        scope: 'offers',
        clock: Date.now,
        http,
      }),
      issuer: issuer.base,
      configurationId: 'identity',
      report: (code) => reports.push(code),
      pollEvery: 10,
      http,
    });
    closing.unshift(() => made.close());
    return made.port;
  };
  const port = start();
  port.subscribe(({ state }) => states.push(state));
  const order = (txCode = true, ttlSeconds = 300) =>
    port.createOffer({ subjectRef: 'visit-1', claims: { family_name: 'X' }, txCode, ttlSeconds });
  return { ...issuer, port, start, order, reports, states };
}

async function text(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('an offer is asked for with the kiosk’s own code, shown by value and watched to its end', async () => {
  const one = await kit();
  const offer = await one.order();
  const kept = one.offers.get(offer.offerId)!;
  expect(kept.order).toMatchObject({ subject_ref: 'visit-1', tx_code: offer.txCode, expires_in: 300 });
  expect(offer.txCode).toMatch(/^\d{6}$/);
  for (const [state, tries] of [
    ['code-asked', 5],
    ['code-wrong', 4],
    ['token', 4],
    ['issued', 4],
    ['accepted', 4],
  ] as const) {
    Object.assign(kept, { state, tries_left: tries });
    await expect.poll(() => one.states.at(-1)).toBe(state);
  }
  expect(await one.port.cancel(offer.offerId)).toBe(false);
  expect(one.reports).toEqual([]);
});

test('an offer by reference is fetched here once, and what was looked at is what is shown', async () => {
  const one = await kit();
  one.lies.byValue = false;
  const { offerUri } = await one.order(false);
  const shown = JSON.parse(new URL(offerUri).searchParams.get('credential_offer')!);
  expect(shown).toEqual({
    credential_issuer: one.base,
    credential_configuration_ids: ['identity'],
    grants: { [GRANT]: { 'pre-authorized_code': 'code-o1' } },
  });
});

describe('an issuer that lies', () => {
  type Lie = (offer: Record<string, unknown>) => Record<string, unknown>;
  const withGrant = (grant: Record<string, unknown>): Lie => {
    return (offer) => ({ ...offer, grants: { [GRANT]: grant } });
  };
  test.each<[string, Lie, string]>([
    ['another issuer', (o) => ({ ...o, credential_issuer: 'https://evil.example' }), 'foreign-issuer'],
    ['a slash more', (o) => ({ ...o, credential_issuer: `${o.credential_issuer}/` }), 'foreign-issuer'],
    ['no https', (o) => ({ ...o, credential_issuer: 'http://issuer.example' }), 'not-https'],
    ['another credential', (o) => ({ ...o, credential_configuration_ids: ['x'] }), 'wrong-configuration'],
    ['one more', (o) => ({ ...o, credential_configuration_ids: ['identity', 'x'] }), 'wrong-configuration'],
    ['a sign-in', (o) => ({ ...o, grants: { authorization_code: {} } }), 'wrong-grant'],
    [
      'a sign-in beside the code',
      (o) => ({ ...o, grants: { ...(o.grants as object), authorization_code: {} } }),
      'wrong-grant',
    ],
    ['no grant', (o) => ({ ...o, grants: {} }), 'wrong-grant'],
    ['no code', withGrant({ 'pre-authorized_code': 'c' }), 'code-missing'],
    ['a longer code', withGrant({ 'pre-authorized_code': 'c', tx_code: { length: 8 } }), 'code-unwanted'],
    [
      'a word as code',
      withGrant({ 'pre-authorized_code': 'c', tx_code: { input_mode: 'text', length: 6 } }),
      'code-unwanted',
    ],
    [
      'another server without https',
      withGrant({ 'pre-authorized_code': 'c', tx_code: {}, authorization_server: 'http://a.example' }),
      'not-https',
    ],
    ['no offer', () => ({ nothing: true }), 'not-an-offer'],
  ])('with %s is not shown, and its offer is withdrawn', async (_, lie, code) => {
    for (const byValue of [true, false]) {
      const one = await kit();
      Object.assign(one.lies, { byValue, offer: lie });
      await expect(one.order()).rejects.toMatchObject({ code: `external/offer-${code}` });
      expect(one.offers.get('o1')!.state).toBe('cancelled');
      expect(one.states).toEqual([]);
    }
  });

  test.each<[string, Lie, string]>([
    ['that is over', (a) => ({ ...a, expires_at: Date.now() / 1000 - 1 }), 'offer-expiry'],
    ['that never ends', (a) => ({ ...a, expires_at: Date.now() / 1000 + 86_400 }), 'offer-expiry'],
    ['without a name', (a) => ({ ...a, offer_id: '../../token' }), 'bad-answer'],
    [
      'of another scheme',
      (a) => ({ ...a, credential_offer_uri: 'https://evil.example' }),
      'offer-not-an-offer',
    ],
    [
      'both by value and by reference',
      (a) => ({
        ...a,
        credential_offer_uri: `${a.credential_offer_uri}&credential_offer_uri=https%3A%2F%2Fx`,
      }),
      'offer-not-an-offer',
    ],
    [
      'elsewhere',
      (a) => ({
        ...a,
        credential_offer_uri:
          'openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fevil.example%2Fo',
      }),
      'offer-foreign-issuer',
    ],
  ])('with an offer %s is not shown', async (_, lie, code) => {
    const one = await kit();
    one.lies.answer = lie;
    await expect(one.order()).rejects.toMatchObject({ code: `external/${code}` });
  });

  test('about a code nobody asked for', async () => {
    const one = await kit();
    one.lies.offer = withGrant({ 'pre-authorized_code': 'c', tx_code: {} });
    await expect(one.order(false)).rejects.toMatchObject({ code: 'external/offer-code-unwanted' });
  });

  test('about how an offer stands is not believed', async () => {
    const one = await kit();
    const offer = await one.order();
    const kept = one.offers.get(offer.offerId)!;
    one.lies.status = (status) => ({ ...status, subject_ref: 'visit-2', state: 'issued' });
    await expect.poll(() => one.reports).toContain('external/wrong-subject');
    one.lies.status = (status) => ({ ...status, state: 'given' });
    await expect.poll(() => one.reports).toContain('external/bad-answer');
    one.lies.status = (status) => status;
    kept.state = 'token';
    await expect.poll(() => one.states).toEqual(['created', 'token']);
    kept.state = 'created';
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(one.states).toEqual(['created', 'token']);
  });
});

test('an offer nobody takes ends here, whatever the issuer says; one it forgot has failed', async () => {
  const one = await kit();
  await one.order(true, 1);
  await expect.poll(() => one.states).toEqual(['created', 'expired']);
  const two = await kit();
  await two.order();
  two.offers.clear();
  await expect.poll(() => two.states).toEqual(['created', 'failed']);
});

test('after a restart an offer is asked after; an unknown one is told as such', async () => {
  const one = await kit();
  const { offerId } = await one.order();
  one.offers.get(offerId)!.state = 'issued';
  const again = one.start();
  await expect(again.status(offerId, 'visit-2')).rejects.toMatchObject({
    code: 'credentials/unknown-offer',
  });
  expect(one.reports).toContain('external/wrong-subject');
  expect(await again.status(offerId, 'visit-1')).toMatchObject({ state: 'issued', subjectRef: 'visit-1' });
  one.offers.get(offerId)!.state = 'expired';
  await new Promise((resolve) => setTimeout(resolve, 60));
  one.offers.clear();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await again.status(offerId)).toMatchObject({ state: 'issued' });
  await expect(again.status('none')).rejects.toMatchObject({ code: 'credentials/unknown-offer' });
  await expect(again.cancel('none')).rejects.toMatchObject({ code: 'credentials/unknown-offer' });
});

describe('what cannot be heard', () => {
  const ended = async (one: Awaited<ReturnType<typeof kit>>) => {
    await one.order(true, 1);
    one.down(true);
    await expect.poll(() => one.states).toEqual(['created', 'expired']);
  };

  test('after a refused cancellation is not known, and asked again', async () => {
    const one = await kit();
    const { offerId } = await one.order();
    one.offers.get(offerId)!.state = 'issued';
    one.lies.status = () => ({});
    await expect(one.port.cancel(offerId)).rejects.toMatchObject({ code: 'external/bad-answer' });
    one.lies.status = (status) => status;
    expect(await one.port.cancel(offerId)).toBe(false);
    expect(await one.port.status(offerId)).toMatchObject({ state: 'issued' });
  });

  test.each(['cancel', 'status'] as const)(
    'while its time ends is not said to have ended (%s): a wallet may have been faster',
    async (call) => {
      const one = await kit();
      await ended(one);
      one.offers.get('o1')!.state = 'issued';
      await expect(one.port[call]('o1')).rejects.toMatchObject({ code: 'external/busy' });
      one.down(false);
      await one.port[call]('o1');
      expect(await one.port.cancel('o1')).toBe(false);
      expect(await one.port.status('o1')).toMatchObject({ state: 'issued' });
    },
  );

  test('while its time ends is heard before its visit gets another offer', async () => {
    const one = await kit();
    await ended(one);
    one.offers.get('o1')!.state = 'token';
    await expect(one.order()).rejects.toMatchObject({ code: 'external/busy' });
    one.down(false);
    for (const state of ['token', 'issued', 'accepted'] as const) {
      one.offers.get('o1')!.state = state;
      await expect(one.order()).rejects.toMatchObject({ code: 'credentials/issued-before' });
    }
    expect([...one.offers.keys()]).toEqual(['o1']);
    const two = await kit();
    await ended(two);
    two.down(false);
    expect(await two.order()).toMatchObject({ offerId: 'o2' });
  });

  test('while its time ends has ended when the issuer says nothing else', async () => {
    const one = await kit();
    await ended(one);
    one.down(false);
    expect(await one.port.cancel('o1')).toBe(false);
    expect(await one.port.status('o1')).toMatchObject({ state: 'expired' });
  });

  test('because the issuer forgot it is said so', async () => {
    const one = await kit();
    const { offerId } = await one.order();
    one.offers.clear();
    await expect(one.port.cancel(offerId)).rejects.toMatchObject({ code: 'credentials/unknown-offer' });
  });
});

test('busy issuers are asked again, ended tokens replaced, wrong secrets told', async () => {
  const one = await kit();
  one.faults.push(503, 429);
  await one.order();
  one.tokens.clear();
  expect(await one.port.cancel((await one.order()).offerId)).toBe(true);
  const two = await kit('bad');
  await expect(two.order()).rejects.toMatchObject({ code: 'external/token-refused' });
  const options = { clientId: 'k', clientSecret: () => 's', clock: Date.now };
  expect(() =>
    jsonApiAdapter({ ...options, apiUrl: 'http://issuer.example', tokenUrl: 'https://issuer.example' }),
  ).toThrowError(expect.objectContaining({ code: 'external/bad-address' }));
});

test('an order whose answer is lost is not given again', async () => {
  const one = await kit();
  one.faults.push(0);
  await expect(one.order()).rejects.toMatchObject({
    code: expect.stringMatching(/^(external|credentials)\//),
  });
  expect([...one.offers.keys()]).toEqual(['lost']);
});

test('an https offer passes without being fetched, and every code has its text', async () => {
  const offer = {
    credential_issuer: 'https://issuer.example',
    credential_configuration_ids: ['identity'],
    grants: { [GRANT]: { 'pre-authorized_code': 'c' } },
  };
  const rules = {
    issuer: offer.credential_issuer,
    configurationId: 'identity',
    txCode: null,
    now: 0,
    maxLife: 9,
  };
  const offerUri = `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`;
  expect(await validateOffer({ offerUri, expiresAt: 9 }, rules)).toBe(offerUri);
  const texts = Object.values(externalTexts).map((one) => one.text);
  expect(new Set(texts).size).toBe(texts.length);
});
