import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

test('metadata stand at the well-known part before the path, and name the identifier', async () => {
  const { body } = await wallet.get('//.well-known/openid-credential-issuer/open');
  expect(body.credential_issuer).toBe(desk.issuer.issuerUrl);
  const [configuration] = Object.values(body.credential_configurations_supported as object);
  expect(configuration).toMatchObject({
    format: 'dc+sd-jwt',
    cryptographic_binding_methods_supported: ['jwk', 'did:jwk'],
    proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
    credential_metadata: { claims: expect.any(Array), display: expect.any(Array) },
  });
  const server = await wallet.get('//.well-known/oauth-authorization-server/open');
  expect(server.body).toMatchObject({
    issuer: desk.issuer.issuerUrl,
    'pre-authorized_grant_anonymous_access_supported': true,
  });
});

test.each([
  ['GET', '/token', 'POST'],
  ['GET', '/nonce', 'POST'],
  ['GET', '/credential', 'POST'],
  ['PUT', '/notification', 'POST'],
  ['POST', '/offers/x', 'GET'],
  ['HEAD', '/offers/x', 'GET'],
  ['POST', '//.well-known/openid-credential-issuer/open', 'GET, HEAD'],
])('%s %s is 405', async (method, path, allow) => {
  const reply = await wallet.get(path, { method });
  expect(reply.status).toBe(405);
  expect(reply.headers.get('allow')).toBe(allow);
});

test.each(['/', '/offers/unknown', '/elsewhere', '//open', '//.well-known/openid-credential-issuer'])(
  '%s is 404',
  async (path) => {
    expect(await wallet.get(path)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  },
);

test.each([256 * 1024 + 1, 5 * 1024 * 1024])('a body of %i bytes is 413, in JSON', async (size) => {
  const body = new URLSearchParams({ grant_type: 'x'.repeat(size) });
  const reply = await wallet.get('/token', { method: 'POST', body });
  expect(reply).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
});

test('a chunked body without a length is limited too', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const client = httpRequest(`${desk.issuer.issuerUrl}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    client.on('response', (response) => {
      resolve(response.statusCode!);
      client.destroy();
    });
    client.on('error', reject);
    for (let i = 0; i < 40; i += 1) client.write('x'.repeat(8192));
    client.end();
  });
  expect(status).toBe(413);
});

test('every error description is ASCII', async () => {
  const replies = await Promise.all([
    wallet.token({ grant_type: 'ü' }),
    wallet.json('/credential', 'ü'),
    wallet.get('/offers/%C3%BC'),
  ]);
  for (const { status, body } of replies) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  }
});
