import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { CONFIGURATION, startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

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

const issued = (body: Record<string, unknown>): string =>
  (body.credentials as { credential: string }[])[0]!.credential;

test('the credential is bound to the key of the proof, by jwk and by did:jwk', async () => {
  for (const byDid of [false, true]) {
    const { token } = await freshToken(desk);
    const { jwt, jwk } = await proofJwt(desk, await wallet.nonce(), { byDid });
    const reply = await wallet.credential(token, jwt);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(decodeJwt(issued(reply.body).split('~')[0]!).cnf).toEqual({ jwk });
  }
});

test('nothing but iss, iat, nbf, exp, cnf, vct and digests is in the open', async () => {
  const { token } = await freshToken(desk);
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  const [sdJwt] = issued((await wallet.credential(token, jwt)).body).split('~');
  expect(Object.keys(decodeJwt(sdJwt!)).sort()).toEqual(
    ['_sd', '_sd_alg', 'cnf', 'exp', 'iat', 'iss', 'nbf', 'vct'].sort(),
  );
  expect(decodeProtectedHeader(sdJwt!)).toEqual({
    alg: 'ES256',
    typ: 'dc+sd-jwt',
    x5c: [expect.any(String)],
  });
});

test('a token gives one credential, however many ask at once', async () => {
  const { token } = await freshToken(desk);
  const proofs = await Promise.all(
    Array.from({ length: 8 }, async () => proofJwt(desk, await wallet.nonce())),
  );
  const replies = await Promise.all(proofs.map(({ jwt }) => wallet.credential(token, jwt)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(replies.filter(({ body }) => body.error === 'credential_request_denied')).toHaveLength(7);
});

test('a nonce works once, for any token', async () => {
  const [first, second] = [await freshToken(desk), await freshToken(desk)];
  const nonce = await wallet.nonce();
  expect((await wallet.credential(first.token, (await proofJwt(desk, nonce)).jwt)).status).toBe(200);
  const replay = await wallet.credential(second.token, (await proofJwt(desk, nonce)).jwt);
  expect(replay).toMatchObject({ status: 400, body: { error: 'invalid_nonce' } });
  const again = await wallet.credential(second.token, (await proofJwt(desk, await wallet.nonce())).jwt);
  expect(again.status).toBe(200);
});

const now = () => Math.floor(Date.now() / 1000);
test.each([
  ['another audience', { payload: { aud: 'https://other.example' } }, 'invalid_proof'],
  ['no audience', { payload: { aud: undefined } }, 'invalid_proof'],
  ['issued too long ago', { payload: { iat: now() - 900 } }, 'invalid_proof'],
  ['issued in the future', { payload: { iat: now() + 900 } }, 'invalid_proof'],
  ['no iat', { payload: { iat: undefined } }, 'invalid_proof'],
  ['no nonce', { payload: { nonce: undefined } }, 'invalid_proof'],
  ['a made-up nonce', { payload: { nonce: 'x'.repeat(43) } }, 'invalid_nonce'],
  ['another typ', { header: { typ: 'JWT' } }, 'invalid_proof'],
  ['no key', { header: { jwk: undefined } }, 'invalid_proof'],
  ['two keys', { header: { kid: 'did:jwk:e30' } }, 'invalid_proof'],
  ['an x5c', { header: { jwk: undefined, x5c: ['MIIB'] } }, 'invalid_proof'],
  ['a did of another method', { header: { jwk: undefined, kid: 'did:key:z6Mk' } }, 'invalid_proof'],
  ['a signature by another key', { otherKey: true }, 'invalid_proof'],
  ['an iss, though the token was asked for anonymously', { payload: { iss: 'wallet' } }, 'invalid_proof'],
] as const)('a proof with %s is refused and costs nothing', async (_name, faults, error) => {
  const { token } = await freshToken(desk);
  const bad = await proofJwt(desk, await wallet.nonce(), faults as Parameters<typeof proofJwt>[2]);
  expect(await wallet.credential(token, bad.jwt)).toMatchObject({ status: 400, body: { error } });
  const good = await proofJwt(desk, await wallet.nonce());
  expect((await wallet.credential(token, good.jwt)).status).toBe(200);
});

test('a private key in the proof, an unsigned proof, something that is no JWT', async () => {
  const { token } = await freshToken(desk);
  const { jwt, jwk } = await proofJwt(desk, await wallet.nonce());
  const leaked = await proofJwt(desk, await wallet.nonce(), { header: { jwk: { ...jwk, d: 'AAAA' } } });
  const [header, payload] = jwt.split('.') as [string, string];
  const none = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'none' }),
  ).toString('base64url');
  for (const bad of [leaked.jwt, `${none}.${payload}.`, 'nonsense', ''])
    expect((await wallet.credential(token, bad)).body.error).toBe('invalid_proof');
});

