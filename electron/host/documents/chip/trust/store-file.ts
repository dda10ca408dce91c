import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TrustError } from './errors.ts';
import type { TrustList } from './list.ts';
import { type AddedLists, addLists, decodeTrustStore, encodeTrustStore } from './store.ts';

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

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof TrustError) throw cause;
    throw new TrustError('trust/not-kept', 'the kept trust lists cannot be read or written', { cause });
  }
}

/**
 * Adds checked lists to those the file holds now, whoever put them there. As {@link addLists}.
 * @throws TrustError `trust/older`, `trust/not-a-list`, `trust/store-damaged`, `trust/not-kept`; the file is as it was
 */
export async function addToTrustStore(file: string, added: readonly TrustList[]): Promise<AddedLists> {
  const result = addLists(await onDisk(readTrustStore(file)), added);
  await onDisk(writeTrustStore(file, result.lists));
  return result;
}
