import type { JWK } from 'jose';
import { z } from 'zod';
import { IssuerError } from '../errors.ts';

const keyPair = z.object({
  /** Private EC P-256 key (RFC 7517). */
  privateJwk: z.custom<JWK>((value) => typeof value === 'object' && value !== null && 'd' in value),
  certificatePem: z.string(),
});
const storedKeys = z.object({
  /** 1 had no retired leaves, 2 no leaf for mdocs. */
  version: z.union([z.literal(1), z.literal(2), z.literal(3)]).transform(() => 3 as const),
  ca: keyPair,
  leaf: keyPair,
  mdocLeaf: keyPair.nullable().default(null),
  /** Leaves that sign no more; milliseconds since the epoch until which their credentials may live. */
  retired: z.array(z.object({ certificatePem: z.string(), until: z.number() })).default([]),
});

/** A certificate authority, the leaves it last signed, and those before. Secret as a whole. */
export type StoredKeys = z.infer<typeof storedKeys>;

/**
 * Where the issuer's keys rest. The kiosk passes one over its vault, the hub one over its database; an issuer alone may use a
 * file.
 */
export interface KeyStore {
  /** What was put there last, or null at first start. */
  load(): Promise<unknown>;
  /**
   * Puts keys in the place of those that were loaded. Of several processes that try at once, each with what it loaded
   * before, one succeeds; the others are told false, and what is there then is the winner's.
   * @param before what `load` gave
   */
  replace(before: unknown, next: StoredKeys): Promise<boolean>;
}

/** @throws IssuerError issuer/key-store when it is not what was saved */
export function readKeys(value: unknown): StoredKeys | null {
  if (value === null || value === undefined) return null;
  const result = storedKeys.safeParse(value);
  if (!result.success) throw new IssuerError('issuer/key-store', 'the stored issuer keys are not readable');
  return result.data;
}

/** Keys that live as long as the process; for tests and demonstrations. */
export function memoryKeyStore(): KeyStore {
  let kept: unknown = null;
  return {
    load: async () => structuredClone(kept),
    async replace(before, next) {
      if (JSON.stringify(before) !== JSON.stringify(kept)) return false;
      kept = structuredClone(next);
      return true;
    },
  };
}
