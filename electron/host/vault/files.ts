import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
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
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toVaultError(error);
  }
}

/** Writes a file so that after a power cut there is the old one or the new one, readable by this user alone. */
export function writeFileDurably(path: string, bytes: Uint8Array): void {
  try {
    const temporary = `${path}.new`;
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(temporary, 0o600);
    renameDurably(temporary, path);
  } catch (error) {
    throw toVaultError(error);
  }
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

export const inDirectory = (directory: string, name: string) => join(directory, name);
