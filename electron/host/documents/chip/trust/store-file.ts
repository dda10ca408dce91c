import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TrustList } from './list.ts';
import { decodeTrustStore, encodeTrustStore } from './store.ts';

/** The trust store's name in the host's data folder. */
export const TRUST_STORE_FILE = 'trust-store.json';

/**
 * The lists kept in a file; none when there is no such file.
 * @throws TrustError `trust/store-damaged`; the system's errors
 */
export async function readTrustStore(file: string): Promise<TrustList[]> {
  try {
    return decodeTrustStore(new Uint8Array(await readFile(file)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Replaces the file as a whole: after a power cut it is the old one or the new one. */
export async function writeTrustStore(file: string, lists: readonly TrustList[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(encodeTrustStore(lists));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
