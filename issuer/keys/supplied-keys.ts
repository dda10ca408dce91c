import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';
import { IssuerError } from '../errors.ts';
import { readPkcs12 } from './pkcs12.ts';
import { type IssuerKeys, isP256, namesIssuer, publishedKey, secretsOf, signingKey } from './signing-key.ts';

/** A private key and its certificates, leaf first: as PEM, or as one PKCS#12 file (RFC 7292). */
export type SuppliedKey =
  | { privateKeyPem: string; passphrase?: string; chainPem: string }
  | { pkcs12: Uint8Array; passphrase: string };

export type SuppliedKeysOptions = SuppliedKey & {
  issuerUrls: readonly string[];
  /** Certificates (leaf first, PEM each) of keys that signed before and may still have to be verified by. */
  previousChainsPem?: readonly string[];
};

const bad = (message: string, cause?: unknown) => new IssuerError('issuer/bad-key', message, { cause });
const isAnchor = (certificate: X509Certificate) => certificate.subject === certificate.issuer;

function certificates(chainPem: string): X509Certificate[] {
  const blocks = chainPem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem) => new X509Certificate(pem));
}

/** PKCS#12 files hold their certificates in any order. */
function ordered(all: readonly X509Certificate[], privateKey: KeyObject): X509Certificate[] {
  const leaf = all.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (leaf === undefined) return [...all];
  const chain = [leaf];
  for (;;) {
    const last = chain.at(-1)!;
    const next = all.find((certificate) => !chain.includes(certificate) && last.checkIssued(certificate));
    if (next === undefined) return chain;
    chain.push(next);
  }
}

function read(supplied: SuppliedKey): { privateKey: KeyObject; chain: X509Certificate[] } {
  if ('pkcs12' in supplied) {
    const { privateKey, certificates: all } = readPkcs12(supplied.pkcs12, supplied.passphrase);
    return { privateKey, chain: ordered(all, privateKey) };
  }
  const { privateKeyPem: key, passphrase, chainPem } = supplied;
  return {
    privateKey: createPrivateKey(passphrase === undefined ? key : { key, passphrase }),
    chain: certificates(chainPem),
  };
}

function check(privateKey: KeyObject, chain: readonly X509Certificate[], issuerUrls: readonly string[]) {
  const leaf = chain[0];
  if (leaf === undefined) throw bad('no certificate was supplied');
  if (!isP256(privateKey)) throw bad('the private key is not an EC P-256 key');
  if (!leaf.checkPrivateKey(privateKey)) throw bad('the private key is not the one of the leaf certificate');
  if (!issuerUrls.every((url) => namesIssuer(leaf, url)))
    throw bad('the leaf certificate has no SAN URI equal to the issuer identifier');
  for (const [index, certificate] of chain.slice(1).entries())
    if (!chain[index]!.verify(certificate.publicKey))
      throw bad('the certificates are not a chain, leaf first');
  if (isAnchor(leaf)) throw bad('the leaf certificate is self-signed');
}

/**
 * Keys an organisation brings.
 * @throws IssuerError issuer/bad-key when the key is not EC P-256 or not the leaf's, the leaf does not name the issuer, or
 * the file does not open with the passphrase
 */
export async function suppliedKeys(options: SuppliedKeysOptions): Promise<IssuerKeys> {
  try {
    const { privateKey, chain } = read(options);
    check(privateKey, chain, options.issuerUrls);
    const privateJwk = privateKey.export({ format: 'jwk' }) as JWK;
    const sent = chain.filter((certificate) => !isAnchor(certificate));
    const signing = await signingKey(privateJwk, sent);
    const previous = (options.previousChainsPem ?? []).map((pem) => {
      const before = certificates(pem).filter((certificate) => !isAnchor(certificate));
      if (before[0] === undefined || !isP256(before[0].publicKey))
        throw bad('a previous certificate is missing or not of an EC P-256 key');
      return publishedKey(before);
    });
    const secretOf = secretsOf(privateJwk);
    const anchor = chain.find(isAnchor)?.toString() ?? null;
    return {
      testOnly: false,
      current: async () => signing,
      published: async () => [signing, ...previous.filter(({ kid }) => kid !== signing.kid)],
      trustAnchorPem: async () => anchor,
      secret: async (purpose) => secretOf(purpose),
    };
  } catch (error) {
    throw error instanceof IssuerError
      ? error
      : bad('the supplied key or certificates cannot be read', error);
  }
}
