import {
  createHash,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  webcrypto,
  type X509Certificate,
} from 'node:crypto';
import type { JWK } from 'jose';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A public key others verify by, with the certificates that vouch for it. */
export interface PublishedKey {
  /** JWK thumbprint (RFC 7638). */
  kid: string;
  publicJwk: JWK;
  /** Base64 DER, leaf first, without the trust anchor (HAIP 1.0 §6.1.1). */
  x5c: readonly string[];
  /** When the first of the certificates ends, milliseconds since the epoch: nothing it signed is valid after that. */
  notAfter: number;
}

export interface SigningKey extends PublishedKey {
  alg: 'ES256';
  /** Signs with ECDSA on P-256 and SHA-256; r and s of 32 bytes each (RFC 7518 §3.4, RFC 9053 §2.1). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** Where a certificate for mdocs departs from ISO/IEC 18013-5 Table B.3. */
export type KeyWarning =
  | 'mdoc-key-usage'
  | 'mdoc-extended-key-usage'
  | 'mdoc-key-identifiers'
  | 'mdoc-issuer-alternative-name'
  | 'mdoc-crl-distribution-point'
  | 'mdoc-country'
  | 'mdoc-validity';

export interface IssuerKeys {
  /** True when the certificates are the issuer's own and worth nothing to anyone else. */
  readonly testOnly: boolean;
  /** What is not wrong with supplied certificates, and yet will be refused by some verifiers. */
  readonly warnings?: readonly KeyWarning[];
  /** The key to sign with now. */
  current(): Promise<SigningKey>;
  /** The key to sign mdocs with, whose certificate has a profile of its own (ISO/IEC 18013-5 Annex B.1.4). */
  forMdoc(): Promise<SigningKey>;
  /** The test CA's revocation list, DER; left out where the CA is the organisation's. */
  crl?(): Promise<Uint8Array>;
  /** The current key first, then those that signed credentials which may still be valid. */
  published(): Promise<readonly PublishedKey[]>;
  /** What a verifier must trust, as PEM; null when it was not supplied. */
  trustAnchorPem(): Promise<string | null>;
  /** 32 secret bytes that follow from the current private key: the same in every process that has it. */
  readonly secret: (purpose: string) => Promise<Uint8Array>;
}

/** The public members of an EC P-256 key, and no others. */
export function publicEcJwk({ kty, crv, x, y }: JWK | JsonWebKey): JWK & { x: string; y: string } {
  return { kty: kty!, crv: crv!, x: x!, y: y! };
}

/** RFC 7638, for EC keys. */
export function thumbprint({ crv, kty, x, y }: JWK): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

export function publishedKey(chain: readonly X509Certificate[]): PublishedKey {
  const publicJwk = publicEcJwk(chain[0]!.publicKey.export({ format: 'jwk' }));
  return {
    kid: thumbprint(publicJwk),
    publicJwk,
    x5c: chain.map((certificate) => certificate.raw.toString('base64')),
    notAfter: Math.min(...chain.map(({ validToDate }) => validToDate.getTime())),
  };
}

export async function signingKey(privateJwk: JWK, chain: readonly X509Certificate[]): Promise<SigningKey> {
  const key = await webcrypto.subtle.importKey('jwk', privateJwk as JsonWebKey, CURVE, false, ['sign']);
  return {
    ...publishedKey(chain),
    alg: 'ES256',
    sign: async (data) =>
      new Uint8Array(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, data)),
  };
}

/** Secrets that follow from a private key, one for each purpose; each is computed once. */
export function secretsOf(privateJwk: JWK): (purpose: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (purpose) => {
    const before = known.get(purpose);
    if (before !== undefined) return before;
    const scalar = Buffer.from(privateJwk.d!, 'base64url');
    const secret = Buffer.from(hkdfSync('sha256', scalar, '', `proofdesk issuer ${purpose}`, 32));
    known.set(purpose, secret);
    return secret;
  };
}

const namesOf = (certificate: X509Certificate) => (certificate.subjectAltName ?? '').split(', ');

export function hasUri(certificate: X509Certificate, url: string): boolean {
  return namesOf(certificate).includes(`URI:${url}`);
}

/** True when the leaf names the identifier: its URI, or at least its host (SD-JWT VC, "X.509 Certificates"). */
export function namesIssuer(certificate: X509Certificate, issuerUrl: string): boolean {
  return (
    hasUri(certificate, issuerUrl) || namesOf(certificate).includes(`DNS:${new URL(issuerUrl).hostname}`)
  );
}

export function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
