import { eventHash, genesisHash } from './chain.ts';
import type { Connection } from './connection.ts';
import type { EventRow, LogHead } from './types.ts';

/** The stream in which the vault records its own acts (closing, shredding), in the clear and in the same chain. */
export const journalStream = 'vault';

const columns = 'position, visit, seq, at, type, body, prevHash, hash';
const pageSize = 500;

/** The rows of the one chain, without any knowledge of keys. Writes belong inside a transaction. */
export class EventLog {
  readonly log: string;
  private readonly connection: Connection;

  /** Reads the log's name, or gives it one when the database is new. */
  constructor(connection: Connection, newName: () => string) {
    this.connection = connection;
    const known = connection.get<{ log: string }>('SELECT log FROM log');
    this.log = known?.log ?? newName();
    if (!known) {
      const genesis = genesisHash(this.log);
      connection.run('INSERT INTO log (id, log, events, hash) VALUES (1, ?, 0, ?)', this.log, genesis);
    }
  }

  head(): LogHead {
    return this.connection.get<LogHead>('SELECT events, hash FROM log')!;
  }

  lastSeq(visit: string): number {
    const sql = 'SELECT max(seq) AS seq FROM events WHERE visit = ?';
    return this.connection.get<{ seq: number | null }>(sql, visit)?.seq ?? 0;
  }

  insert(event: Pick<EventRow, 'visit' | 'seq' | 'at' | 'type' | 'body'>): EventRow {
    const head = this.head();
    const place = { ...event, position: head.events + 1, prevHash: head.hash };
    const row = { ...place, hash: eventHash(place) };
    const { position, visit, seq, at, type, body, prevHash, hash } = row;
    const sql = `INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
    this.connection.run(sql, position, visit, seq, at, type, body, prevHash, hash);
    this.connection.run('UPDATE log SET events = ?, hash = ?', position, hash);
    return row;
  }

  record(at: string, type: string, facts: Readonly<Record<string, string>>): void {
    const seq = this.lastSeq(journalStream) + 1;
    this.insert({ visit: journalStream, seq, at, type, body: JSON.stringify(facts) });
  }

  ofVisit(visit: string): EventRow[] {
    return this.connection.all<EventRow>(`SELECT ${columns} FROM events WHERE visit = ? ORDER BY seq`, visit);
  }

  /**
   * Rows in order. Reads page by page: an open cursor would keep the connection from writing.
   * @param after position of the last row that is left out; all rows when not given
   */
  // All is from below 1 on, so that a row forged in front of the first is seen too.
  async *rows(after: number = Number.MIN_SAFE_INTEGER): AsyncGenerator<EventRow> {
    const sql = `SELECT ${columns} FROM events WHERE position > ? ORDER BY position LIMIT ${pageSize}`;
    let last = after;
    for (;;) {
      const page = this.connection.all<EventRow>(sql, last);
      yield* page;
      if (page.length < pageSize) return;
      last = page.at(-1)!.position;
      await new Promise(setImmediate);
    }
  }
}
