import fc from 'fast-check';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { type Attester, newAttester, newKey } from '../testing/attester.ts';
import { type Answer, freshToken, handWallet } from '../testing/hand-wallet.ts';
import { CONFIGURATION, startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

// Whatever a wallet sends, it is told what is wrong by the book, and nothing here breaks.

let provider: Attester;
let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
let token: string;
beforeAll(async () => {
  provider = await newAttester();
  desk = await startTestIssuer({ attestersPem: [provider.anchorPem], options: { status: 'hosted' } });
  wallet = handWallet(desk);
  token = (await freshToken(desk)).token;
});
afterAll(() => desk.close());

const RUNS = { numRuns: 120 };

/** An offer takes forty requests at once; a new token now and then keeps the limit out of the way. */
let asked = 0;
async function someToken(): Promise<string> {
  asked += 1;
  if (asked % 30 === 0) token = (await freshToken(desk)).token;
  return token;
}

function expectByTheBook({ status, body, headers }: Answer): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body.error).toMatch(/^[a-z_]+$/);
  expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(desk.reported).toEqual([]);
}

const anything = fc.jsonValue({ maxDepth: 3 });
const withMembers = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });

test('any JSON at the credential endpoints', async () => {
  const request = withMembers(
    'credential_configuration_id',
    'credential_identifier',
    'proofs',
    'credential_response_encryption',
    'transaction_id',
  ).map((body) => ({ credential_configuration_id: CONFIGURATION, ...body }));
  const body = fc.oneof(request, anything, fc.string());
  const path = fc.constantFrom('/credential', '/deferred_credential', '/notification');
  await fc.assert(
    fc.asyncProperty(body, path, async (sent, at) => {
      expectByTheBook(await wallet.json(at, sent, await someToken()));
    }),
    RUNS,
  );
});

test('any header and payload in a proof, signed or not', async () => {
  const header = withMembers('typ', 'jwk', 'kid', 'x5c', 'key_attestation', 'crit', 'b64').map((given) => ({
    typ: 'openid4vci-proof+jwt',
    ...given,
  }));
  const payload = withMembers('aud', 'iat', 'nonce', 'exp', 'nbf', 'iss');
  const { privateKey } = await newKey();
  await fc.assert(
    fc.asyncProperty(header, payload, fc.boolean(), async (head, claims, signed) => {
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const jwt = signed
        ? await new SignJWT(claims as Record<string, unknown>)
            .setProtectedHeader({ ...head, alg: 'ES256' } as never)
            .sign(privateKey)
            .catch(() => 'a.b.c')
        : `${part({ alg: 'ES256', ...head })}.${part(claims)}.AAAA`;
      const body = { credential_configuration_id: CONFIGURATION, proofs: { jwt: [jwt] } };
      expectByTheBook(await wallet.json('/credential', body, await someToken()));
    }),
    RUNS,
  );
});

test('any form and headers at the token endpoints', async () => {
  const fields = fc.dictionary(
    fc.constantFrom('grant_type', 'pre-authorized_code', 'tx_code', 'authorization_details', 'resource', 'x'),
    fc.oneof(
      fc.constant(PRE_AUTHORIZED_CODE_GRANT),
      fc.string({ unit: 'binary' }),
      anything.map(JSON.stringify as never),
    ),
  );
  const value = fc.stringMatching(/^[\x21-\x7e]{0,80}$/);
  const headers = fc.record(
    { dpop: value, 'oauth-client-attestation': value, 'oauth-client-attestation-pop': value },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fields,
      headers,
      fc.constantFrom('/token', '//haip/token'),
      fc.boolean(),
      async (form, given, path, real) => {
        const { byValueUri } = await desk.offer({ variant: path === '/token' ? 'open' : 'haip' });
        const code = {
          grant_type: PRE_AUTHORIZED_CODE_GRANT,
          'pre-authorized_code': wallet.codeOf(byValueUri),
        };
        const sent = { ...(form as Record<string, string>), ...(real ? code : {}) };
        expectByTheBook(await wallet.token(sent, given as Record<string, string>, path));
      },
    ),
    RUNS,
  );
});

test('any payload in a DPoP proof and in attestations that a trusted provider signed', async () => {
  const key = await newKey();
  const dpopClaims = withMembers('htm', 'htu', 'jti', 'iat', 'nonce', 'ath');
  const walletClaims = withMembers('sub', 'exp', 'cnf', 'iat', 'nbf');
  await fc.assert(
    fc.asyncProperty(dpopClaims, walletClaims, async (dpop, claims) => {
      const proof = await new SignJWT(dpop as Record<string, unknown>)
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: key.jwk })
        .sign(key.privateKey);
      const attested = await provider.walletHeaders(desk.issuer.haipUrl!, claims as never, claims as never);
      for (const [variant, path, headers] of [
        ['open', '/token', {}],
        ['haip', '//haip/token', attested],
      ] as const) {
        const { byValueUri } = await desk.offer({ variant, txCode: false });
        const form = {
          grant_type: PRE_AUTHORIZED_CODE_GRANT,
          'pre-authorized_code': wallet.codeOf(byValueUri),
        };
        expectByTheBook(await wallet.token(form, { ...headers, DPoP: proof }, path));
      }
    }),
    RUNS,
  );
});

test('any body that says it is encrypted, any path, any query', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.webPath(), async (text, path) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/jwt', authorization: `Bearer ${await someToken()}` },
        body: text,
      };
      expectByTheBook(await wallet.get('/credential', init));
      const { status } = await wallet.get(`/offers${path}`);
      expect([404, 410]).toContain(status);
      expect(desk.reported).toEqual([]);
    }),
    RUNS,
  );
});
