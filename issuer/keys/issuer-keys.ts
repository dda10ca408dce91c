import { createPrivateKey, X509Certificate } from 'node:crypto';
import { exportJWK, importJWK, type JWK } from 'jose';
import { IssuerError } from '../errors.ts';
import type { Clock, RandomSource } from '../types.ts';
import { createLeaf, createTestCa, DAY_MS } from './certificates.ts';
import { type KeyStore, loadKeys, type StoredKeys } from './key-store.ts';

const CA_DAYS = 3650;
/** How long one leaf signs; after that it only has to outlive what it signed. */
const SIGNING_DAYS = 90;

type PrivateKey = Exclude<Awaited<ReturnType<typeof importJWK>>, Uint8Array>;

export interface SigningKey {
  privateKey: PrivateKey;
  alg: 'ES256';
  /** Base64 DER, leaf first, without the trust anchor (HAIP 1.0 §6.1.1). */
  x5c: readonly string[];
}

export interface IssuerKeys {
  /** True when the certificates are the issuer's own and worth nothing to anyone else. */
  readonly testOnly: boolean;
  /** The key to sign with now; a new leaf when the old one nears the end of its signing time. */
  current(): Promise<SigningKey>;
  /** What a verifier must trust, as PEM; null when it was not supplied. */
  trustAnchorPem(): Promise<string | null>;
}

async function signingKey(privateJwk: JWK, chain: readonly X509Certificate[]): Promise<SigningKey> {
  return {
    privateKey: (await importJWK(privateJwk, 'ES256')) as PrivateKey,
    alg: 'ES256',
    x5c: chain.map((certificate) => certificate.raw.toString('base64')),
  };
}

function namesIssuer(certificate: X509Certificate, issuerUrl: string): boolean {
  const names = (certificate.subjectAltName ?? '').split(', ');
  return names.includes(`URI:${issuerUrl}`);
}

export interface TestKeysOptions {
  store: KeyStore;
  issuerUrl: string;
  /** How long credentials live, at most; their leaf must outlive them. */
  credentialDays: number;
  clock: Clock;
  random: RandomSource;
}

/** Keys of the issuer's own test CA, made at first start and kept in the store. */
export function testKeys({ store, issuerUrl, credentialDays, clock, random }: TestKeysOptions): IssuerKeys {
  const leafDays = credentialDays + SIGNING_DAYS;
  let cached: Promise<{ stored: StoredKeys; signing: SigningKey }> | null = null;

  const covers = (pem: string, days: number): boolean =>
    new X509Certificate(pem).validToDate.getTime() - clock() >= days * DAY_MS;
  const usable = (stored: StoredKeys): boolean =>
    covers(stored.leaf.certificatePem, credentialDays) &&
    namesIssuer(new X509Certificate(stored.leaf.certificatePem), issuerUrl);

  const open = async () => {
    let stored = await loadKeys(store);
    if (stored === null || !usable(stored)) {
      const ca =
        stored !== null && covers(stored.ca.certificatePem, leafDays)
          ? stored.ca
          : await createTestCa(clock(), Math.max(CA_DAYS, 2 * leafDays), random);
      stored = { version: 1, ca, leaf: await createLeaf(ca, issuerUrl, clock(), leafDays, random) };
      await store.save(stored);
    }
    const leaf = new X509Certificate(stored.leaf.certificatePem);
    return { stored, signing: await signingKey(stored.leaf.privateJwk, [leaf]) };
  };
  const keys = async () => {
    if (cached !== null && !usable((await cached).stored)) cached = null;
    cached ??= open();
    try {
      return await cached;
    } catch (error) {
      cached = null;
      throw error;
    }
  };
  return {
    testOnly: true,
    current: async () => (await keys()).signing,
    trustAnchorPem: async () => (await keys()).stored.ca.certificatePem,
  };
}

/**
 * Keys an organisation brings: a PKCS#8 or SEC1 private key and its certificates, leaf first, as PEM.
 * @throws IssuerError issuer/bad-key when the key is not EC P-256 or not the leaf's, or the leaf does not name the issuer
 */
export async function suppliedKeys(options: {
  privateKeyPem: string;
  chainPem: string;
  issuerUrl: string;
}): Promise<IssuerKeys> {
  const bad = (message: string, cause?: unknown) => new IssuerError('issuer/bad-key', message, { cause });
  try {
    const privateKey = createPrivateKey(options.privateKeyPem);
    const chain = (
      options.chainPem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
    ).map((pem) => new X509Certificate(pem));
    const leaf = chain[0];
    if (leaf === undefined) throw bad('no certificate was supplied');
    if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
      throw bad('the private key is not an EC P-256 key');
    if (!leaf.checkPrivateKey(privateKey))
      throw bad('the private key is not the one of the leaf certificate');
    if (!namesIssuer(leaf, options.issuerUrl))
      throw bad('the leaf certificate has no SAN URI equal to the issuer identifier');
    for (const [index, certificate] of chain.slice(1).entries())
      if (!chain[index]!.verify(certificate.publicKey))
        throw bad('the certificates are not a chain, leaf first');
    if (leaf.subject === leaf.issuer) throw bad('the leaf certificate is self-signed');
    const isAnchor = (certificate: X509Certificate) => certificate.subject === certificate.issuer;
    const signing = await signingKey(
      await exportJWK(privateKey),
      chain.filter((certificate) => !isAnchor(certificate)),
    );
    const anchor = chain.find(isAnchor)?.toString() ?? null;
    return { testOnly: false, current: async () => signing, trustAnchorPem: async () => anchor };
  } catch (error) {
    throw error instanceof IssuerError
      ? error
      : bad('the supplied key or certificates cannot be read', error);
  }
}
