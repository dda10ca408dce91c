import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toVaultError, type VaultErrorCode } from './errors.ts';
import { makePrivateDirectory, renameDurably, syncDirectory, vaultFiles } from './files.ts';
import { claim, openClaimed, type VaultOptions } from './open.ts';
import type { Vault } from './types.ts';

const reasons = {
  'vault/corrupt': 'corrupt',
  'vault/incomplete': 'incomplete',
  'vault/unencrypted': 'unencrypted',
  'vault/unreadable': 'unreadable',
  'vault/wrong-key': 'wrong-key',
} as const satisfies Partial<Record<VaultErrorCode, string>>;

export type QuarantineReason = (typeof reasons)[keyof typeof reasons];

export interface Quarantined {
  readonly reason: QuarantineReason;
  /** directory that now holds the files, untouched */
  readonly movedTo: string;
}

/**
 * Opens the vault; files that cannot be trusted are moved to `quarantine/<time>-<reason>/` and a fresh vault is started,
 * so that the desk can go on working. Nothing is deleted, and the caller has to tell staff.
 * @throws VaultError for everything that is no fault of the files: 'vault/locked', 'vault/read-only',
 *   'vault/disk-full', 'vault/io', 'vault/too-new', 'vault/no-cipher'
 */
export function openVaultOrQuarantine(options: VaultOptions): {
  vault: Vault;
  quarantined: Quarantined | null;
} {
  const release = claim(options);
  try {
    try {
      return { vault: openClaimed(options, release), quarantined: null };
    } catch (error) {
      const reason = (reasons as Partial<Record<string, QuarantineReason>>)[toVaultError(error).code];
      if (!reason) throw error;
      const movedTo = moveAside(options.directory, vaultFiles, reason, new Date(options.clock.now()));
      return { vault: openClaimed(options, release), quarantined: { reason, movedTo } };
    }
  } catch (error) {
    release();
    throw error;
  }
}

/** Moves those of the files that exist to a directory of their own. @throws VaultError */
export function moveAside(directory: string, files: readonly string[], reason: string, at: Date): string {
  try {
    const stamp = at.toISOString().replaceAll(':', '-');
    let target = join(directory, 'quarantine', `${stamp}-${reason}`);
    for (let copy = 2; existsSync(target); copy += 1) {
      target = join(directory, 'quarantine', `${stamp}-${reason}-${copy}`);
    }
    makePrivateDirectory(target);
    // The database goes first and its key id last: if power fails in between, what is left is 'incomplete', and follows.
    for (const name of files) {
      const path = join(directory, name);
      if (existsSync(path)) renameDurably(path, join(target, basename(name)));
    }
    syncDirectory(directory);
    return target;
  } catch (error) {
    throw toVaultError(error);
  }
}
