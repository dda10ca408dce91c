import Database from 'better-sqlite3';
import { toVaultError, VaultError } from './errors.ts';

export type Connect = (path: string, options: Database.Options) => Database.Database;

export const connectToFile: Connect = (path, options) => new Database(path, options);

/** SQLCipher 4's format with a raw key: no key derivation from a passphrase, AES-256-CBC, HMAC-SHA-512 on every page. */
export function unlockDatabase(database: Database.Database, key: Uint8Array): void {
  const cipher = database.pragma("cipher='sqlcipher'", { simple: true });
  // Plain SQLite ignores unknown pragmas, and would go on to write everything in the clear.
  if (cipher !== 'sqlcipher') throw new VaultError('vault/no-cipher', 'This SQLite build cannot encrypt.');
  database.pragma('legacy=4');
  database.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
}

/** Settings that last as long as the connection: one owner, durable commits, nothing left behind in free pages. */
export function configureDatabase(database: Database.Database): void {
  database.pragma('locking_mode=EXCLUSIVE');
  database.pragma('temp_store=MEMORY');
  const mode = database.pragma('journal_mode=WAL', { simple: true });
  if (mode !== 'wal') throw new VaultError('vault/io', 'The vault could not switch to write-ahead logging.');
  database.pragma('synchronous=FULL');
  database.pragma('secure_delete=ON');
  database.pragma('foreign_keys=ON');
}

/** Prepared statements and transactions on one database; everything it throws is a VaultError. */
export class Connection {
  readonly database: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();
  private rollbackOwed = false;

  constructor(database: Database.Database) {
    this.database = database;
  }

  get<Row>(sql: string, ...parameters: unknown[]): Row | undefined {
    return this.settled(() => this.statement(sql).get(...parameters) as Row | undefined);
  }

  all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    return this.settled(() => this.statement(sql).all(...parameters) as Row[]);
  }

  run(sql: string, ...parameters: unknown[]): Database.RunResult {
    return this.settled(() => this.statement(sql).run(...parameters));
  }

  /** Commits what `work` did, or nothing of it. `work` is synchronous, so that no other call gets in between. */
  transaction<Result>(work: () => Result): Result {
    return this.settled(() => {
      if (this.database.inTransaction) {
        throw new VaultError('vault/io', 'A transaction was left open on the vault.');
      }
      this.statement('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        this.statement('COMMIT').run();
        return result;
      } catch (error) {
        this.rollbackOwed = true;
        try {
          this.settle();
        } catch {
          // The first error says more; the next call tries the rollback again before it does anything else.
        }
        throw error;
      }
    });
  }

  /** Moves the write-ahead log into the database and empties it, so that no earlier page content is left in it. */
  emptyWriteAheadLog(): void {
    const row = this.settled(() => this.statement('PRAGMA wal_checkpoint(TRUNCATE)').get()) as
      | { busy: number }
      | undefined;
    if (row?.busy !== 0) throw new VaultError('vault/io', 'The write-ahead log could not be emptied.');
  }

  private settled<Result>(action: () => Result): Result {
    try {
      if (!this.database.open) throw new VaultError('vault/not-open', 'The vault is closed.');
      this.settle();
      return action();
    } catch (error) {
      throw toVaultError(error);
    }
  }

  private settle(): void {
    if (!this.rollbackOwed) return;
    if (this.database.inTransaction) this.statement('ROLLBACK').run();
    this.rollbackOwed = false;
  }

  private statement(sql: string): Database.Statement {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}
