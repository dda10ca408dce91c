import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from './errors.ts';

const FILE = 'hub.key';
const BYTES = 32;

function decode(text: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.byteLength !== BYTES)
    throw new HubError('hub/wrong-key', 'the hub key is not 32 bytes in base64url');
  return new Uint8Array(key);
}

/**
 * The key that seals the hub's own keys in its database: as given, or from `hub.key` in the folder, which is made when it is
 * missing. Processes on several machines need the same.
 * @throws HubError `hub/wrong-key`
 */
export async function hubKey(folder: string, given?: string): Promise<Uint8Array> {
  if (given !== undefined) return decode(given);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  try {
    await writeFile(file, `${randomBytes(BYTES).toString('base64url')}\n`, {
      flag: 'wx',
      mode: 0o600,
      flush: true,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return decode(await readFile(file, 'utf8'));
}
