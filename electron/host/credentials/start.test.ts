import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { redeemOffer, verifyCredential } from '../../../e2e/wallet/index.ts';
import { loadProfile, memoryKeyStore } from '../../../issuer/index.ts';
import { claimsFromVisit, type RunningIssuer, screenState, startEmbeddedIssuer } from './index.ts';

const profile = await loadProfile(
  new URL('../../../resources/credentials/verified-identity.json', import.meta.url),
);
const claims = claimsFromVisit(
  {
    givenNames: 'ANNA MARIA',
    familyName: 'ERIKSSON',
    birthDate: '1974-08-12',
    nationality: 'UTO',
    issuingState: 'UTO',
    documentType: 'P',
    documentNumber: 'L898902C3',
    expiryDate: '2032-04-15',
  },
  [{ check: 'mrz-check-digits', outcome: 'passed', reason: '' }],
  profile,
  '2026-11-23',
);

const running: RunningIssuer[] = [];
afterEach(async () => {
  for (const issuer of running.splice(0)) await issuer.close();
});
const start = async (database = new Database(':memory:'), port = 0, keyStore = memoryKeyStore()) => {
  const issuer = await startEmbeddedIssuer({ database, keyStore, profile, displayName: 'Desk', port });
  running.push(issuer);
  return issuer;
};

test('a visit becomes a credential on a phone, and the screen hears of every step', async () => {
  const { port, trustAnchorPem, issuerUrl } = await start();
  expect(port.testOnly).toBe(true);
  const screens: (string | null)[] = [];
  const stop = port.subscribe(({ state }) => screens.push(screenState(state)));
  const offer = await port.createOffer({ subjectRef: 'visit-7', claims, txCode: true });
  const { credential } = await redeemOffer(offer.offerUri, { txCode: offer.txCode! });
  expect(await verifyCredential(credential, trustAnchorPem!)).toMatchObject({ ...claims, iss: issuerUrl });
  expect(screens).toEqual(['waiting', 'scanned', 'code-asked', 'issuing', 'issued', 'issued']);
  stop();
  expect(await port.cancel(offer.offerId)).toBe(false);
});

test('an offer outlives a restart of the host on the same port', async () => {
  const database = new Database(':memory:');
  const keyStore = memoryKeyStore();
  const first = await start(database, 0, keyStore);
  const offer = await first.port.createOffer({ subjectRef: 'visit-8', claims, txCode: true });
  await running.pop()!.close();
  const second = await start(database, Number(new URL(first.issuerUrl).port), keyStore);
  expect(await second.port.status(offer.offerId)).toMatchObject({ state: 'created', subjectRef: 'visit-8' });
  expect(second.trustAnchorPem).toBe(first.trustAnchorPem);
  const { credential } = await redeemOffer(offer.offerUri, { txCode: offer.txCode! });
  await verifyCredential(credential, first.trustAnchorPem!);
});

test('a taken port, an unknown offer and a profile without its claims are typed errors', async () => {
  const { issuerUrl, port } = await start();
  await expect(start(undefined, Number(new URL(issuerUrl).port))).rejects.toMatchObject({
    code: 'credentials/listen-failed',
  });
  await expect(port.status('none')).rejects.toMatchObject({ code: 'credentials/unknown-offer' });
  await expect(port.cancel('none')).rejects.toMatchObject({ code: 'credentials/unknown-offer' });
  await expect(port.createOffer({ subjectRef: 'visit-9', claims: {}, txCode: false })).rejects.toMatchObject({
    code: 'credentials/offer-failed',
    cause: { code: 'issuer/bad-claims' },
  });
});

test('an identifier phones would not accept is refused, and the port is given back', async () => {
  const { issuerUrl } = await start();
  await running.pop()!.close();
  const port = Number(new URL(issuerUrl).port);
  const refused = startEmbeddedIssuer({
    database: new Database(':memory:'),
    keyStore: memoryKeyStore(),
    profile,
    displayName: 'Desk',
    port,
    publicBaseUrl: 'http://kiosk07.id.example',
  });
  await expect(refused).rejects.toMatchObject({ code: 'issuer/bad-url' });
  expect((await start(undefined, port)).issuerUrl).toBe(issuerUrl);
});
