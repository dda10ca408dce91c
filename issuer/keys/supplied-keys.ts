import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';
import { IssuerError } from '../errors.ts';
import { mdocWarnings } from './mdoc-profile.ts';
import { readPkcs12 } from './pkcs12.ts';
import {
  type IssuerKeys,
  isP256,
  namesIssuer,
  type PublishedKey,
  publishedKey,
  type SigningKey,
  secretsOf,
  signingKey,
} from './signing-key.ts';

/** A private key and its certificates, leaf first: as PEM, or as one PKCS#12 file (RFC 7292). */
export type SuppliedKey =
  | { privateKeyPem: string; passphrase?: string; chainPem: string }
  | { pkcs12: Uint8Array; passphrase: string };

export type SuppliedKeysOptions = SuppliedKey & {
  issuerUrls: readonly string[];
  /** Certificates (leaf first, PEM each) of keys that signed before and may still have to be verified by. */
  previousChainsPem?: readonly string[];
  /** What mdocs are signed with, whose certificate has a profile of its own; the same key when not given. */
  mdoc?: SuppliedKey;
};

const bad = (message: string) => new IssuerError('issuer/bad-key', message);
// Whatever could not parse a key may quote it, so it is no cause.
const unreadable = (message: string) => new IssuerError('issuer/key-unreadable', message);
const isAnchor = (certificate: X509Certificate) => certificate.subject === certificate.issuer;

function certificates(chainPem: string): X509Certificate[] {
  const blocks = chainPem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw unreadable('there is no certificate in PEM where one should be');
  try {
    return blocks.map((pem) => new X509Certificate(pem));
  } catch {
    throw unreadable('a certificate cannot be read');
  }
}

function privateKeyOf(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase });
  } catch {
    throw pem.includes('ENCRYPTED')
      ? new IssuerError('issuer/key-passphrase', 'the private key does not open with this passphrase')
      : unreadable('the private key cannot be read as PEM');
  }
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
  const { privateKeyPem, passphrase, chainPem } = supplied;
  return { privateKey: privateKeyOf(privateKeyPem, passphrase), chain: certificates(chainPem) };
}

function check(privateKey: KeyObject, chain: readonly X509Certificate[]): X509Certificate {
  const leaf = chain[0];
  if (leaf === undefined) throw unreadable('no certificate was supplied');
  if (!isP256(privateKey)) throw bad('the private key is not an EC P-256 key');
  if (!leaf.checkPrivateKey(privateKey))
    throw new IssuerError(
      'issuer/key-mismatch',
      'the private key is not the one of the leaf certificate, which stands first',
    );
  for (const [index, certificate] of chain.slice(1).entries())
    if (!chain[index]!.verify(certificate.publicKey))
      throw bad('the certificates are not a chain, leaf first');
  if (isAnchor(leaf)) throw bad('the leaf certificate is self-signed');
  return leaf;
}

interface Opened {
  privateJwk: JWK;
  leaf: X509Certificate;
  signing: SigningKey;
  anchor: string | null;
}

async function open(supplied: SuppliedKey): Promise<Opened> {
  const { privateKey, chain } = read(supplied);
  const leaf = check(privateKey, chain);
  const privateJwk = privateKey.export({ format: 'jwk' }) as JWK;
  const sent = chain.filter((certificate) => !isAnchor(certificate));
  const anchor = chain.find(isAnchor)?.toString() ?? null;
  return { privateJwk, leaf, signing: await signingKey(privateJwk, sent), anchor };
}

function previous(chainPem: string): PublishedKey {
  const [leaf, ...others] = certificates(chainPem).filter((certificate) => !isAnchor(certificate));
  if (leaf === undefined || !isP256(leaf.publicKey))
    throw bad('a previous certificate is missing or not of an EC P-256 key');
  return publishedKey([leaf, ...others]);
}

/**
 * Keys an organisation brings. That their certificates end is not looked at here: who issues looks at it each time.
 * @throws IssuerError issuer/key-unreadable; issuer/key-passphrase; issuer/key-mismatch when the key is not the leaf's;
 * issuer/key-name when the leaf does not name the issuer; issuer/bad-key when the key is not EC P-256, the certificates are
 * no chain or the leaf is self-signed
 */
export async function suppliedKeys(options: SuppliedKeysOptions): Promise<IssuerKeys> {
  const { privateJwk, leaf, signing, anchor } = await open(options);
  if (!options.issuerUrls.every((url) => namesIssuer(leaf, url)))
    throw new IssuerError(
      'issuer/key-name',
      'the leaf certificate has no SAN URI equal to the issuer identifier',
    );
  const mdoc = options.mdoc === undefined ? null : await open(options.mdoc);
  const before = (options.previousChainsPem ?? []).map(previous);
  const secretOf = secretsOf(privateJwk);
  return {
    testOnly: false,
    warnings: mdocWarnings((mdoc ?? { leaf }).leaf),
    current: async () => signing,
    forMdoc: async () => mdoc?.signing ?? signing,
    published: async () => [signing, ...before.filter(({ kid }) => kid !== signing.kid)],
    trustAnchorPem: async () => anchor,
    secret: async (purpose) => secretOf(purpose),
  };
}
