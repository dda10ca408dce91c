import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { loadProfile, memoryKeyStore } from '../../../issuer/index.ts';
import { newAttester } from '../../../issuer/testing/attester.ts';
import { tlsCertificate } from '../../../issuer/testing/tls-certificate.ts';
import { startEmbeddedIssuer } from './index.ts';
import { lookAsPhone } from './own-address.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0)) await end();
});
const profile = await loadProfile(
  new URL('../../../resources/credentials/verified-identity.json', import.meta.url),
);
const claims = {
  given_name: 'Anna',
  family_name: 'Eriksson',
  birthdate: '1974-08-12',
  issuing_country: 'SE',
};
const order = { subjectRef: 'visit', claims: { ...claims, verification: { evidence: [] } }, txCode: false };

async function server(tls: { key: string; cert: string }, listener: RequestListener) {
  const made = createServer(tls, listener);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    made.closeAllConnections();
    made.close();
  });
  return `https://127.0.0.1:${(made.address() as AddressInfo).port}/open`;
}
const metadata =
  (issuer: (url: string) => string): RequestListener =>
  (request, response) => {
    const expected = request.url === '/.well-known/openid-credential-issuer/open';
    response.writeHead(expected ? 200 : 404);
    response.end(JSON.stringify({ credential_issuer: issuer(`https://${request.headers.host}/open`) }));
  };
const own = metadata((url) => url);
const good = () => tlsCertificate({ name: '127.0.0.1', ip: true });

test('a good certificate of a trusted root, with our own metadata behind it, is taken', async () => {
  const tls = await good();
  const ends = await lookAsPhone({ issuerUrl: await server(tls, own), trustedRoots: tls.root });
  expect(Math.abs(ends - Date.now() - 30 * 86_400_000)).toBeLessThan(60_000);
});

test.each([
  ['a root that phones do not know', 'tls-untrusted', async () => ({ tls: await good(), roots: undefined })],
  [
    'a certificate that has ended',
    'tls-expired',
    async () => {
      const tls = await tlsCertificate({ name: '127.0.0.1', ip: true, ends: -1 });
      return { tls, roots: tls.root };
    },
  ],
  [
    'a certificate for another name',
    'tls-name',
    async () => {
      const tls = await tlsCertificate({ name: 'other.example' });
      return { tls, roots: tls.root };
    },
  ],
] as const)('%s is told as what it is', async (_what, code, made) => {
  const { tls, roots } = await made();
  const issuerUrl = await server(tls, own);
  await expect(lookAsPhone({ issuerUrl, ...(roots ? { trustedRoots: roots } : {}) })).rejects.toMatchObject({
    code: `credentials/${code}`,
  });
});

test.each<[string, RequestListener]>([
  ['another issuer', metadata(() => 'https://other.example/open')],
  ['a page to log in to the network', (_request, response) => response.end('<html>Welcome</html>')],
  ['an error', (_request, response) => response.writeHead(500).end()],
])('%s at our address is not us', async (_what, listener) => {
  const tls = await good();
  const look = lookAsPhone({ issuerUrl: await server(tls, listener), trustedRoots: tls.root });
  await expect(look).rejects.toMatchObject({ code: 'credentials/address-not-ours' });
});

test('nobody at our address is told too', async () => {
  const look = lookAsPhone({ issuerUrl: 'https://127.0.0.1:1/open' });
  await expect(look).rejects.toMatchObject({ code: 'credentials/address-unreachable' });
});

const embedded = async (more: Partial<Parameters<typeof startEmbeddedIssuer>[0]>) => {
  const told: (string | null)[] = [];
  const issuer = await startEmbeddedIssuer({
    database: new Database(':memory:'),
    keyStore: memoryKeyStore(),
    profile,
    displayName: 'Desk',
    addressFault: (code) => told.push(code),
    ...more,
  });
  undo.push(() => issuer.close());
  return { issuer, told };
};

test('an issuer that phones would not trust offers nothing, and says why to staff', async () => {
  const { issuer, told } = await embedded({ tls: await good() });
  await expect(issuer.port.createOffer(order)).rejects.toMatchObject({ code: 'credentials/tls-untrusted' });
  expect(told).toEqual(['credentials/tls-untrusted']);
  expect(issuer.health()).toMatchObject({ state: 'down', detail: expect.stringContaining('tls-untrusted') });
});

test('an issuer that phones trust offers, over its own certificate', async () => {
  const tls = await good();
  const { issuer, told } = await embedded({ tls, trustedRoots: tls.root });
  const offer = await issuer.port.createOffer(order);
  expect(offer.claimUrl).toMatch(/^https:/);
  expect(told).toEqual([]);
  expect(issuer.health().detail).not.toContain('ends');
  const soon = await tlsCertificate({ name: '127.0.0.1', ip: true, ends: 3 });
  const ending = await embedded({ tls: soon, trustedRoots: soon.root });
  await ending.issuer.port.createOffer(order);
  expect(ending.issuer.health()).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('ends 2'),
  });
});

test('the forms are the formats asked for, then the identifier for attested wallets', async () => {
  const { anchorPem } = await newAttester();
  const { issuer } = await embedded({ formats: ['dc+sd-jwt', 'mso_mdoc'], attestersPem: [anchorPem] });
  expect(issuer.port.forms).toEqual([
    'dc+sd-jwt',
    'mso_mdoc',
    'dc+sd-jwt, attested wallets',
    'mso_mdoc, attested wallets',
  ]);
  const uris = [];
  for (const form of [0, 1, 2]) uris.push((await issuer.port.createOffer({ ...order, form })).offerUri);
  expect(uris.map((uri) => uri.split('?')[0])).toEqual([
    'openid-credential-offer://',
    'openid-credential-offer://',
    'haip-vci://',
  ]);
  const { issuer: one } = await embedded({ formats: ['jwt_vc_json'] });
  expect(one.port.forms).toEqual(['jwt_vc_json']);
});
