import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JWK } from 'jose';
import { z } from 'zod';
import { IssuerError } from '../errors.ts';

const keyPair = z.object({
  /** Private EC P-256 key (RFC 7517). */
  privateJwk: z.custom<JWK>((value) => typeof value === 'object' && value !== null && 'd' in value),
  certificatePem: z.string(),
});
const storedKeys = z.object({
  /** 1 had no retired leaves. */
  version: z.union([z.literal(1), z.literal(2)]).transform(() => 2 as const),
  ca: keyPair,
  leaf: keyPair,
  /** Leaves that sign no more; milliseconds since the epoch until which their credentials may live. */
  retired: z.array(z.object({ certificatePem: z.string(), until: z.number() })).default([]),
});

/** A certificate authority, the leaf it last signed, and those before. Secret as a whole. */
export type StoredKeys = z.infer<typeof storedKeys>;

/** Where the issuer's keys rest. The kiosk passes one over its vault; alone, the issuer uses a file. */
export interface KeyStore {
  /** What was saved last, or null at first start. */
  load(): Promise<unknown>;
  save(keys: StoredKeys): Promise<void>;
}

/** @throws IssuerError issuer/key-store when what the store holds is not what was saved */
export async function loadKeys(store: KeyStore): Promise<StoredKeys | null> {
  const value = await store.load();
  if (value === null || value === undefined) return null;
  const result = storedKeys.safeParse(value);
  if (!result.success) throw new IssuerError('issuer/key-store', 'the stored issuer keys are not readable');
  return result.data;
}

/** Keys in one file that only its owner may read; replaced as a whole, so a power cut leaves the old or the new. */
export function fileKeyStore(file: string): KeyStore {
  return {
    async load() {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw new IssuerError('issuer/key-store', 'the file of the issuer keys cannot be read', { cause });
      }
      try {
        return JSON.parse(text);
      } catch (cause) {
        throw new IssuerError('issuer/key-store', 'the file of the issuer keys is damaged', { cause });
      }
    },
    async save(keys) {
      const next = `${file}.next`;
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(next, JSON.stringify(keys), { mode: 0o600, flush: true });
      await chmod(next, 0o600);
      await rename(next, file);
    },
  };
}

/** Keys that live as long as the process; for tests and demonstrations. */
export function memoryKeyStore(): KeyStore {
  let kept: StoredKeys | null = null;
  return {
    load: async () => structuredClone(kept),
    save: async (keys) => {
      kept = structuredClone(keys);
    },
  };
}
