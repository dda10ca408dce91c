import { createPublicKey, randomBytes } from 'node:crypto';
import { cborDecode, type DataItem } from '@animo-id/mdoc';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { verifyCredential } from '../../e2e/wallet/index.ts';
import { memoryKeyStore, testKeys } from '../keys/index.ts';
import { loadProfile } from '../profile/index.ts';
import { PHOTO_PROFILE_FILE, PROFILE_FILE, SAMPLE_CLAIMS } from '../testing/test-issuer.ts';
import { verifyMdoc } from '../testing/verify-mdoc.ts';
import { validity } from '../validity.ts';
import { type CredentialInput, encodeCredential } from './index.ts';

const issuerUrl = 'https://kiosk07.id.example/open';
const keys = testKeys({
  store: memoryKeyStore(),
  issuerUrls: [issuerUrl],
  credentialDays: 365,
  clock: Date.now,
  random: randomBytes,
});
const anchor = (await keys.trustAnchorPem())!;
const [plain, photo] = [await loadProfile(PROFILE_FILE), await loadProfile(PHOTO_PROFILE_FILE)];
const jwk = await exportJWK((await generateKeyPair('ES256')).publicKey);
const JPEG = Buffer.from('ffd8ffe000104a46494600', 'hex');
const evidence = [{ type: 'document', check_details: [{ check_method: 'liveness', outcome: 'passed' }] }];
const claims = {
  ...SAMPLE_CLAIMS,
  verification: { time: '2026-11-23T00:00Z', evidence, not_checked: [{ check_method: 'chip-chain' }] },
};
const status = { idx: 4711, uri: `${issuerUrl}/status/abc` };

const encode = async (id: string, change: Partial<CredentialInput> = {}) => {
  const profile = [plain, photo].find(({ configurations }) => configurations.some((one) => one.id === id))!;
  return encodeCredential(
    {
      issuerUrl,
      typesUrl: issuerUrl,
      profile,
      configuration: profile.configurations.find((one) => one.id === id)!,
      claims,
      holder: { jwk, did: null },
      validity: validity(Date.now(), 365),
      status,
      ...change,
    },
    await keys.current(),
    randomBytes,
  );
};
const photoClaims = {
  ...claims,
  picture: `data:image/jpeg;base64,${JPEG.toString('base64')}`,
  document_number: 'L898902C3',
};

test('SD-JWT VC: the status is in the open, as a verifier needs it', async () => {
  const payload = await verifyCredential(await encode('verified-identity-sd-jwt', { status: null }), anchor);
  expect(payload).toMatchObject({ ...claims, iss: issuerUrl });
  expect(payload).not.toHaveProperty('status');
  const open = decodeJwt((await encode('verified-identity-sd-jwt')).split('~')[0]!);
  expect(open.status).toEqual({ status_list: status });
});

test('W3C JWT VC: signed by did:web, bound to the holder’s DID, evidence beside the subject', async () => {
  const jwt = await encode('verified-identity-w3c');
  const { kid, publicJwk } = await keys.current();
  const did = 'did:web:kiosk07.id.example:open';
  expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', typ: 'JWT', kid: `${did}#${kid}` });
  const { payload } = await jwtVerify(jwt, createPublicKey({ key: publicJwk as never, format: 'jwk' }));
  const { verification, ...subject } = claims;
  const holderDid = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
  expect(payload).toMatchObject({
    iss: did,
    cnf: { jwk },
    status: { status_list: status },
    vc: {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiableCredential', 'VerifiedIdentityCredential'],
      issuer: did,
      evidence: [
        {
          type: ['DocumentVerification'],
          check_details: evidence[0]!.check_details,
          not_checked: verification.not_checked,
        },
      ],
    },
  });
  const { vc } = payload as { vc: { credentialSubject: { id: string } } };
  expect(vc.credentialSubject.id).toBe(payload.sub);
  expect(decodeJwt(jwt).sub).toMatch(/^did:jwk:/);
  expect(JSON.parse(Buffer.from(payload.sub!.slice(8), 'base64url').toString())).toEqual(
    JSON.parse(Buffer.from(holderDid.slice(8), 'base64url').toString()),
  );
  expect(vc.credentialSubject).toEqual({ id: payload.sub, ...subject });
  expect(payload).not.toHaveProperty('jti');
});

test('W3C JWT VC: a DID the holder named itself by is kept', async () => {
  const jwt = await encode('verified-identity-w3c', { holder: { jwk, did: 'did:jwk:abc' } });
  expect(decodeJwt(jwt).sub).toBe('did:jwk:abc');
});

