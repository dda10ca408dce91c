import type { SqlRow } from '../store/sql.ts';

export interface TicketRecord {
  readonly kiosk: number;
  readonly sequence: number;
  readonly offerId: string;
  readonly issuedAt: number;
  readonly confirmBy: number;
  readonly visit: string | null;
  /** The kiosk's log has told of the visit. */
  readonly final: boolean;
  readonly suspended: boolean;
}

export const toTicket = (row: SqlRow): TicketRecord => ({
  kiosk: row.kiosk as number,
  sequence: row.sequence as number,
  offerId: row.offer_id as string,
  issuedAt: Number(row.issued_at),
  confirmBy: Number(row.confirm_by),
  visit: row.visit as string | null,
  final: row.final === 1,
  suspended: row.suspended === 1,
});
