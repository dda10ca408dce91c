import type { Connection } from './connection.ts';
import { type VisitKeys, visitKeysFrom } from './envelope.ts';
import { VaultError } from './errors.ts';

/** Few visits are under way at once; a staff console that leafs through old ones need not keep them all unlocked. */
const keptUnlocked = 16;

/** The visits' keys: in the database as bytes, in memory derived and (for events) not extractable. */
export class KeyRing {
  private readonly connection: Connection;
  private readonly unlocked = new Map<string, VisitKeys>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** @throws VaultError 'vault/shredded' when the key is no more */
  async of(visit: string): Promise<VisitKeys> {
    const known = this.unlocked.get(visit);
    if (known) return known;
    const row = this.connection.get<{ key: Uint8Array }>('SELECT key FROM visit_keys WHERE visit = ?', visit);
    if (!row) throw new VaultError('vault/shredded', 'The key of the visit was deleted.');
    const keys = await visitKeysFrom(row.key);
    // The key may have been shredded meanwhile, and must then not come back through this cache.
    if (this.has(visit)) this.remember(visit, keys);
    return keys;
  }

  has(visit: string): boolean {
    return this.connection.get('SELECT 1 FROM visit_keys WHERE visit = ?', visit) !== undefined;
  }

  forget(visit: string): void {
    this.unlocked.delete(visit);
  }

  clear(): void {
    this.unlocked.clear();
  }

  private remember(visit: string, keys: VisitKeys): void {
    this.unlocked.set(visit, keys);
    if (this.unlocked.size > keptUnlocked) this.unlocked.delete(this.unlocked.keys().next().value!);
  }
}
