import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Connect, Connection, configureDatabase, connectToFile, unlockDatabase } from './connection.ts';
import { toVaultError, VaultError } from './errors.ts';
import {
  databaseFile,
  keyIdFile,
  makePrivateDirectory,
  readStart,
  renameDurably,
  vaultFiles,
  writeFileDurably,
} from './files.ts';
import { lockDirectory } from './lock.ts';
import { migrate } from './migrations.ts';
import { SqliteVault } from './sqlite-vault.ts';
import type { Vault } from './types.ts';

/** Unix milliseconds. */
export interface Clock {
  now(): number;
}

export interface VaultOptions {
  /** created when missing; one process at a time may hold it */
  readonly directory: string;
  /** the database key, 32 bytes */
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** defaults to the operating system's generator; must be cryptographically strong */
  readonly random?: (length: number) => Uint8Array;
  /** makes the database connection; tests put a failing one here */
  readonly connect?: Connect;
}

/**
 * Opens the vault of a directory, or starts one. Every page's authentication code is checked, and the structure with
 * `quick_check`, before anything is trusted.
 * @throws VaultError 'vault/locked', 'vault/read-only', 'vault/disk-full', 'vault/io', 'vault/too-new',
 *   'vault/no-cipher', 'vault/invalid'; and for files that can be quarantined 'vault/unencrypted' (plain SQLite),
 *   'vault/wrong-key', 'vault/unreadable' (no database), 'vault/corrupt', 'vault/incomplete' (files are missing)
 */
export function openVault(options: VaultOptions): Vault {
  const release = claim(options);
  try {
    return openClaimed(options, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Makes the directory and locks it. */
export function claim({ directory, key, connect }: VaultOptions): () => void {
  if (key.byteLength !== 32) throw new VaultError('vault/invalid', 'The database key must have 32 bytes.');
  makePrivateDirectory(directory);
  return lockDirectory(directory, connect);
}

/** Opens the vault in a directory that is already locked; `release` then belongs to the vault. */
export function openClaimed(options: VaultOptions, release: () => void): Vault {
  const { directory, key, clock } = options;
  const random = options.random ?? ((length: number) => new Uint8Array(randomBytes(length)));
  try {
    const present = vaultFiles.filter((name) => existsSync(join(directory, name)));
    // A key id without a database is what a power cut leaves between the two steps of `create`.
    if (present.every((name) => name === keyIdFile)) create(options);
    else if (!present.includes(databaseFile)) {
      throw new VaultError('vault/incomplete', 'The database file is missing, its log is not.');
    }
    assertEncrypted(directory);
    assertKey(directory, key);
    const connection = openConnection(join(directory, databaseFile), options);
    try {
      return new SqliteVault({ connection, clock, random, release });
    } catch (error) {
      connection.database.close();
      throw error;
    }
  } catch (error) {
    throw toVaultError(error);
  }
}

/** Builds the database under another name: a file called `vault.db` is always a whole one. */
function create({ directory, key, connect = connectToFile }: VaultOptions): void {
  const path = join(directory, `${databaseFile}.new`);
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  closeSync(openSync(path, 'wx', 0o600));
  const database = connect(path, {});
  try {
    unlockDatabase(database, key);
    configureDatabase(database);
    migrate(database);
  } finally {
    database.close();
  }
  writeFileDurably(join(directory, keyIdFile), Buffer.from(keyId(key)));
  renameDurably(path, join(directory, databaseFile));
}

function openConnection(path: string, { key, connect = connectToFile }: VaultOptions): Connection {
  const database = connect(path, { fileMustExist: true, timeout: 0 });
  try {
    unlockDatabase(database, key);
    configureDatabase(database);
    const findings = database.pragma('quick_check(1)', { simple: true });
    if (findings !== 'ok') throw new VaultError('vault/corrupt', 'The vault is damaged.');
    migrate(database);
    const connection = new Connection(database);
    emptyLogOfLastRun(connection);
    return connection;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** After a crash in the midst of shredding the old pages may still be in the write-ahead log. */
function emptyLogOfLastRun(connection: Connection): void {
  try {
    connection.emptyWriteAheadLog();
  } catch (error) {
    // A full disk must not keep anybody from reading; shredding reports it when it matters.
    if (toVaultError(error).code !== 'vault/disk-full') throw error;
  }
}

function assertEncrypted(directory: string): void {
  const start = readStart(join(directory, databaseFile), 16);
  if (start.toString('latin1').startsWith('SQLite format 3')) {
    throw new VaultError('vault/unencrypted', 'The database file is not encrypted.');
  }
  if (start.byteLength < 16) throw new VaultError('vault/unreadable', 'The database file is cut short.');
}

/** Compared before SQLite sees the file: with a wrong key it may not even begin to recover the write-ahead log. */
function assertKey(directory: string, key: Uint8Array): void {
  const path = join(directory, keyIdFile);
  if (!existsSync(path)) return;
  const noted = readFileSync(path);
  const expected = Buffer.from(keyId(key));
  if (noted.byteLength !== expected.byteLength || !timingSafeEqual(noted, expected)) {
    throw new VaultError('vault/wrong-key', 'The vault was made with another key.');
  }
}

/** Says nothing about the key: 256 random bits cannot be guessed from a hash. */
function keyId(key: Uint8Array): string {
  return createHash('sha256').update('proofdesk.vault.key-id.v1\n').update(key).digest('hex');
}
