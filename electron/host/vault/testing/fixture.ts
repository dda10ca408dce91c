import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { unlockDatabase } from '../connection.ts';
import type { VaultOptions } from '../open.ts';
import type { Vault } from '../types.ts';

export const testKey = new Uint8Array(Buffer.alloc(32, 7));

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'proofdesk-vault-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Options for a vault in a directory of its own; the clock advances by a second with every look. */
export function vaultOptions(directory = temporaryDirectory()): VaultOptions {
  let now = Date.UTC(2026, 0, 5, 9);
  return { directory, key: testKey, clock: { now: () => (now += 1000) } };
}

/** Closes the vault, lets a second, raw connection work on its database, and leaves it closed. */
export async function withRawDatabase<Result>(
  vault: Vault,
  { directory, key }: VaultOptions,
  work: (database: Database.Database) => Result,
): Promise<Result> {
  await vault.close();
  const database = new Database(join(directory, 'vault.db'));
  try {
    unlockDatabase(database, key);
    return work(database);
  } finally {
    database.close();
  }
}

/** The database as a plain SQLite file, free pages included: what somebody with the key could carve data from. */
export function decryptedBytes({ directory, key }: VaultOptions): Buffer {
  const copy = join(temporaryDirectory(), 'copy.db');
  for (const suffix of ['', '-wal']) {
    const source = join(directory, `vault.db${suffix}`);
    if (existsSync(source)) copyFileSync(source, copy + suffix);
  }
  const database = new Database(copy);
  unlockDatabase(database, key);
  database.pragma('journal_mode=DELETE');
  database.pragma("rekey=''");
  database.close();
  return readFileSync(copy);
}

export function flipBit(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset]! ^= 0x10;
  writeFileSync(path, bytes);
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
