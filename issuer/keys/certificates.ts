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

/** A self-signed CA that says in its own name what it is good for. */
export async function createTestCa(now: number, days: number, random: RandomSource): Promise<CertifiedKey> {
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
    ],
  });
  return { privateJwk, certificatePem: certificate.toString('pem') };
}

/** A leaf for signing credentials, bound to the issuer identifiers, which share a host, by a SAN URI each and to the host by DNS or IP. */
export async function createLeaf(
  ca: CertifiedKey,
  issuerUrls: readonly string[],
  now: number,
  days: number,
  random: RandomSource,
): Promise<CertifiedKey> {
  const { keys, privateJwk } = await newKeyPair();
  const authority = new x509.X509Certificate(ca.certificatePem);
  const host = new URL(issuerUrls[0]!).hostname.replace(/^\[|\]$/g, '');
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(random),
    subject: [{ C: [NOWHERE] }, { CN: [`Proofdesk test issuer ${host}`] }],
    issuer: authority.subjectName,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(Math.min(now + days * DAY_MS, authority.notAfter.getTime())),
    publicKey: keys.publicKey,
    signingKey: (await importJWK(ca.privateJwk, 'ES256')) as webcrypto.CryptoKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.SubjectAlternativeNameExtension([
        ...issuerUrls.map((value) => ({ type: 'url' as const, value })),
        { type: isIP(host) === 0 ? 'dns' : 'ip', value: host },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey, false),
    ],
  });
  return { privateJwk, certificatePem: certificate.toString('pem') };
}