test('a wallet that said who it is may say so again in its proof, and nobody else', async () => {
  const { token } = await freshToken(desk, {}, { client_id: 'wallet' });
  const proof = async (iss?: unknown) =>
    (await proofJwt(desk, await wallet.nonce(), { payload: iss === undefined ? {} : { iss: iss as string } }))
      .jwt;
  for (const other of ['another', '', 7])
    expect((await wallet.credential(token, await proof(other))).body.error).toBe('invalid_proof');
  expect((await wallet.credential(`${token}x`, await proof('wallet'))).status).toBe(401);
  expect((await wallet.credential(token, await proof('wallet'))).status).toBe(200);
  const again = await freshToken(desk, {}, { client_id: 'wallet' });
  expect((await wallet.credential(again.token, await proof())).status).toBe(200);
});

test('an expired nonce is invalid_nonce', async () => {
  const nonce = await wallet.nonce();
  desk.advance(300_001);
  const { token } = await freshToken(desk);
  const { jwt } = await proofJwt(desk, nonce, { payload: { iat: now() + 300 } });
  expect((await wallet.credential(token, jwt)).body.error).toBe('invalid_nonce');
});

test.each([
  ['malformed JSON', '{"credential_configuration_id":', 'invalid_credential_request'],
  ['an array', '[]', 'invalid_credential_request'],
  ['no configuration', { proofs: {} }, 'invalid_credential_request'],
  ['a configuration of another kind', { credential_configuration_id: 7 }, 'invalid_credential_request'],
  ['an unknown configuration', { credential_configuration_id: 'other' }, 'unknown_credential_configuration'],
  ['an identifier', { credential_identifier: 'other' }, 'unknown_credential_identifier'],
  ['no proofs', { credential_configuration_id: CONFIGURATION }, 'invalid_proof'],
  [
    'no proof in proofs',
    { credential_configuration_id: CONFIGURATION, proofs: { jwt: [] } },
    'invalid_proof',
  ],
  [
    'proofs of two types',
    { credential_configuration_id: CONFIGURATION, proofs: { jwt: ['a'], attestation: ['b'] } },
    'invalid_proof',
  ],
  [
    'more proofs than a batch has',
    { credential_configuration_id: CONFIGURATION, proofs: { jwt: Array(11).fill('a') } },
    'invalid_proof',
  ],
  [
    'other proofs',
    { credential_configuration_id: CONFIGURATION, proofs: { attestation: ['a'] } },
    'invalid_proof',
  ],
  [
    'encryption with parameters missing',
    { credential_configuration_id: CONFIGURATION, credential_response_encryption: {} },
    'invalid_encryption_parameters',
  ],
])('%s', async (_name, body, error) => {
  const { token } = await freshToken(desk);
  expect(await wallet.json('/credential', body, token)).toMatchObject({ status: 400, body: { error } });
});

test('no token, a wrong one, an expired one', async () => {
  const { token } = await freshToken(desk);
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  const none = await wallet.json('/credential', {});
  expect(none).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  expect(none.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
  expect((await wallet.credential('wrong', jwt)).status).toBe(401);
  desk.advance(300_001);
  expect((await wallet.credential(token, jwt)).status).toBe(401);
  expect(desk.seen.at(-1)).toMatchObject({ state: 'expired' });
});

test('a cancelled offer gives no credential', async () => {
  const { token, offerId } = await freshToken(desk);
  expect(await desk.issuer.cancel(offerId)).toBe(true);
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  expect((await wallet.credential(token, jwt)).body.error).toBe('credential_request_denied');
});
