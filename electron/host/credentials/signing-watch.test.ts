import Database from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import { redeemOffer, verifyCredential } from '../../../e2e/wallet/index.ts';
import { type IssuerKeys, loadProfile, memoryKeyStore, suppliedKeys } from '../../../issuer/index.ts';
import { libraryWallet } from '../../../issuer/testing/library-wallet.ts';
import { organisationKeys } from '../../../issuer/testing/organisation-keys.ts';
import { verifyMdoc } from '../../../issuer/testing/verify-mdoc.ts';
import { type EmbeddedIssuerOptions, type RunningIssuer, startEmbeddedIssuer } from './index.ts';
import { watchSigning } from './signing-watch.ts';

const DAY = 86_400_000;
const profile = await loadProfile(
  new URL('../../../resources/credentials/verified-identity.json', import.meta.url),
);
const claims = {
  given_name: 'Anna',
  family_name: 'Eriksson',
  birthdate: '1974-08-12',
  verification: { evidence: [] },
};
const order = { subjectRef: 'visit', claims, txCode: false };
const running: RunningIssuer[] = [];
afterEach(async () => {
  for (const issuer of running.splice(0)) await issuer.close();
});

/** An issuer in this process with keys of an organisation that has just brought them. */
async function start(days: number, more: Partial<EmbeddedIssuerOptions> & { ownMdoc?: boolean } = {}) {
  const { ownMdoc = true, ...options } = more;
  const told: (string | null)[] = [];
  let root = '';
  let offset = 0;
  const issuer = await startEmbeddedIssuer({
    database: new Database(':memory:'),
    keyStore: memoryKeyStore(),
    profile,
    displayName: 'Desk',
    clock: () => Date.now() + offset,
    signingNotice: (code) => told.push(code),
    async keys(issuerUrls) {
      const { rootPem, privateKeyPem, chainPem, mdoc } = await organisationKeys(
        issuerUrls as [string, ...string[]],
        { days },
      );
      root = rootPem;
      return suppliedKeys({ privateKeyPem, chainPem, issuerUrls, ...(ownMdoc ? { mdoc } : {}) });
    },
    ...options,
  });
  running.push(issuer);
  return {
    issuer,
    told,
    root: () => root,
    advance: (ms: number) => {
      offset += ms;
    },
  };
}

test('the credentials are signed with the supplied keys, each form with its own', async () => {
  const { issuer, told, root } = await start(400);
  expect(issuer.port.testOnly).toBe(false);
  expect(issuer.trustAnchorPem!.trim()).toBe(root().trim());
  expect(told).toEqual([]);
  expect(issuer.health()).toMatchObject({ state: 'ok' });
  const { offerUri } = await issuer.port.createOffer(order);
  const { credential } = await redeemOffer(offerUri);
  await verifyCredential(credential, root());
  const mdocForm = issuer.port.forms!.indexOf('mso_mdoc');
  const offer = await issuer.port.createOffer({ ...order, form: mdocForm });
  const { credentials } = await libraryWallet(offer.offerUri);
  await verifyMdoc(credentials[0]!, 'invalid.proofdesk.verified-identity.1', root());
});

test('staff hear that the certificate ends, and offers end with it', async () => {
  const { issuer, told, advance } = await start(40);
  await issuer.port.createOffer(order);
  expect(told).toEqual([]);
  advance(15 * DAY);
  await issuer.port.createOffer(order);
  await issuer.port.createOffer(order);
  expect(told).toEqual(['credentials/signing-ends-soon']);
  expect(issuer.health()).toMatchObject({
    state: 'degraded',
    detail: expect.stringMatching(/signing certificate ends \d{4}-/),
  });
  advance(25 * DAY);
  await expect(issuer.port.createOffer(order)).rejects.toMatchObject({ code: 'credentials/signing-expired' });
  expect(told.slice(1)).toEqual(['credentials/signing-expired']);
  expect(issuer.health()).toMatchObject({
    state: 'down',
    detail: expect.stringContaining('signing-expired'),
  });
  await issuer.tellSigning();
  expect(told.slice(2)).toEqual(['credentials/signing-expired']);
  advance(-40 * DAY);
  await issuer.port.createOffer(order);
  expect(told.at(-1)).toBe(null);
});

test('a certificate that has ended, or not begun, is told at the start and offers nothing', async () => {
  const ended = await start(-1);
  expect(ended.told).toEqual(['credentials/signing-expired']);
  await expect(ended.issuer.port.createOffer(order)).rejects.toMatchObject({
    code: 'credentials/signing-expired',
  });
  const early = await start(400, { clock: () => Date.now() - 10 * DAY });
  expect(early.told).toEqual(['credentials/signing-expired']);
});

test('what verifiers of mdocs miss is told where mdocs are issued, and nowhere else', async () => {
  const one = await start(400, { ownMdoc: false });
  expect(one.told).toEqual(['credentials/signing-mdoc-profile']);
  expect(one.issuer.health()).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('mdoc-extended-key-usage'),
  });
  await one.issuer.port.createOffer(order);
  const none = await start(400, { ownMdoc: false, formats: ['dc+sd-jwt'] });
  expect(none.told).toEqual([]);
  expect(none.issuer.health()).toMatchObject({ state: 'ok' });
});

test('an hourly look that fails is told, and the next one looks again', async () => {
  vi.useFakeTimers();
  try {
    const broken = new Error('the keys cannot be read');
    const current = vi.fn(() => Promise.reject(broken));
    const report = vi.fn();
    const keys = { testOnly: false, current } as unknown as IssuerKeys;
    const watch = watchSigning({ keys, formats: ['dc+sd-jwt'], clock: () => 0, report });
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(report.mock.calls).toEqual([[broken], [broken]]);
    watch.stop();
  } finally {
    vi.useRealTimers();
  }
});

test('keys of the test CA renew themselves and say that they are for tests', async () => {
  const told: unknown[] = [];
  const issuer = await startEmbeddedIssuer({
    database: new Database(':memory:'),
    keyStore: memoryKeyStore(),
    profile,
    displayName: 'Desk',
    signingNotice: (code) => told.push(code),
  });
  running.push(issuer);
  expect(issuer.port.testOnly).toBe(true);
  expect(issuer.health().detail).toContain('test certificate');
  expect(told).toEqual([]);
});
