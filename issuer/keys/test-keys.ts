import { X509Certificate } from 'node:crypto';
import { IssuerError } from '../errors.ts';
import type { Clock, RandomSource } from '../types.ts';
import { createEmptyCrl, createLeaf, createMdocLeaf, createTestCa, DAY_MS } from './certificates.ts';
import { type KeyStore, readKeys, type StoredKeys } from './key-store.ts';
import {
  hasUri,
  type IssuerKeys,
  publishedKey,
  type SigningKey,
  secretsOf,
  signingKey,
} from './signing-key.ts';

const CA_DAYS = 3650;
/** How long one leaf signs; after that it only has to outlive what it signed. */
const SIGNING_DAYS = 90;
/** How long verifiers may rely on the CA's revocation list, and how often it is signed anew. */
const CRL_DAYS = 7;
/** Each time another process was first, there are new keys to use: once is enough. */
const TRIES = 5;

export interface TestKeysOptions {
  store: KeyStore;
  /** The identifiers the leaf names, one SAN URI each. */
  issuerUrls: readonly string[];
  /** How long credentials live, at most; their leaf must outlive them. */
  credentialDays: number;
  clock: Clock;
  random: RandomSource;
}

interface OpenKeys {
  stored: StoredKeys;
  signing: SigningKey;
  mdoc: SigningKey;
  /** Milliseconds since the epoch: after that the leaf would not outlive what it signs. */
  signsUntil: number;
  secretOf(purpose: string): Uint8Array;
}

/**
 * Keys of the issuer's own test CA, made at first start and kept in the store. A new leaf takes over when the old one nears
 * the end of its signing time; the old one's certificate, not its key, stays published while its credentials live.
 */
export function testKeys(options: TestKeysOptions): IssuerKeys {
  const { store, issuerUrls, credentialDays, clock, random } = options;
  const leafDays = credentialDays + SIGNING_DAYS;
  let cached: Promise<OpenKeys> | null = null;

  const covers = (pem: string, days: number): boolean =>
    new X509Certificate(pem).validToDate.getTime() - clock() >= days * DAY_MS;
  const signs = (leaf: StoredKeys['mdocLeaf']): leaf is StoredKeys['leaf'] =>
    leaf !== null &&
    covers(leaf.certificatePem, credentialDays) &&
    issuerUrls.every((url) => hasUri(new X509Certificate(leaf.certificatePem), url));

  const made = async (stored: StoredKeys | null): Promise<StoredKeys> => {
    const now = clock();
    const ca =
      stored !== null && covers(stored.ca.certificatePem, leafDays)
        ? stored.ca
        : await createTestCa(now, Math.max(CA_DAYS, 2 * leafDays), random, issuerUrls[0]);
    const retired = (stored?.retired ?? []).filter(({ until }) => until > now);
    const kept = stored !== null && ca === stored.ca && signs(stored.leaf) ? stored.leaf : null;
    if (stored !== null && kept === null)
      retired.unshift({
        certificatePem: stored.leaf.certificatePem,
        until: now + credentialDays * DAY_MS,
      });
    return {
      version: 3,
      ca,
      leaf: kept ?? (await createLeaf(ca, issuerUrls, now, leafDays, random)),
      // Whoever verifies an mdoc is given its certificate with it, so none has to be published afterwards.
      mdocLeaf: await createMdocLeaf(ca, issuerUrls, now, leafDays, random),
      retired,
    };
  };
  /** Of several processes that find no usable keys at once one makes them, and the others take those. */
  const usable = async (): Promise<StoredKeys & { mdocLeaf: StoredKeys['leaf'] }> => {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const before = await store.load();
      const stored = readKeys(before);
      if (stored !== null && signs(stored.leaf) && signs(stored.mdocLeaf))
        return { ...stored, mdocLeaf: stored.mdocLeaf };
      await store.replace(before ?? null, await made(stored));
    }
    throw new IssuerError('issuer/key-store', 'the store of the issuer keys does not keep them');
  };
  const open = async (): Promise<OpenKeys> => {
    const stored = await usable();
    const [leaf, mdocLeaf] = [stored.leaf, stored.mdocLeaf].map(
      ({ certificatePem }) => new X509Certificate(certificatePem),
    ) as [X509Certificate, X509Certificate];
    const ends = Math.min(leaf.validToDate.getTime(), mdocLeaf.validToDate.getTime());
    return {
      stored,
      signing: await signingKey(stored.leaf.privateJwk, [leaf]),
      mdoc: await signingKey(stored.mdocLeaf.privateJwk, [mdocLeaf]),
      signsUntil: ends - credentialDays * DAY_MS,
      secretOf: secretsOf(stored.leaf.privateJwk),
    };
  };
  const keys = async () => {
    const known = cached;
    // Of several who find it too old one opens anew, the others take what that one opened.
    if (known !== null && (await known).signsUntil < clock() && cached === known) cached = null;
    cached ??= open();
    try {
      return await cached;
    } catch (error) {
      cached = null;
      throw error;
    }
  };
  let crl: { ca: string; until: number; der: Promise<Uint8Array> } | null = null;
  return {
    testOnly: true,
    current: async () => (await keys()).signing,
    forMdoc: async () => (await keys()).mdoc,
    async crl() {
      const { ca } = (await keys()).stored;
      if (crl === null || crl.until < clock() || crl.ca !== ca.certificatePem)
        crl = {
          ca: ca.certificatePem,
          until: clock() + DAY_MS,
          der: createEmptyCrl(ca, clock(), CRL_DAYS),
        };
      return crl.der;
    },
    published: async () => {
      const { stored, signing } = await keys();
      const retired = stored.retired.filter(({ until }) => until > clock());
      return [
        signing,
        ...retired.map(({ certificatePem }) => publishedKey([new X509Certificate(certificatePem)])),
      ];
    },
    trustAnchorPem: async () => (await keys()).stored.ca.certificatePem,
    secret: async (purpose) => (await keys()).secretOf(purpose),
  };
}
