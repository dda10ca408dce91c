import { decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyCredential } from '../e2e/wallet/index.ts';
import { newAttester } from './testing/attester.ts';
import { libraryWallet } from './testing/library-wallet.ts';
import { startTestIssuer, type TestIssuer } from './testing/test-issuer.ts';
import { verifyMdoc } from './testing/verify-mdoc.ts';

// Whole flows by a client library that others wrote, each result judged by a verifier that others wrote.

const provider = await newAttester();
let desk: TestIssuer;
beforeEach(async () => {
  desk = await startTestIssuer({ attestersPem: [provider.anchorPem], options: { status: 'hosted' } });
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});
const last = () => desk.seen.at(-1)?.state;

test('an mdoc, with a transaction code', async () => {
  const { offerUri, txCode } = await desk.offer({ configurationId: 'verified-identity-mdoc' });
  const { credentials, keys } = await libraryWallet(offerUri, { txCode: txCode! });
  const doctype = 'invalid.proofdesk.verified-identity.1';
  const { nameSpaces, securityObject } = await verifyMdoc(credentials[0]!, doctype, desk.trustAnchorPem);
  expect(nameSpaces['org.iso.23220.1']).toMatchObject({ family_name: 'Mustermann', age_over_18: true });
  const x = securityObject.deviceKeyInfo!.deviceKey.get(-2) as Uint8Array;
  expect(Buffer.from(x).toString('base64url')).toBe(keys[0]!.jwk.x);
  expect(last()).toBe('accepted');
});

test('a W3C credential, its key found by did:web', async () => {
  const { offerUri } = await desk.offer({ configurationId: 'verified-identity-w3c', txCode: false });
  const { credentials } = await libraryWallet(offerUri);
  const { verificationMethod } = (await (await desk.request('/did.json')).json()) as {
    verificationMethod: { id: string; publicKeyJwk: Parameters<typeof jwtVerify>[1] }[];
  };
  const { payload } = await jwtVerify(credentials[0]!, async ({ kid }) => {
    return verificationMethod.find(({ id }) => id === kid)!.publicKeyJwk as never;
  });
  expect(payload.iss).toBe(desk.issuer.did);
  expect(last()).toBe('accepted');
});

test('five copies by a token bound to a key', async () => {
  const { offerUri } = await desk.offer({ txCode: false });
  const { credentials, keys } = await libraryWallet(offerUri, { dpop: true, copies: 5 });
  for (const [i, credential] of credentials.entries()) {
    await verifyCredential(credential, desk.trustAnchorPem);
    expect(decodeJwt(credential.split('~')[0]!).cnf).toEqual({ jwk: keys[i]!.jwk });
  }
  expect(credentials).toHaveLength(5);
});

test('a credential that had to wait', async () => {
  const { offerUri, offerId } = await desk.offer({ txCode: false, held: true });
  const { credentials } = await libraryWallet(offerUri, {
    onDeferred: async () => {
      expect(last()).toBe('deferred');
      expect(await desk.issuer.release(offerId)).toBe(true);
    },
  });
  await verifyCredential(credentials[0]!, desk.trustAnchorPem);
  expect(last()).toBe('issued');
});

test('an attested wallet with attested keys, at the other identifier', async () => {
  const { offerUri, txCode } = await desk.offer({ variant: 'haip' });
  const { credentials } = await libraryWallet(offerUri, {
    txCode: txCode!,
    dpop: true,
    copies: 3,
    walletAttestation: (jwk) => provider.attestWallet(jwk),
    keyAttestation: (keys, nonce) => provider.attestKeys(keys, { nonce }),
  });
  expect(credentials).toHaveLength(3);
  const { iss } = await verifyCredential(credentials[0]!, desk.trustAnchorPem);
  expect(iss).toBe(desk.issuer.haipUrl);
});
