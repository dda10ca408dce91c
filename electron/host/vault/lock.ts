import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { type Connect, connectToFile } from './connection.ts';
import { toVaultError } from './errors.ts';

/**
 * Takes the directory for this process. The lock is that of an empty SQLite database beside the vault: Node has no file
 * locks of its own, and the operating system releases this one even after kill -9. It comes before anything else touches
 * the vault's files, because creating, inspecting and quarantining them must not meet a second process either. (Closing
 * any descriptor of a file drops this process's POSIX locks on it, so nobody may open `vault.lock` but this.)
 * @returns the release
 * @throws VaultError 'vault/locked', 'vault/read-only', 'vault/io'
 */
export function lockDirectory(directory: string, connect: Connect = connectToFile): () => void {
  try {
    // SQLite would fall back to reading, and then fail to lock with an error that names no cause.
    accessSync(directory, constants.W_OK);
    const database = connect(join(directory, 'vault.lock'), { timeout: 0 });
    try {
      database.pragma('journal_mode=MEMORY');
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      throw error;
    }
    return () => database.close();
  } catch (error) {
    throw toVaultError(error);
  }
}