test('mdoc: another implementation verifies signature, chain, digests and validity', async () => {
  const doctype = 'invalid.proofdesk.verified-identity.1';
  const { nameSpaces, securityObject } = await verifyMdoc(
    await encode('verified-identity-mdoc'),
    doctype,
    anchor,
  );
  expect(nameSpaces['org.iso.23220.1']).toMatchObject({
    given_name: 'Erika Specimen',
    family_name: 'Mustermann',
    age_over_18: true,
    nationality: 'DE',
  });
  expect(String(nameSpaces['org.iso.23220.1']!.birth_date)).toContain('1974');
  expect(securityObject.docType).toBe(doctype);
  expect(securityObject.version).toBe('1.0');
  const { validityInfo } = securityObject;
  expect(validityInfo.signed).toEqual(validityInfo.validFrom);
  expect(Date.now() - validityInfo.validFrom.getTime()).toBeGreaterThanOrEqual(600_000);
  expect(validityInfo.validUntil.getTime() - validityInfo.validFrom.getTime()).toBe(365 * 86_400_000);
});

test('mdoc: status in the security object, the holder’s key, a portrait as bytes, dates of the issuance', async () => {
  const credential = await encode('photo-identity-mdoc', { claims: photoClaims });
  const { nameSpaces, securityObject } = await verifyMdoc(credential, 'org.iso.23220.photoID.1', anchor);
  expect(Buffer.from(nameSpaces['org.iso.23220.1']!.portrait as Uint8Array)).toEqual(JPEG);
  expect(nameSpaces['org.iso.23220.1']).toMatchObject({
    issue_date: expect.anything(),
    expiry_date: expect.anything(),
  });
  expect(nameSpaces['org.iso.23220.photoID.1']).toEqual({ travel_document_number: 'L898902C3' });
  const { status: told } = securityObject as unknown as { status: Map<string, Map<string, unknown>> };
  expect(Object.fromEntries(told.get('status_list')!)).toEqual(status);
  const key = securityObject.deviceKeyInfo!.deviceKey;
  expect(Buffer.from(key.get(-2) as Uint8Array).toString('base64url')).toBe(jwk.x);
  expect([key.get(1), key.get(-1)]).toEqual([2, 1]);
});

test('mdoc: digest numbers and randoms differ between copies, so that copies do not link', async () => {
  const items = async () => {
    const decoded = cborDecode(
      new Uint8Array(Buffer.from(await encode('verified-identity-mdoc'), 'base64url')),
    ) as Map<string, Map<string, DataItem<Map<string, unknown>>[]>>;
    return decoded
      .get('nameSpaces')!
      .get('org.iso.23220.1')!
      .map(({ data }) => data);
  };
  const copies = await Promise.all(Array.from({ length: 6 }, items));
  const orders = copies.map((copy) => copy.map((item) => item.get('digestID')).join());
  expect(new Set(orders).size).toBeGreaterThan(1);
  const randoms = copies.flatMap((copy) =>
    copy.map((item) => Buffer.from(item.get('random') as Uint8Array).toString('hex')),
  );
  expect(new Set(randoms).size).toBe(randoms.length);
  expect(randoms[0]).toHaveLength(64);
});

test('mdoc: another anchor, another type, a changed value and a time too late are refused', async () => {
  const doctype = 'invalid.proofdesk.verified-identity.1';
  const credential = await encode('verified-identity-mdoc');
  const elsewhere = await testKeys({
    store: memoryKeyStore(),
    issuerUrls: [issuerUrl],
    credentialDays: 365,
    clock: Date.now,
    random: randomBytes,
  }).trustAnchorPem();
  await expect(verifyMdoc(credential, doctype, elsewhere!)).rejects.toThrow();
  await expect(verifyMdoc(credential, 'other', anchor)).rejects.toThrow();
  const bytes = Buffer.from(credential, 'base64url');
  const at = bytes.indexOf('Mustermann');
  bytes[at]! ^= 1;
  await expect(verifyMdoc(bytes.toString('base64url'), doctype, anchor)).rejects.toThrow();
  const late = new Date(Date.now() + 366 * 86_400_000);
  await expect(verifyMdoc(credential, doctype, anchor, late)).rejects.toThrow();
});

test('a portrait is in no credential whose profile does not ask for it', () => {
  expect(plain.claims.some(({ source }) => source.as === 'portrait')).toBe(false);
  expect(photo.claims.some(({ source }) => source.as === 'portrait')).toBe(true);
});
