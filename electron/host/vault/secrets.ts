import type { Connection } from './connection.ts';
import { VaultError } from './errors.ts';

/** What the vault keeps for itself, e.g. the key that signs checkpoints. */
const ownPrefix = 'vault/';

/** Small values under a name, protected by the database's encryption alone. */
export class Secrets {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  get(name: string): Uint8Array | undefined {
    const row = this.connection.get<{ value: Uint8Array }>('SELECT value FROM secrets WHERE name = ?', name);
    return row && Uint8Array.from(row.value);
  }

  set(name: string, value: Uint8Array): void {
    const sql =
      'INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';
    this.connection.transaction(() => this.connection.run(sql, name, Buffer.from(value)));
  }

  delete(name: string): void {
    this.connection.transaction(() => this.connection.run('DELETE FROM secrets WHERE name = ?', name));
  }
}

/** @throws VaultError 'vault/invalid' for names the vault reserves for itself */
export function assertSecretName(name: string): void {
  if (name.startsWith(ownPrefix) || name.length === 0) {
    throw new VaultError('vault/invalid', `Names of secrets must not be empty or begin with '${ownPrefix}'.`);
  }
}
