import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { importJWK } from 'jose';
import { createTestCa, DAY_MS } from '../keys/certificates.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * A server's certificate of an authority of its own, as PEM.
 * @param name DNS name or, with `ip`, an address
 * @param ends days from now; negative ones are over
 */
export async function tlsCertificate({
  name,
  ip = false,
  ends = 30,
}: {
  name: string;
  ip?: boolean;
  ends?: number;
}): Promise<{ key: string; cert: string; root: string }> {
  const now = Date.now();
  const ca = await createTestCa(now - 100 * DAY_MS, 400, randomBytes);
  const authority = new x509.X509Certificate(ca.certificatePem);
  const pair = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: [{ CN: ['Server for tests'] }],
    issuer: authority.subjectName,
    notBefore: new Date(now - 90 * DAY_MS),
    notAfter: new Date(now + ends * DAY_MS),
    publicKey: pair.publicKey,
    signingKey: (await importJWK(ca.privateJwk, 'ES256')) as webcrypto.CryptoKey,
    signingAlgorithm: P256,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: ip ? 'ip' : 'dns', value: name }])],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    cert: leaf.toString('pem'),
    root: ca.certificatePem,
  };
}
