import type { Connection } from './connection.ts';
import { VaultError } from './errors.ts';
import type { VisitSummary } from './types.ts';

const summary = `SELECT visit, openedAt, closedAt, closeReason, shreddedAt,
  (SELECT count(*) FROM events WHERE events.visit = visits.visit) AS events FROM visits`;

/** Which visits there are, and what the vault still allows them. */
export class Visits {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  find(visit: string): VisitSummary | undefined {
    return this.connection.get<VisitSummary>(`${summary} WHERE visit = ?`, visit);
  }

  /** @throws VaultError 'vault/unknown-visit' */
  require(visit: string): VisitSummary {
    const found = this.find(visit);
    if (!found) throw new VaultError('vault/unknown-visit', 'There is no such visit.');
    return found;
  }

  all(): VisitSummary[] {
    return this.connection.all<VisitSummary>(`${summary} ORDER BY openedAt, visit`);
  }

  open(): VisitSummary[] {
    return this.connection.all<VisitSummary>(`${summary} WHERE closedAt IS NULL ORDER BY openedAt, visit`);
  }

  begin(visit: string, at: string, key: Uint8Array): void {
    this.connection.run('INSERT INTO visits (visit, openedAt) VALUES (?, ?)', visit, at);
    this.connection.run('INSERT INTO visit_keys (visit, key) VALUES (?, ?)', visit, Buffer.from(key));
  }

  close(visit: string, at: string, reason: string): void {
    const sql = 'UPDATE visits SET closedAt = ?, closeReason = ? WHERE visit = ?';
    this.connection.run(sql, at, reason, visit);
  }

  shred(visit: string, at: string): void {
    this.connection.run('DELETE FROM visit_keys WHERE visit = ?', visit);
    this.connection.run('DELETE FROM images WHERE visit = ?', visit);
    const sql = `UPDATE visits SET shreddedAt = ?, closedAt = coalesce(closedAt, ?),
      closeReason = coalesce(closeReason, 'shredded') WHERE visit = ?`;
    this.connection.run(sql, at, at, visit);
  }
}

/** @throws VaultError 'vault/visit-closed', 'vault/shredded' */
export function assertWritable(visit: VisitSummary): void {
  if (visit.shreddedAt) throw new VaultError('vault/shredded', 'The visit was shredded.');
  if (visit.closedAt) throw new VaultError('vault/visit-closed', 'The visit is closed.');
}
