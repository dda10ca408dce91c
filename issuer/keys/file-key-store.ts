import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IssuerError } from '../errors.ts';
import type { KeyStore } from './key-store.ts';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/**
 * Keys in files that only their owner may read: `file`, then `file.2`, `file.3` …, the highest number counts. A number is
 * taken by a hard link, which of several processes one can make; so no lock is left behind by one that was killed, and a
 * power cut leaves the old keys or the new.
 */
export function fileKeyStore(file: string): KeyStore {
  const folder = dirname(file);
  const name = basename(file);
  const at = (number: number) => (number === 1 ? file : `${file}.${number}`);

  /** The numbers there are, the highest first. */
  async function numbers(): Promise<number[]> {
    const names = await readdir(folder).catch((error) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names
      .flatMap((one) => {
        if (one === name) return [1];
        const number = one.startsWith(`${name}.`) ? one.slice(name.length + 1) : '';
        return /^[1-9]\d*$/.test(number) ? [Number(number)] : [];
      })
      .sort((a, b) => b - a);
  }

  async function text(): Promise<{ text: string | null; number: number }> {
    try {
      const [number = 0] = await numbers();
      return { text: number === 0 ? null : await readFile(at(number), 'utf8'), number };
    } catch (cause) {
      throw new IssuerError('issuer/key-store', 'the file of the issuer keys cannot be read', { cause });
    }
  }

  return {
    async load() {
      const { text: found } = await text();
      if (found === null) return null;
      try {
        return JSON.parse(found);
      } catch (cause) {
        throw new IssuerError('issuer/key-store', 'the file of the issuer keys is damaged', { cause });
      }
    },
    async replace(before, next) {
      const { text: found, number } = await text();
      if (found !== (before === null ? null : JSON.stringify(before))) return false;
      const made = join(folder, `${name}.${randomUUID()}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(made, JSON.stringify(next), { mode: 0o600, flush: true });
        await chmod(made, 0o600);
        await link(made, at(number + 1));
      } catch (cause) {
        if (codeOf(cause) === 'EEXIST') return false;
        throw new IssuerError('issuer/key-store', 'the issuer keys cannot be written', { cause });
      } finally {
        await rm(made, { force: true });
      }
      const [highest = 0, ...older] = await numbers();
      if (highest !== number + 1) return false;
      // The one before stays for whoever is about to read it.
      await Promise.all(older.slice(1).map((one) => rm(at(one), { force: true })));
      return true;
    },
  };
}
