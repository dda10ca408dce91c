import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { compactVerify, decodeProtectedHeader } from 'jose';

const hasher = (data: string | ArrayBuffer, algorithm: string) =>
  createHash(algorithm.replace('-', ''))
    .update(typeof data === 'string' ? data : Buffer.from(data))
    .digest();
const common = {
  hasher,
  hashAlg: 'sha-256' as const,
  signAlg: 'ES256',
  saltGenerator: (length: number) => randomBytes(length).toString('base64url'),
};

export async function decodeClaims(credential: string): Promise<Record<string, unknown>> {
  return (await new SDJwtVcInstance(common).getClaims(credential)) as Record<string, unknown>;
}

/** The certificates of an SD-JWT VC's x5c header, leaf first. */
export function certificatesOf(credential: string): X509Certificate[] {
  const { x5c = [] } = decodeProtectedHeader(credential.split('~')[0]!);
  return x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
}

function checkChain(chain: readonly X509Certificate[], anchor: X509Certificate, now: Date): X509Certificate {
  const leaf = chain[0];
  if (leaf === undefined) throw new Error('x5c is empty');
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1] ?? anchor;
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
      throw new Error('x5c is not a chain to the trust anchor');
    if (certificate.validFromDate > now || certificate.validToDate < now)
      throw new Error('a certificate of x5c is out of time');
  }
  return leaf;
}

/**
 * Verifies an SD-JWT VC as a relying party would: chain to the trust anchor, the leaf's SAN URI against iss, and with
 * the SD-JWT library signature, digests, times and type.
 * @throws Error naming what is wrong
 */
export async function verifyCredential(
  credential: string,
  trustAnchorPem: string,
  now = new Date(),
): Promise<Record<string, unknown>> {
  const leaf = checkChain(certificatesOf(credential), new X509Certificate(trustAnchorPem), now);
  const instance = new SDJwtVcInstance({
    ...common,
    verifier: async (data, signature) =>
      compactVerify(`${data}.${signature}`, leaf.publicKey, { algorithms: ['ES256'] }).then(
        () => true,
        () => false,
      ),
  });
  const { payload, header } = await instance.verify(credential, {
    currentDate: Math.floor(now.getTime() / 1000),
  });
  if (header?.typ !== 'dc+sd-jwt') throw new Error('typ is not dc+sd-jwt');
  if (!(leaf.subjectAltName ?? '').split(', ').includes(`URI:${payload.iss}`))
    throw new Error('the leaf certificate does not name the issuer');
  return payload;
}
