import { afterEach, beforeEach, expect, test } from 'vitest';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { dpopProof, type KeyPair, newKey } from '../testing/attester.ts';
import { handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { CONFIGURATION, startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
let key: KeyPair;
beforeEach(async () => {
  desk = await startTestIssuer();
  wallet = handWallet(desk);
  key = await newKey();
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

const at = (path: string) => desk.issuer.issuerUrl + path;
async function fields() {
  const { byValueUri } = await desk.offer({ txCode: false });
  return {
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
  };
}
async function boundToken(): Promise<string> {
  const { body } = await wallet.token(await fields(), { DPoP: await dpopProof(key, 'POST', at('/token')) });
  expect(body.token_type).toBe('DPoP');
  return body.access_token as string;
}
async function ask(token: string, dpop: string | null, scheme = 'DPoP') {
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  return wallet.json(
    '/credential',
    { credential_configuration_id: CONFIGURATION, proofs: { jwt: [jwt] } },
    undefined,
    { authorization: `${scheme} ${token}`, ...(dpop === null ? {} : { dpop }) },
  );
}

test('a token asked for with a DPoP proof is bound to its key and gives the credential to that key', async () => {
  const token = await boundToken();
  const reply = await ask(token, await dpopProof(key, 'POST', at('/credential'), token));
  expect(reply.status).toBe(200);
});

test('a bound token is good neither as a bearer token, nor without a proof, nor with another key', async () => {
  const token = await boundToken();
  const other = await dpopProof(await newKey(), 'POST', at('/credential'), token);
  for (const reply of [await ask(token, null, 'Bearer'), await ask(token, null), await ask(token, other)]) {
    expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    expect(reply.headers.get('www-authenticate')).toContain('DPoP');
  }
  const own = await dpopProof(key, 'POST', at('/credential'), token);
  expect((await ask(token, own)).status).toBe(200);
});

test('a bearer token is not taken for a bound one', async () => {
  const { body } = await wallet.token(await fields());
  expect(body.token_type).toBe('Bearer');
  const token = body.access_token as string;
  const proof = await dpopProof(key, 'POST', at('/credential'), token);
  expect((await ask(token, proof)).status).toBe(401);
  expect((await ask(token, null, 'Bearer')).status).toBe(200);
});

const now = () => Math.floor(Date.now() / 1000);
test.each([
  ['another method', { payload: { htm: 'GET' } }],
  ['another address', { payload: { htu: 'https://other.example/token' } }],
  ['no address', { payload: { htu: undefined } }],
  ['no jti', { payload: { jti: undefined } }],
  ['no iat', { payload: { iat: undefined } }],
  ['another typ', { header: { typ: 'JWT' } }],
  ['no key', { header: { jwk: undefined } }],
])('a proof with %s is invalid_dpop_proof, and the code is not spent', async (_name, change) => {
  const form = await fields();
  const bad = await dpopProof(key, 'POST', at('/token'), undefined, change);
  expect(await wallet.token(form, { DPoP: bad })).toMatchObject({
    status: 400,
    body: { error: 'invalid_dpop_proof' },
  });
  expect((await wallet.token(form, { DPoP: await dpopProof(key, 'POST', at('/token')) })).status).toBe(200);
});

test('a query or fragment in htu does not matter, a replayed proof does, and one without ath is refused', async () => {
  const withQuery = await dpopProof(key, 'POST', `${at('/token')}?x=1#y`);
  const { body } = await wallet.token(await fields(), { DPoP: withQuery });
  const token = body.access_token as string;
  expect(await wallet.token(await fields(), { DPoP: withQuery })).toMatchObject({
    status: 400,
    body: { error: 'invalid_dpop_proof' },
  });
  const noAth = await dpopProof(key, 'POST', at('/credential'));
  const reply = await ask(token, noAth);
  expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_dpop_proof' } });
  expect(reply.headers.get('www-authenticate')).toContain('DPoP error="invalid_dpop_proof"');
});

test('a phone whose clock is wrong is given a nonce, and then its proof is good', async () => {
  const form = await fields();
  const late = { iat: now() - 7200 };
  const first = await wallet.token(form, {
    DPoP: await dpopProof(key, 'POST', at('/token'), undefined, { payload: late }),
  });
  expect(first).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
  const nonce = first.headers.get('dpop-nonce')!;
  const second = await wallet.token(form, {
    DPoP: await dpopProof(key, 'POST', at('/token'), undefined, { payload: { ...late, nonce } }),
  });
  expect(second.status).toBe(200);
  const madeUp = await wallet.token(await fields(), {
    DPoP: await dpopProof(key, 'POST', at('/token'), undefined, { payload: { nonce: 'x'.repeat(43) } }),
  });
  expect(madeUp.body.error).toBe('use_dpop_nonce');
});

test('the nonce endpoint gives a nonce for DPoP too', async () => {
  const reply = await wallet.get('/nonce', { method: 'POST' });
  const nonce = reply.headers.get('dpop-nonce')!;
  expect(nonce).not.toBe(reply.body.c_nonce);
  const token = await boundToken();
  const proof = await dpopProof(key, 'POST', at('/credential'), token, { payload: { nonce, iat: 0 } });
  expect((await ask(token, proof)).status).toBe(200);
});
