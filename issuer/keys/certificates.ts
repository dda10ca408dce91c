import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { exportJWK, importJWK, type JWK } from 'jose';
import type { RandomSource } from '../types.ts';

export const DAY_MS = 86_400_000;
export const TEST_CA_NAME = 'Proofdesk test CA – not for production';

/** Verifiers of mdocs want a country in both names (ISO/IEC 18013-5 Annex B); ISO 3166-1 leaves this code to users. */
const NOWHERE = 'ZZ';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Verifiers' clocks are wrong too, and a credential's own start lies up to 70 minutes in the past. */
const BACKDATE_MS = DAY_MS;

export interface CertifiedKey {
  privateJwk: JWK;
  certificatePem: string;
}

function serialNumber(random: RandomSource): string {
  const bytes = Buffer.from(random(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function newKeyPair(): Promise<{ keys: webcrypto.CryptoKeyPair; privateJwk: JWK }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  return { keys, privateJwk: await exportJWK(keys.privateKey) };
}

const names = (issuerUrl: string) =>
  new x509.IssuerAlternativeNameExtension([{ type: 'url', value: issuerUrl }]);

/** Where the CA's revocation list is, which the issuer serves itself. */
export const TEST_CRL_PATH = 'test-ca.crl';
const revocation = (issuerUrl: string) =>
  new x509.CRLDistributionPointsExtension([`${issuerUrl}/${TEST_CRL_PATH}`]);

/**
 * A self-signed CA that says in its own name what it is good for.
 * @param issuerUrl the issuer it is for; with it the certificate has what verifiers of mdocs want of a root (ISO/IEC 18013-5
 * Table B.1): whom to ask, and where its revocation list is
 */
export async function createTestCa(
  now: number,
  days: number,
  random: RandomSource,
  issuerUrl?: string,
): Promise<CertifiedKey> {
  const { keys, privateJwk } = await newKeyPair();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(random),
    name: [{ C: [NOWHERE] }, { CN: [TEST_CA_NAME] }, { O: ['Proofdesk'] }],
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + days * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
      ...(issuerUrl === undefined ? [] : [names(issuerUrl), revocation(issuerUrl)]),
    ],
  });
  return { privateJwk, certificatePem: certificate.toString('pem') };
}

const authorityKey = async ({ privateJwk }: CertifiedKey) =>
  (await importJWK(privateJwk, 'ES256')) as webcrypto.CryptoKey;

/** What the leaf's extensions follow from. */
interface LeafParts {
  publicKey: webcrypto.CryptoKey;
  authority: x509.X509Certificate;
  alternativeNames: x509.SubjectAlternativeNameExtension;
}

async function certify(
  ca: CertifiedKey,
  issuerUrls: readonly string[],
  times: { now: number; days: number },
  random: RandomSource,
  purpose: { name: string; extensions(parts: LeafParts): x509.Extension[] },
): Promise<CertifiedKey> {
  const { keys, privateJwk } = await newKeyPair();
  const authority = new x509.X509Certificate(ca.certificatePem);
  const host = new URL(issuerUrls[0]!).hostname.replace(/^\[|\]$/g, '');
  const alternativeNames = new x509.SubjectAlternativeNameExtension([
    ...issuerUrls.map((value) => ({ type: 'url' as const, value })),
    { type: isIP(host) === 0 ? 'dns' : 'ip', value: host },
  ]);
  const { now, days } = times;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(random),
    subject: [{ C: [NOWHERE] }, { CN: [`${purpose.name} ${host}`] }],
    issuer: authority.subjectName,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(Math.min(now + days * DAY_MS, authority.notAfter.getTime())),
    publicKey: keys.publicKey,
    signingKey: await authorityKey(ca),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      ...purpose.extensions({ publicKey: keys.publicKey, authority, alternativeNames }),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey, false),
    ],
  });
  return { privateJwk, certificatePem: certificate.toString('pem') };
}

/**
 * A leaf for signing credentials that are JWTs, bound to the issuer identifiers, which share a host, by a SAN URI each and to
 * the host by DNS or IP.
 */
export function createLeaf(
  ca: CertifiedKey,
  issuerUrls: readonly string[],
  now: number,
  days: number,
  random: RandomSource,
): Promise<CertifiedKey> {
  return certify(ca, issuerUrls, { now, days }, random, {
    name: 'Proofdesk test issuer',
    extensions: ({ alternativeNames }) => [
      new x509.BasicConstraintsExtension(false, undefined, true),
      alternativeNames,
    ],
  });
}

/** Extended key usage of an mdoc's signer (ISO/IEC 18013-5 Table B.3). */
export const DOCUMENT_SIGNER = '1.0.18013.5.1.2';

/**
 * A leaf for signing mdocs, by the profile of ISO/IEC 18013-5 Annex B.1.4. It is another than the one of JWTs because that
 * profile has a critical extended key usage, with which a certificate is good for nothing else (RFC 5280 §4.2.1.12), and no
 * basic constraints.
 */
export function createMdocLeaf(
  ca: CertifiedKey,
  issuerUrls: readonly string[],
  now: number,
  days: number,
  random: RandomSource,
): Promise<CertifiedKey> {
  const [issuerUrl] = issuerUrls as [string];
  return certify(ca, issuerUrls, { now, days }, random, {
    name: 'Proofdesk test document signer',
    extensions: ({ alternativeNames }) => [
      new x509.ExtendedKeyUsageExtension([DOCUMENT_SIGNER], true),
      names(issuerUrl),
      revocation(issuerUrl),
      alternativeNames,
    ],
  });
}

/** CRL number (RFC 5280 §5.2.3) of seconds since the epoch, which only grow. */
function crlNumber(now: number): x509.Extension {
  const number = Buffer.alloc(6);
  number.writeUIntBE(Math.floor(now / 1000), 0, 6);
  return new x509.Extension('2.5.29.20', false, Buffer.concat([Buffer.from([0x02, 6]), number]));
}

/** The CA's revocation list, DER, which never has an entry (RFC 5280 §5): a test CA revokes nothing. */
export async function createEmptyCrl(ca: CertifiedKey, now: number, days: number): Promise<Uint8Array> {
  const authority = new x509.X509Certificate(ca.certificatePem);
  const crl = await x509.X509CrlGenerator.create({
    issuer: authority.subjectName,
    thisUpdate: new Date(now - BACKDATE_MS),
    nextUpdate: new Date(now + days * DAY_MS),
    signingAlgorithm: ALGORITHM,
    signingKey: await authorityKey(ca),
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey, false),
      crlNumber(now),
    ],
  });
  return new Uint8Array(crl.rawData);
}
