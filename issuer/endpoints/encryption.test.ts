import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer, freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
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

const metadata = async () => (await wallet.get('//.well-known/openid-credential-issuer/open')).body;
async function requestKey(): Promise<JWK> {
  const { credential_request_encryption: encryption } = (await metadata()) as {
    credential_request_encryption: { jwks: { keys: JWK[] } };
  };
  return encryption.jwks.keys[0]!;
}
async function encrypted(body: unknown, change: Record<string, unknown> = {}): Promise<string> {
  const { kid, ...jwk } = await requestKey();
  return new CompactEncrypt(Buffer.from(JSON.stringify(body)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: kid!, ...change })
    .encrypt(await importJWK(jwk, 'ECDH-ES'));
}
async function requestBody(more: Record<string, unknown> = {}) {
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  return { credential_configuration_id: CONFIGURATION, proofs: { jwt: [jwt] }, ...more };
}
const send = (token: string, jwe: string) =>
  desk
    .request('/credential', {
      method: 'POST',
      headers: { 'content-type': 'application/jwt', authorization: `Bearer ${token}` },
      body: jwe,
    })
    .then(answer);

async function responseKey(change: Record<string, unknown> = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  const jwk = { ...(await exportJWK(publicKey)), alg: 'ECDH-ES', kid: 'phone', ...change };
  return { privateKey, parameters: { jwk, enc: 'A128GCM' } };
}

test('an encrypted request for an encrypted response is answered by a JWE to the phone’s key', async () => {
  const { token } = await freshToken(desk);
  const { privateKey, parameters } = await responseKey();
  const reply = await send(
    token,
    await encrypted(await requestBody({ credential_response_encryption: parameters })),
  );
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('application/jwt');
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const { plaintext, protectedHeader } = await compactDecrypt(reply.body.text as string, privateKey);
  expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A128GCM', kid: 'phone' });
  const { credentials } = JSON.parse(Buffer.from(plaintext).toString());
  expect(credentials[0].credential).toContain('~');
});

test('alg beside the key, as drafts and their libraries had it, does no harm', async () => {
  const { token } = await freshToken(desk);
  const { parameters } = await responseKey();
  const older = { ...parameters, alg: 'ECDH-ES' };
  const body = await requestBody({ credential_response_encryption: older });
  expect((await send(token, await encrypted(body))).status).toBe(200);
});

test('an encrypted request without that is answered in JSON', async () => {
  const { token } = await freshToken(desk);
  const reply = await send(token, await encrypted(await requestBody()));
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('application/json');
});

test('asking for an encrypted response in the open is refused, for anybody could have put the key in', async () => {
  const { token } = await freshToken(desk);
  const { parameters } = await responseKey();
  const reply = await wallet.json(
    '/credential',
    await requestBody({ credential_response_encryption: parameters }),
    token,
  );
  expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_encryption_parameters' } });
});

test.each([
  ['no alg in the key', { alg: undefined }, {}],
  ['an alg that is not supported', { alg: 'RSA-OAEP-256' }, {}],
  ['a private key', { d: 'AAAA' }, {}],
  ['another curve', { crv: 'P-384' }, {}],
  ['a point that is not on the curve', { x: 'AAAA' }, {}],
  ['an enc that is not supported', {}, { enc: 'A256CBC-HS512' }],
  ['compression, which is not supported', {}, { zip: 'DEF' }],
])('%s is invalid_encryption_parameters, told in the open, and costs nothing', async (_name, key, more) => {
  const { token } = await freshToken(desk);
  const { parameters } = await responseKey(key);
  const body = await requestBody({ credential_response_encryption: { ...parameters, ...more } });
  const reply = await send(token, await encrypted(body));
  expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_encryption_parameters' } });
  expect((await send(token, await encrypted(await requestBody()))).status).toBe(200);
});

test('a request encrypted to another key, damaged, or of something else is refused', async () => {
  const { token } = await freshToken(desk);
  const good = await encrypted(await requestBody());
  const damaged = `${good.slice(0, -4)}AAAA`;
  for (const bad of [
    await encrypted(await requestBody(), { kid: 'x' }),
    damaged,
    'nonsense',
    await encrypted([]),
  ])
    expect((await send(token, bad)).body.error).toBe('invalid_encryption_parameters');
  expect((await send(token, good)).status).toBe(200);
});

test('the key is the same in every process that has the signing key, and says what it is for', async () => {
  const key = await requestKey();
  expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ECDH-ES', use: 'enc', kid: expect.any(String) });
  expect(key).not.toHaveProperty('d');
  expect(await requestKey()).toEqual(key);
  const { publicJwk } = await desk.keys.current();
  expect(key.x).not.toBe(publicJwk.x);
});
