import type { Database, Statement as Prepared } from 'better-sqlite3';
import { ISSUER_TABLES, missingColumns, schema, type Table } from './schema.ts';
import { type SqlDriver, type SqlResult, type SqlRow, type Statement, type Steps, Undo } from './sql.ts';
import { SqlIssuerStore } from './sql-store.ts';

/** Steps on SQLite: without a single wait in between, for the connection is shared with others in this process. */
class SqliteDriver implements SqlDriver {
  readonly #db: Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(db: Database) {
    this.#db = db;
  }

  async run<T>(begin: () => Steps<T>): Promise<T> {
    const steps = begin();
    const first = steps.next();
    if (first.done === true) return first.value;
    if (first.value.sole === true) return this.#finish(steps, first.value);
    try {
      return this.#db.transaction(() => this.#finish(steps, first.value)).immediate();
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

  #execute({ parts, values }: Statement): SqlResult {
    const text = parts.join('?');
    let prepared = this.#prepared.get(text);
    if (prepared === undefined) {
      prepared = this.#db.prepare(text);
      this.#prepared.set(text, prepared);
    }
    if (prepared.reader) {
      const rows = prepared.all(...values) as SqlRow[];
      return { rows, changes: rows.length };
    }
    return { rows: [], changes: prepared.run(...values).changes };
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
