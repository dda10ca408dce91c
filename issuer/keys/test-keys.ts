import { X509Certificate } from 'node:crypto';
import type { Clock, RandomSource } from '../types.ts';
import { createLeaf, createTestCa, DAY_MS } from './certificates.ts';
import { type KeyStore, loadKeys, type StoredKeys } from './key-store.ts';
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
  const usable = ({ leaf }: StoredKeys): boolean => {
    const certificate = new X509Certificate(leaf.certificatePem);
    return covers(leaf.certificatePem, credentialDays) && issuerUrls.every((url) => hasUri(certificate, url));
  };

  const replaced = async (stored: StoredKeys | null): Promise<StoredKeys> => {
    const now = clock();
    const ca =
      stored !== null && covers(stored.ca.certificatePem, leafDays)
        ? stored.ca
        : await createTestCa(now, Math.max(CA_DAYS, 2 * leafDays), random);
    const retired = (stored?.retired ?? []).filter(({ until }) => until > now);
    if (stored !== null)
      retired.unshift({
        certificatePem: stored.leaf.certificatePem,
        until: now + credentialDays * DAY_MS,
      });
    const next: StoredKeys = {
      version: 2,
      ca,
      leaf: await createLeaf(ca, issuerUrls, now, leafDays, random),
      retired,
    };
    await store.save(next);
    return next;
  };
  const open = async (): Promise<OpenKeys> => {
    const before = await loadKeys(store);
    const stored = before !== null && usable(before) ? before : await replaced(before);
    const leaf = new X509Certificate(stored.leaf.certificatePem);
    return {
      stored,
      signing: await signingKey(stored.leaf.privateJwk, [leaf]),
      signsUntil: leaf.validToDate.getTime() - credentialDays * DAY_MS,
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
  return {
    testOnly: true,
    current: async () => (await keys()).signing,
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
