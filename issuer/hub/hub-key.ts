import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from './errors.ts';

const FILE = 'hub.key';
const BYTES = 32;

/** @throws HubError `hub/wrong-key` */
export function decodeHubKey(text: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.byteLength !== BYTES)
    throw new HubError('hub/wrong-key', 'the hub key is not 32 bytes in base64url');
  return new Uint8Array(key);
}

/**
 * The key that seals the hub's own keys in its database, from `hub.key` in the folder. Processes on several machines need the
 * same.
 * @returns null when there is none
 * @throws HubError `hub/wrong-key`
 */
export async function readHubKey(folder: string): Promise<Uint8Array | null> {
  try {
    return decodeHubKey(await readFile(join(folder, FILE), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Makes `hub.key`; of processes that start together all get the same, and none sees half of it. */
export async function makeHubKey(folder: string): Promise<Uint8Array> {
  const file = join(folder, FILE);
  const own = `${file}.${randomUUID()}`;
  const handle = await open(own, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(BYTES).toString('base64url')}\n`);
    await handle.sync();
    await link(own, file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  } finally {
    await handle.close();
    await rm(own);
  }
  return (await readHubKey(folder))!;
}
