import { CodedError } from '../../contract/errors.ts';
import type { EventMetadata } from './types.ts';

/** Every way the vault says no. The codes are stable; the message never holds personal data or key material. */
export type VaultErrorCode =
  | 'vault/conflict'
  | 'vault/corrupt'
  | 'vault/disk-full'
  | 'vault/incomplete'
  | 'vault/invalid'
  | 'vault/io'
  | 'vault/key-unavailable'
  | 'vault/key-unprotected'
  | 'vault/locked'
  | 'vault/no-cipher'
  | 'vault/not-open'
  | 'vault/read-only'
  | 'vault/shredded'
  | 'vault/tampered'
  | 'vault/too-new'
  | 'vault/unencrypted'
  | 'vault/unknown-image'
  | 'vault/unknown-visit'
  | 'vault/unreadable'
  | 'vault/visit-closed'
  | 'vault/wrong-key';

export class VaultError extends CodedError<VaultErrorCode> {}

/** The visit's key is gone: `events` is all that can still be said about it. */
export class ShreddedError extends VaultError {
  readonly events: readonly EventMetadata[];

  constructor(events: readonly EventMetadata[]) {
    super('vault/shredded', 'The visit was shredded; only the metadata of its events is left.');
    this.events = events;
  }
}

const sqliteCodes: readonly [prefix: string, code: VaultErrorCode, message: string][] = [
  ['SQLITE_FULL', 'vault/disk-full', 'There is no space left for the vault.'],
  ['SQLITE_BUSY', 'vault/locked', 'Another process holds the vault.'],
  ['SQLITE_LOCKED', 'vault/locked', 'Another process holds the vault.'],
  ['SQLITE_READONLY', 'vault/read-only', 'The vault cannot be written to.'],
  ['SQLITE_NOTADB', 'vault/unreadable', 'The vault is no database, or its first page is damaged.'],
  ['SQLITE_CORRUPT', 'vault/corrupt', 'The vault is damaged.'],
];

const systemCodes: Readonly<Record<string, [code: VaultErrorCode, message: string]>> = {
  EACCES: ['vault/read-only', 'The vault cannot be written to.'],
  EPERM: ['vault/read-only', 'The vault cannot be written to.'],
  EROFS: ['vault/read-only', 'The vault cannot be written to.'],
  ENOSPC: ['vault/disk-full', 'There is no space left for the vault.'],
  EDQUOT: ['vault/disk-full', 'There is no space left for the vault.'],
};

/** What SQLite or the file system threw, as a VaultError; anything unknown becomes 'vault/io'. */
export function toVaultError(cause: unknown): VaultError {
  if (cause instanceof VaultError) return cause;
  const code = String((cause as { code?: unknown } | null)?.code ?? '');
  const sqlite = sqliteCodes.find(([prefix]) => code.startsWith(prefix));
  if (sqlite) return new VaultError(sqlite[1], sqlite[2], { cause });
  const system = systemCodes[code];
  if (system) return new VaultError(system[0], system[1], { cause });
  return new VaultError('vault/io', 'The vault could not be read or written.', { cause });
}
