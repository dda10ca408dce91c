import 'reflect-metadata';
import { createHash, createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import * as x509 from '@peculiar/x509';
import Database from 'better-sqlite3';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createIssuer,
  loadLogo,
  loadProfile,
  memoryKeyStore,
  SqliteIssuerStore,
  testKeys,
} from '../index.ts';
import { newAttester } from '../testing/attester.ts';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { LOGO_FILES, PROFILE_FILE, startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

const provider = await newAttester();
const logo = await loadLogo(LOGO_FILES, 'The desk');
let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
beforeEach(async () => {
  desk = await startTestIssuer({
    attestersPem: [provider.anchorPem],
    options: { logo, status: 'hosted' },
  });
  wallet = handWallet(desk);
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

const OPEN = '//.well-known/openid-credential-issuer/open';
const json = async (path: string) => (await wallet.get(path)).body;
const raw = (accept: string) => desk.request(OPEN, { headers: { accept } });

test.each([
  ['application/jwt', 'application/jwt'],
  ['application/jwt, application/json;q=0.9', 'application/jwt'],
  ['application/json, application/jwt;q=0.9', 'application/json'],
  ['application/json', 'application/json'],
  ['application/*', 'application/json'],
  ['*/*', 'application/json'],
  ['text/html', 'application/json'],
])('Accept: %s is answered by %s', async (accept, type) => {
  const reply = await raw(accept);
  expect(reply.headers.get('content-type')).toBe(type);
  expect(reply.headers.get('vary')).toBe('Accept');
});

test('signed metadata are what the unsigned ones are, typed, signed by the issuer’s certificate and dated back', async () => {
  const jwt = await (await raw('application/jwt')).text();
  const { typ, x5c } = decodeProtectedHeader(jwt);
  expect(typ).toBe('openidvci-issuer-metadata+jwt');
  const leaf = new X509Certificate(Buffer.from(x5c![0]!, 'base64'));
  const { payload } = await jwtVerify(jwt, leaf.publicKey);
  const { iss, sub, iat, exp, ...metadata } = payload;
  expect([iss, sub]).toEqual([desk.issuer.issuerUrl, desk.issuer.issuerUrl]);
  expect(Date.now() / 1000 - iat!).toBeGreaterThanOrEqual(600);
  expect(exp!).toBeGreaterThan(Date.now() / 1000);
  expect(metadata).toEqual(await json(OPEN));
});

test('each identifier names itself and its own endpoints', async () => {
  for (const url of [desk.issuer.issuerUrl, desk.issuer.haipUrl!]) {
    const path = new URL(url).pathname;
    const metadata = await json(`//.well-known/openid-credential-issuer${path}`);
    expect(metadata).toMatchObject({
      credential_issuer: url,
      credential_endpoint: `${url}/credential`,
      nonce_endpoint: `${url}/nonce`,
      deferred_credential_endpoint: `${url}/deferred_credential`,
      notification_endpoint: `${url}/notification`,
      display: [{ name: 'Test desk', locale: 'en', logo: { uri: `${desk.issuer.issuerUrl}/logo.png` } }],
    });
    const server = await json(`//.well-known/oauth-authorization-server${path}`);
    expect(server).toMatchObject({
      issuer: url,
      token_endpoint: `${url}/token`,
      authorization_details_types_supported: ['openid_credential'],
      dpop_signing_alg_values_supported: ['ES256'],
    });
  }
});

test('every configuration has the members of its format', async () => {
  const { credential_configurations_supported: all } = (await json(OPEN)) as {
    credential_configurations_supported: Record<string, Record<string, unknown>>;
  };
  expect(all['verified-identity-sd-jwt']).toMatchObject({
    format: 'dc+sd-jwt',
    vct: `${desk.issuer.issuerUrl}/credentials/verified-identity/1`,
    credential_signing_alg_values_supported: ['ES256'],
  });
  expect(all['verified-identity-w3c']).toMatchObject({
    format: 'jwt_vc_json',
    credential_definition: { type: ['VerifiableCredential', 'VerifiedIdentityCredential'] },
  });
  expect(all['verified-identity-mdoc']).toMatchObject({
    format: 'mso_mdoc',
    doctype: 'invalid.proofdesk.verified-identity.1',
    credential_signing_alg_values_supported: [-7],
    cryptographic_binding_methods_supported: expect.arrayContaining(['cose_key']),
  });
  for (const configuration of Object.values(all)) {
    expect(configuration).toHaveProperty('cryptographic_binding_methods_supported');
    expect(configuration).toHaveProperty('proof_types_supported.jwt');
    const { display, claims } = configuration.credential_metadata as Record<
      string,
      Record<string, unknown>[]
    >;
    expect(display!.map(({ locale }) => locale)).toEqual(['en', 'de', 'fr', 'es', 'ar']);
    expect(display![0]).toMatchObject({ background_color: expect.any(String), text_color: '#ffffff' });
    for (const { path } of claims!)
      expect((path as unknown[]).length).toBeGreaterThanOrEqual(configuration.format === 'mso_mdoc' ? 2 : 1);
  }
});

test('a type is the same whichever identifier issues it, and is described at its address', async () => {
  const vcts = new Set<unknown>();
  for (const variant of ['open', 'haip']) {
    const { credential_configurations_supported: all } = (await json(
      `//.well-known/openid-credential-issuer/${variant}`,
    )) as { credential_configurations_supported: Record<string, { vct?: string }> };
    vcts.add(all['verified-identity-sd-jwt']!.vct);
  }
  expect(vcts.size).toBe(1);
  const [vct] = vcts as Set<string>;
  expect(await (await fetch(vct!)).json()).toMatchObject({ vct });
});

test('did.json is at the place the DID says, and its keys verify what was signed', async () => {
  const host = new URL(desk.issuer.issuerUrl).host.replace(':', '%3A');
  expect(desk.issuer.did).toBe(`did:web:${host}:open`);
  const document = (await json('/did.json')) as {
    id: string;
    verificationMethod: { id: string; publicKeyJwk: object }[];
    assertionMethod: string[];
  };
  expect(document.id).toBe(desk.issuer.did);
  const configurationId = 'verified-identity-w3c';
  const { token } = await freshToken(desk, { configurationId });
  const { jwt: proof } = await proofJwt(desk, await wallet.nonce(), { byDid: true });
  const { body } = await wallet.credential(token, proof, { credential_configuration_id: configurationId });
  const { credential } = (body.credentials as { credential: string }[])[0]!;
  const { kid } = decodeProtectedHeader(credential);
  const method = document.verificationMethod.find(({ id }) => id === kid)!;
  expect(document.assertionMethod).toContain(kid);
  const { payload } = await jwtVerify(
    credential,
    createPublicKey({ key: method.publicKeyJwk as never, format: 'jwk' }),
  );
  expect(payload.iss).toBe(document.id);
  expect(payload.sub).toMatch(/^did:jwk:/);
});

test('after a rotation the documents list the old key and the new one, and old credentials verify', async () => {
  const kids = async () =>
    (
      (await json('/did.json')) as { verificationMethod: { publicKeyJwk: { kid: string } }[] }
    ).verificationMethod.map(({ publicKeyJwk }) => publicKeyJwk.kid);
  const [before] = await kids();
  desk.advance(100 * 86_400_000);
  const after = await kids();
  expect(after).toHaveLength(2);
  expect(after[1]).toBe(before);
  const { issuer, jwks } = (await json('//.well-known/jwt-vc-issuer/open')) as {
    issuer: string;
    jwks: { keys: { kid: string; x5c: string[] }[] };
  };
  expect(issuer).toBe(desk.issuer.issuerUrl);
  expect(jwks.keys.map(({ kid }) => kid)).toEqual(after);
  expect(jwks.keys.every(({ x5c }) => x5c.length === 1)).toBe(true);
});

test('metadata and type name the logo, which is there as they say it', async () => {
  const { issuerUrl } = desk.issuer;
  const uri = `${issuerUrl}/logo.png`;
  for (const variant of ['open', 'haip']) {
    const metadata = (await json(`//.well-known/openid-credential-issuer/${variant}`)) as {
      display: unknown[];
      credential_configurations_supported: Record<string, { credential_metadata: { display: unknown[] } }>;
    };
    expect(metadata.display).toEqual([
      { name: 'Test desk', locale: 'en', logo: { uri, alt_text: 'The desk' } },
    ]);
    for (const { credential_metadata } of Object.values(metadata.credential_configurations_supported))
      for (const entry of credential_metadata.display)
        expect(entry).toMatchObject({ logo: { uri, alt_text: 'The desk' } });
  }
  const type = (await json('/credentials/verified-identity/1')) as {
    display: { rendering: { simple: { logo: Record<string, string> } } }[];
  };
  const picture = await desk.request('/logo.png');
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect(type.display).toHaveLength(5);
  for (const { rendering } of type.display)
    expect(rendering.simple.logo).toEqual({
      uri,
      'uri#integrity': `sha256-${createHash('sha256').update(bytes).digest('base64')}`,
      alt_text: 'The desk',
    });
  expect(picture.headers.get('content-type')).toBe('image/png');
  const drawing = await desk.request('/logo.svg');
  expect(drawing.headers.get('content-type')).toBe('image/svg+xml');
  for (const { headers } of [picture, drawing]) {
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  }
});

test('the library’s parser of metadata takes the logo over https', async () => {
  const issuerUrl = 'https://desk.example/open';
  const keys = testKeys({
    store: memoryKeyStore(),
    issuerUrls: [issuerUrl],
    credentialDays: 365,
    clock: Date.now,
    random: randomBytes,
  });
  const profiles = [await loadProfile(PROFILE_FILE)];
  const store = new SqliteIssuerStore(new Database(':memory:'));
  const issuer = createIssuer({ issuerUrl, displayName: 'Desk', logo, keys, store, profiles });
  const client = new Openid4vciClient({
    callbacks: { fetch: (input: string) => issuer.handle(new Request(input)) } as never,
  });
  const { credentialIssuer } = await client.resolveIssuerMetadata(issuerUrl);
  const shown = { uri: `${issuerUrl}/logo.png`, alt_text: 'The desk' };
  expect(credentialIssuer.display).toMatchObject([{ logo: shown }]);
  const [configuration] = Object.values(credentialIssuer.credential_configurations_supported);
  expect(configuration).toMatchObject({
    credential_metadata: { display: expect.arrayContaining([expect.objectContaining({ logo: shown })]) },
  });
  issuer.close();
});

test('HEAD is answered as GET is, without the body', async () => {
  const places = [
    OPEN,
    '//.well-known/oauth-authorization-server/haip',
    '//.well-known/jwt-vc-issuer/open',
    '/did.json',
    '/credentials/verified-identity/1',
    '/logo.png',
    '/logo.svg',
    '/test-ca.crl',
  ];
  const { token } = await freshToken(desk);
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  const { credentials } = (await wallet.credential(token, jwt)).body as {
    credentials: { credential: string }[];
  };
  const { status } = decodeJwt(credentials[0]!.credential.split('~')[0]!) as {
    status: { status_list: { uri: string } };
  };
  const list = status.status_list.uri.slice(desk.issuer.issuerUrl.length);
  for (const path of [...places, list]) {
    const [get, head] = [await desk.request(path), await desk.request(path, { method: 'HEAD' })];
    expect([path, head.status]).toEqual([path, 200]);
    expect(await head.text()).toBe('');
    const length = String((await get.arrayBuffer()).byteLength);
    expect([path, head.headers.get('content-length')]).toEqual([path, length]);
    for (const name of ['content-type', 'cache-control', 'vary'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  }
  expect((await desk.request('/status/none', { method: 'HEAD' })).status).toBe(404);
});

test('the test CA has its revocation list where its certificates say', async () => {
  const ca = new x509.X509Certificate(desk.trustAnchorPem);
  const points = ca.getExtension(x509.CRLDistributionPointsExtension)!.distributionPoints;
  const uri = points[0]!.distributionPoint!.fullName![0]!.uniformResourceIdentifier!;
  const reply = await fetch(uri);
  expect(reply.headers.get('content-type')).toBe('application/pkix-crl');
  const crl = new x509.X509Crl(new Uint8Array(await reply.arrayBuffer()));
  expect(await crl.verify({ publicKey: ca.publicKey })).toBe(true);
});
