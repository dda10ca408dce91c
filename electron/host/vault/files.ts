import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { toVaultError } from './errors.ts';

export const databaseFile = 'vault.db';
/** Names the key the database was made with, so that a wrong key is told from a damaged file. */
export const keyIdFile = 'vault.key-id';
/** All that belongs to one database; `-wal` and `-shm` only exist while it is open or after a crash. */
export const vaultFiles = [
  databaseFile,
  `${databaseFile}-wal`,
  `${databaseFile}-shm`,
  `${databaseFile}-journal`,
  keyIdFile,
];

/** Creates the directory for this user alone. @throws VaultError 'vault/read-only', 'vault/disk-full', 'vault/io' */
export function makePrivateDirectory(directory: string): void {
  try {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
    } catch (error) {
      // With `recursive`, Node says ENOENT on a read-only file system; without, it names the cause.
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
      mkdirSync(directory, { mode: 0o700 });
    }
  } catch (error) {
    throw toVaultError(error);
  }
}

/** Writes a file so that after a power cut there is the old one or the new one, readable by this user alone. */
export function writeFileDurably(path: string, bytes: Uint8Array): void {
  try {
    renameDurably(writeTemporary(path, bytes), path);
  } catch (error) {
    throw toVaultError(error);
  }
}

/**
 * Like `writeFileDurably`, but whoever is first wins, across processes.
 * @returns false when the file was already there, and left as it is
 */
export function createFileDurably(path: string, bytes: Uint8Array): boolean {
  try {
    const temporary = writeTemporary(path, bytes);
    try {
      linkSync(temporary, path);
    } catch (error) {
      if ((error as { code?: string }).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(temporary);
    }
    syncDirectory(dirname(path));
    return true;
  } catch (error) {
    throw toVaultError(error);
  }
}

function writeTemporary(path: string, bytes: Uint8Array): string {
  const temporary = `${path}.${process.pid}.new`;
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return temporary;
}

export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncDirectory(dirname(to));
}

/** Windows cannot sync a directory, and does not need to: NTFS journals its metadata. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The first bytes of a file, fewer if it is shorter. */
export function readStart(path: string, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(file, buffer, 0, length, 0));
  } finally {
    closeSync(file);
  }
}
