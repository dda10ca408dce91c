import { afterEach, beforeEach, expect, test } from 'vitest';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { handWallet } from '../testing/hand-wallet.ts';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
beforeEach(async () => {
  desk = await startTestIssuer();
  wallet = handWallet(desk);
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

const grant = (code: string, more: Record<string, string> = {}) => ({
  grant_type: PRE_AUTHORIZED_CODE_GRANT,
  'pre-authorized_code': code,
  ...more,
});
const wrong = (txCode: string) => String((Number(txCode) + 1) % 1_000_000).padStart(6, '0');
const last = () => desk.seen.at(-1);

test('a token is a bearer token for 300 seconds, and no cache may keep it', async () => {
  const { byValueUri, txCode } = await desk.offer();
  const reply = await wallet.token(grant(wallet.codeOf(byValueUri), { tx_code: txCode! }));
  expect(reply.status).toBe(200);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('content-type')).toBe('application/json');
  expect(reply.body).toEqual({
    access_token: expect.stringMatching(/^[\w-]{43}$/),
    token_type: 'Bearer',
    expires_in: 300,
  });
});

test('a missing code is invalid_request and costs no try; one that was not asked for is invalid_request too', async () => {
  const asked = await desk.offer();
  expect((await wallet.token(grant(wallet.codeOf(asked.byValueUri)))).body.error).toBe('invalid_request');
  expect((await desk.issuer.status(asked.offerId)).triesLeft).toBe(5);
  const free = await desk.offer({ txCode: false });
  const reply = await wallet.token(grant(wallet.codeOf(free.byValueUri), { tx_code: '123456' }));
  expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

test('five wrong codes lock the offer for good, even for the right one', async () => {
  const { byValueUri, txCode, offerId } = await desk.offer();
  const code = wallet.codeOf(byValueUri);
  for (const left of [4, 3, 2, 1]) {
    const reply = await wallet.token(grant(code, { tx_code: wrong(txCode!) }));
    expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(last()).toMatchObject({ state: 'code-wrong', triesLeft: left });
  }
  await wallet.token(grant(code, { tx_code: wrong(txCode!) }));
  expect(last()).toMatchObject({ state: 'locked', triesLeft: 0, offerId });
  const late = await wallet.token(grant(code, { tx_code: txCode! }));
  expect(late).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('guessing in parallel gives no more than five tries', async () => {
  const { byValueUri, txCode } = await desk.offer();
  const code = wallet.codeOf(byValueUri);
  await Promise.all(Array.from({ length: 12 }, () => wallet.token(grant(code, { tx_code: wrong(txCode!) }))));
  expect(desk.seen.filter(({ state }) => state === 'code-wrong')).toHaveLength(4);
  expect(desk.seen.filter(({ state }) => state === 'locked')).toHaveLength(1);
});

test('of eight redeemers of one code exactly one gets a token', async () => {
  const { byValueUri, txCode } = await desk.offer();
  const fields = grant(wallet.codeOf(byValueUri), { tx_code: txCode! });
  const replies = await Promise.all(Array.from({ length: 8 }, () => wallet.token(fields)));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)]);
  expect(replies.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(7);
});

test('an expired or cancelled offer gives no token and no offer', async () => {
  const expired = await desk.offer({ txCode: false });
  desk.advance(300_001);
  expect((await wallet.token(grant(wallet.codeOf(expired.byValueUri)))).body.error).toBe('invalid_grant');
  expect(last()).toMatchObject({ state: 'expired', offerId: expired.offerId });
  const handle = new URL(expired.offerUri).searchParams.get('credential_offer_uri')!.split('/').at(-1);
  expect(await wallet.get(`/offers/${handle}`)).toMatchObject({
    status: 410,
    body: { error: 'offer_closed' },
  });

  const cancelled = await desk.offer({ txCode: false });
  expect(await desk.issuer.cancel(cancelled.offerId)).toBe(true);
  expect((await wallet.token(grant(wallet.codeOf(cancelled.byValueUri)))).body.error).toBe('invalid_grant');
  expect(await desk.issuer.cancel(cancelled.offerId)).toBe(false);
});

test.each([
  ['no grant type', { 'pre-authorized_code': 'x' }, 'invalid_request'],
  ['another grant type', { grant_type: 'authorization_code', code: 'x' }, 'unsupported_grant_type'],
  ['no code', { grant_type: PRE_AUTHORIZED_CODE_GRANT }, 'invalid_request'],
  ['an unknown code', grant('x'), 'invalid_grant'],
])('%s', async (_name, fields, error) => {
  expect(await wallet.token(fields as Record<string, string>)).toMatchObject({
    status: 400,
    body: { error },
  });
});

test('a parameter given twice, another resource, another content type', async () => {
  const { byValueUri } = await desk.offer({ txCode: false });
  const fields = grant(wallet.codeOf(byValueUri));
  const twice = [...Object.entries(fields), ...Object.entries(fields)] as [string, string][];
  expect((await wallet.token(twice)).body.error).toBe('invalid_request');
  expect((await wallet.token({ ...fields, resource: 'https://other.example' })).body.error).toBe(
    'invalid_target',
  );
  expect((await wallet.json('/token', fields)).body.error).toBe('invalid_request');
  expect((await wallet.token({ ...fields, resource: desk.issuer.issuerUrl })).status).toBe(200);
});

test('too many requests for one offer are told to come back later', async () => {
  const { byValueUri } = await desk.offer();
  const fields = grant(wallet.codeOf(byValueUri));
  const replies = await Promise.all(Array.from({ length: 50 }, () => wallet.token(fields)));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]!.headers.get('retry-after')).toBe('2');
  const other = await desk.offer({ txCode: false });
  expect((await wallet.token(grant(wallet.codeOf(other.byValueUri)))).status).toBe(200);
});
