import { setImmediate } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Statement as Prepared } from 'better-sqlite3';
import { ISSUER_TABLES, missingColumns, schema, type Table } from './schema.ts';
import { type SqlDriver, type SqlResult, type SqlRow, type Statement, type Steps, Undo } from './sql.ts';
import { SqlIssuerStore } from './sql-store.ts';

/** A transaction that waits for its turn, and how its caller is told. */
interface Job {
  /** What it did, to be told once it is on the disk. */
  run(): () => void;
  refuse(error: unknown): void;
}

/**
 * Steps on SQLite: without a single wait in between, for the connection is shared with others in this process. What
 * was asked for in the same turn of the event loop is committed together, since a commit waits for the disk: each
 * transaction stands or falls by itself (a savepoint), and nobody is told before the commit.
 */
class SqliteDriver implements SqlDriver {
  readonly #db: Database;
  readonly #prepared = new Map<string, Prepared>();
  #waiting: Job[] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  async run<T>(begin: () => Steps<T>): Promise<T> {
    const steps = begin();
    const first = steps.next();
    if (first.done === true) return first.value;
    // Who only reads, and once, reads what is committed, and waits for nobody.
    if (first.value.sole === true && this.#prepare(first.value).readonly)
      return this.#finish(steps, first.value);
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#commit());
      this.#waiting.push({
        run: () => {
          const outcome = this.#undoable(() => this.#finish(steps, first.value));
          return () => resolve(outcome);
        },
        refuse: reject,
      });
    });
  }

  #commit(): void {
    const jobs = this.#waiting.splice(0);
    try {
      const told = this.#db.transaction(() => jobs.map((job) => this.#try(job))).immediate();
      for (const tell of told) tell();
    } catch (error) {
      for (const job of jobs) job.refuse(error);
    }
  }

  /** One of the transactions that are committed together; its failure is its caller's alone. */
  #try(job: Job): () => void {
    try {
      return job.run();
    } catch (error) {
      // After some errors (a full disk) SQLite has given up all that was to be committed.
      if (!this.#db.inTransaction) throw error;
      return () => job.refuse(error);
    }
  }

  /** A savepoint: an {@link Undo}, or an error, takes back what was done. */
  #undoable<T>(work: () => T): T {
    try {
      return this.#db.transaction(work)();
    } catch (error) {
      if (error instanceof Undo) return (error as Undo<T>).outcome;
      throw error;
    }
  }

  #finish<T>(steps: Steps<T>, first: Statement): T {
    let next: IteratorResult<Statement, T> = { done: false, value: first };
    while (next.done !== true) next = steps.next(this.#execute(next.value));
    return next.value;
  }

  #prepare({ parts }: Statement): Prepared {
    const text = parts.join('?');
    let prepared = this.#prepared.get(text);
    if (prepared === undefined) {
      prepared = this.#db.prepare(text);
      this.#prepared.set(text, prepared);
    }
    return prepared;
  }

  #execute(statement: Statement): SqlResult {
    const prepared = this.#prepare(statement);
    if (prepared.reader) {
      const rows = prepared.all(...statement.values) as SqlRow[];
      return { rows, changes: rows.length };
    }
    return { rows: [], changes: prepared.run(...statement.values).changes };
  }
}

/** Milliseconds; as long as better-sqlite3 waits for any other lock. */
const PATIENCE = 5_000;
const BETWEEN_LOOKS = 20;

/**
 * Has the file written by a write-ahead log, also when others open it in the same moment. SQLite's own patience does not
 * hold for this one change (its busy handler is not asked: a lock could be waited for by both), so it is tried again here.
 * @param patience how long it is tried again, in milliseconds
 * @throws SqliteError `SQLITE_BUSY…` when the file was in use all that time; SQLite's other errors
 */
export async function switchToWriteAheadLog(db: Database, patience = PATIENCE): Promise<void> {
  for (const end = performance.now() + patience; ; await pause(BETWEEN_LOOKS)) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = (error as { code?: unknown }).code;
      if (!String(busy).startsWith('SQLITE_BUSY') || performance.now() >= end) throw error;
    }
  }
}

/** Steps on a handle that the caller opened (and keyed, and will close), with the tables they need. */
export function sqliteDriver(db: Database, tables: readonly Table[]): SqlDriver {
  const present = (table: string) =>
    new Set((db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name));
  const migrate = () => {
    for (const text of [...missingColumns('sqlite', tables, present), ...schema('sqlite', tables)])
      db.exec(text);
  };
  db.transaction(migrate).immediate();
  return new SqliteDriver(db);
}

/** The issuer's store over such a handle. */
export class SqliteIssuerStore extends SqlIssuerStore {
  constructor(db: Database) {
    super(sqliteDriver(db, ISSUER_TABLES));
  }
}
