import { afterEach, beforeEach, expect, test } from 'vitest';
import { certificatesOf, redeemOffer, verifyCredential } from '../e2e/wallet/index.ts';
import { SAMPLE_CLAIMS, startTestIssuer, type TestIssuer } from './testing/test-issuer.ts';

let desk: TestIssuer;
beforeEach(async () => {
  desk = await startTestIssuer();
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

const states = () => desk.seen.map(({ state }) => state);

test('a real client library redeems an offer by reference, and a real verifier accepts the credential', async () => {
  const { offerUri, txCode, offerId } = await desk.offer();
  expect(txCode).toMatch(/^\d{6}$/);
  const { credential, claims, credentialIssuer } = await redeemOffer(offerUri, { txCode: txCode! });
  expect(credentialIssuer).toBe(desk.issuer.issuerUrl);
  expect(claims).toMatchObject(SAMPLE_CLAIMS);
  const payload = await verifyCredential(credential, desk.trustAnchorPem);
  expect(payload).toMatchObject({ ...SAMPLE_CLAIMS, iss: desk.issuer.issuerUrl });
  expect(certificatesOf(credential)).toHaveLength(1);
  expect(states()).toEqual(['created', 'retrieved', 'code-asked', 'token', 'issued', 'accepted']);
  expect(await desk.issuer.status(offerId)).toMatchObject({ state: 'accepted', subjectRef: 'visit-1' });
});

test('an offer by value, without a transaction code', async () => {
  const { byValueUri, txCode } = await desk.offer({ txCode: false });
  expect(txCode).toBeUndefined();
  const { credential } = await redeemOffer(byValueUri, { event: 'credential_failure' });
  await verifyCredential(credential, desk.trustAnchorPem);
  expect(states()).toEqual(['created', 'token', 'issued', 'refused']);
});

test('the credential is valid from 10 to 70 minutes ago, on the hour, and its type is described at its vct', async () => {
  const { offerUri, txCode } = await desk.offer();
  const { claims } = await redeemOffer(offerUri, { txCode: txCode! });
  const { nbf, exp, vct } = claims as { nbf: number; exp: number; vct: string };
  const age = Date.now() / 1000 - nbf;
  expect(nbf % 3600).toBe(0);
  expect(age).toBeGreaterThanOrEqual(600);
  expect(age).toBeLessThan(4200);
  expect(exp - nbf).toBe(365 * 86_400);
  const metadata = (await (await fetch(vct)).json()) as { display: { locale: string }[] };
  expect(metadata).toMatchObject({ vct });
  expect(metadata.display.map(({ locale }) => locale)).toEqual(
    expect.arrayContaining(['en', 'de', 'fr', 'es', 'ar']),
  );
});

test('of eight phones at once exactly one gets the credential', async () => {
  const { offerUri, txCode } = await desk.offer();
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () => redeemOffer(offerUri, { txCode: txCode! })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(states().filter((state) => state === 'issued')).toHaveLength(1);
});

test('a phone with a wrong code is refused by the issuer; the right one still works', async () => {
  const { offerUri, txCode } = await desk.offer();
  const wrong = txCode === '000000' ? '000001' : '000000';
  await expect(redeemOffer(offerUri, { txCode: wrong })).rejects.toMatchObject({
    errorResponse: { error: 'invalid_grant' },
  });
  expect(desk.seen.at(-1)).toMatchObject({ state: 'code-wrong', triesLeft: 4 });
  await redeemOffer(offerUri, { txCode: txCode! });
  expect(desk.seen.at(-1)).toMatchObject({ state: 'accepted' });
});

test('a verifier refuses another anchor, a changed disclosure, another signature and a time too late', async () => {
  const { offerUri, txCode } = await desk.offer();
  const { credential } = await redeemOffer(offerUri, { txCode: txCode! });
  const elsewhere = await startTestIssuer();
  await elsewhere.close();
  await expect(verifyCredential(credential, elsewhere.trustAnchorPem)).rejects.toThrow('trust anchor');
  const [jwt, first, ...rest] = credential.split('~');
  const [salt, name] = JSON.parse(Buffer.from(first!, 'base64url').toString());
  const forged = Buffer.from(JSON.stringify([salt, name, 'Mallory'])).toString('base64url');
  const changed = await verifyCredential([jwt, forged, ...rest].join('~'), desk.trustAnchorPem).catch(
    () => ({}),
  );
  expect(JSON.stringify(changed)).not.toContain('Mallory');
  const [header, payload, signature] = jwt!.split('.');
  const flipped = (signature![0] === 'A' ? 'B' : 'A') + signature!.slice(1);
  const resigned = [`${header}.${payload}.${flipped}`, first, ...rest].join('~');
  await expect(verifyCredential(resigned, desk.trustAnchorPem)).rejects.toThrow();
  const late = new Date(Date.now() + 366 * 86_400_000);
  await expect(verifyCredential(credential, desk.trustAnchorPem, late)).rejects.toThrow();
});
