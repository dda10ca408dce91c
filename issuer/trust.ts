import { X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, importX509, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from './types.ts';

/**
 * Seconds. What a phone signs carries the phone's time, which may be wrong by as much as a credential's own backdating
 * forgives; freshness comes from nonces.
 */
export const CLOCK_TOLERANCE = 600;

function chainOf(x5c: unknown): X509Certificate[] {
  if (!Array.isArray(x5c) || x5c.length === 0 || !x5c.every((entry) => typeof entry === 'string'))
    throw new Error('x5c is missing');
  return x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Who is trusted to attest wallets and their keys: root certificates, as PEM. */
export class AttesterTrust {
  readonly #anchors: readonly X509Certificate[];
  readonly #clock: Clock;

  /** @throws Error when a certificate cannot be read, or is none of an authority */
  constructor(anchorsPem: readonly string[], clock: Clock) {
    this.#anchors = anchorsPem.map((pem) => new X509Certificate(pem));
    this.#clock = clock;
    if (!this.#anchors.every(({ ca }) => ca)) throw new Error('a trust anchor is not a CA certificate');
  }

  /**
   * Verifies a JWT signed by ES256 whose x5c leads to an anchor, every certificate in its time.
   * @throws Error saying what is wrong, without personal data
   */
  async verify(jwt: string, typ: readonly string[]): Promise<JWTPayload> {
    const header = decodeProtectedHeader(jwt);
    if (header.alg !== 'ES256' || !typ.includes(header.typ ?? ''))
      throw new Error(`alg or typ is not the one of ${typ[0]}`);
    const leaf = this.#leaf(chainOf(header.x5c));
    const { payload } = await jwtVerify(jwt, await importX509(leaf.toString(), 'ES256'), {
      algorithms: ['ES256'],
      currentDate: new Date(this.#clock()),
      clockTolerance: CLOCK_TOLERANCE,
    });
    return payload;
  }

  #leaf(chain: readonly X509Certificate[]): X509Certificate {
    const now = this.#clock();
    for (const [index, certificate] of chain.entries()) {
      if (certificate.validFromDate.getTime() > now || certificate.validToDate.getTime() < now)
        throw new Error('a certificate of x5c is out of time');
      const anchored = this.#anchors.some(
        (anchor) => isIssuedBy(certificate, anchor) || certificate.raw.equals(anchor.raw),
      );
      if (anchored) return chain[0]!;
      const next = chain[index + 1];
      if (next === undefined || !isIssuedBy(certificate, next)) break;
    }
    throw new Error('x5c does not lead to a trusted attester');
  }
}
