import { type SqlRow, type Steps, sole, sql } from '../store/sql.ts';
import { STATUS_VALUES, setStatus } from '../store/status-steps.ts';
import { CLOCK_DRIFT } from './protocol.ts';
import { keepLatest } from './provisional-steps.ts';
import { FOREVER, lostSince } from './withdrawal-steps.ts';

/** Of one kiosk: whoever has its key could fill the table. Beyond, staff have to give the ticket itself. */
const MOST_HELD = 1000;

/** What tells a ticket from all others, and what it says of itself. */
export interface TicketName {
  readonly kiosk: number;
  readonly sequence: number;
  readonly ticketHash: Uint8Array;
  readonly issuedAt: number;
}

/**
 * - `final`: the log has told of it.
 * - `provisional`, `suspended`: it has not yet, or not in time.
 * - `withdrawn`: by its own date it is of a time that was withdrawn.
 * - `held`: it was used, or brought, when its kiosk was in wrong hands.
 * - `reinstated`: staff have found it good.
 */
export type Standing = 'final' | 'provisional' | 'suspended' | 'withdrawn' | 'held' | 'reinstated';

/** Times are milliseconds since the epoch. */
export interface ListedTicket {
  readonly sequence: number;
  /** Null when it was never taken. */
  readonly offerId: string | null;
  /** By the kiosk's clock. */
  readonly issuedAt: number;
  /** By the hub's, when it was brought first. */
  readonly seenAt: number;
  /** By the hub's, when the kiosk told that it had made just this ticket; null when it never did. */
  readonly toldAt: number | null;
  /** It was told of before the kiosk was in wrong hands: what it says was established by the kiosk. */
  readonly genuine: boolean;
  readonly standing: Standing;
  /** What tells two tickets of one number apart, hex. */
  readonly hash: string;
}

/** A ticket of a kiosk that was turned away is brought: staff are to see it. */
export function* holdBrought(ticket: TicketName, at: number): Steps<void> {
  const { kiosk, sequence, ticketHash, issuedAt } = ticket;
  const { rows } = yield sql`SELECT count(*) AS held FROM hub_held WHERE kiosk = ${kiosk}`;
  if (Number(rows[0]!.held) >= MOST_HELD) return;
  yield sql`INSERT INTO hub_held (kiosk, ticket_hash, sequence, issued_at, seen_at, held_at)
    VALUES (${kiosk}, ${ticketHash}, ${sequence}, ${issuedAt}, ${at}, ${at})
    ON CONFLICT (kiosk, ticket_hash) DO NOTHING`;
}

export function* isReinstated(kiosk: number, ticketHash: Uint8Array): Steps<boolean> {
  const { rows } = yield sql`SELECT 1 AS found FROM hub_held
    WHERE kiosk = ${kiosk} AND ticket_hash = ${ticketHash} AND reinstated_at IS NOT NULL`;
  return rows.length > 0;
}

const nameOf = (kiosk: number, row: SqlRow): TicketName => ({
  kiosk,
  sequence: row.sequence as number,
  ticketHash: row.ticket_hash as Uint8Array,
  issuedAt: Number(row.issued_at),
});

const standingOf = (row: SqlRow): Standing => {
  if (row.reinstated_at !== null) return 'reinstated';
  if (row.taken !== null) return 'withdrawn';
  if (row.held_at !== null) return 'held';
  if (row.final === 1) return 'final';
  return row.suspended === 1 ? 'suspended' : 'provisional';
};

/** The tickets of a kiosk that were brought, in order of their numbers. */
export function* listTickets(kiosk: number): Steps<ListedTicket[]> {
  const lost = yield* lostSince(kiosk);
  const { rows } =
    yield sql`SELECT b.sequence, b.ticket_hash, b.offer_id, b.issued_at, b.seen_at, b.final, b.suspended,
      h.held_at, h.reinstated_at, m.told_at,
      (SELECT min(w.made_at) FROM hub_withdrawals w
        WHERE w.kiosk = ${kiosk} AND w.from_at <= b.issued_at AND w.to_at > b.issued_at) AS taken
    FROM (SELECT sequence, ticket_hash, offer_id, issued_at, seen_at, final, suspended FROM hub_tickets WHERE kiosk = ${kiosk}
      UNION ALL SELECT sequence, ticket_hash, NULL, issued_at, seen_at, 0, 0 FROM hub_held g WHERE g.kiosk = ${kiosk}
        AND NOT EXISTS (SELECT 1 FROM hub_tickets t WHERE t.kiosk = g.kiosk AND t.ticket_hash = g.ticket_hash)) b
    LEFT JOIN hub_held h ON h.kiosk = ${kiosk} AND h.ticket_hash = b.ticket_hash
    LEFT JOIN hub_minted m ON m.kiosk = ${kiosk} AND m.sequence = b.sequence AND m.ticket_hash = b.ticket_hash
    ORDER BY b.sequence, b.seen_at`;
  return rows.map((row) => {
    const toldAt = row.told_at === null ? null : Number(row.told_at);
    return {
      sequence: row.sequence as number,
      offerId: row.offer_id as string | null,
      issuedAt: Number(row.issued_at),
      seenAt: Number(row.seen_at),
      toldAt,
      genuine: toldAt !== null && toldAt < lost,
      standing: standingOf(row),
      hash: Buffer.from(row.ticket_hash as Uint8Array).toString('hex'),
    };
  });
}

/** What is in the ledger, or held, under a number: more than one where a thief used a visitor's. */
export function* ticketsOfNumber(kiosk: number, sequence: number): Steps<TicketName[]> {
  const { rows } = yield sole`SELECT sequence, ticket_hash, issued_at FROM hub_tickets
      WHERE kiosk = ${kiosk} AND sequence = ${sequence}
    UNION SELECT sequence, ticket_hash, issued_at FROM hub_held WHERE kiosk = ${kiosk} AND sequence = ${sequence}`;
  return rows.map((row) => nameOf(kiosk, row));
}

/**
 * Tickets that were told of before the kiosk was lost, as far as they are held or may still be brought.
 * @param alive tickets made later have not ended, but for what clocks differ
 */
export function* genuineTickets(kiosk: number, alive: number): Steps<TicketName[]> {
  const lost = yield* lostSince(kiosk);
  if (lost === FOREVER) return [];
  const { rows } = yield sql`SELECT m.sequence, m.ticket_hash, m.issued_at FROM hub_minted m
    WHERE m.kiosk = ${kiosk} AND m.ticket_hash IS NOT NULL AND m.told_at < ${lost}
      AND (EXISTS (SELECT 1 FROM hub_held h WHERE h.kiosk = m.kiosk AND h.ticket_hash = m.ticket_hash)
        OR (m.issued_at > ${alive - CLOCK_DRIFT * 1000} AND NOT EXISTS
          (SELECT 1 FROM hub_tickets t WHERE t.kiosk = m.kiosk AND t.sequence = m.sequence)))
    ORDER BY m.sequence`;
  return rows.map((row) => nameOf(kiosk, row));
}

/** Tickets that were used before the kiosk was lost, and of which its log can tell no more. */
export function* earlierTickets(kiosk: number): Steps<TicketName[]> {
  const lost = yield* lostSince(kiosk);
  if (lost === FOREVER) return [];
  const { rows } = yield sql`SELECT t.sequence, t.ticket_hash, t.issued_at FROM hub_tickets t
    WHERE t.kiosk = ${kiosk} AND t.final = 0
      AND EXISTS (SELECT 1 FROM issuer_credentials c WHERE c.offer_id = t.offer_id AND c.created_at < ${lost}
          AND c.status <> ${STATUS_VALUES.revoked})
      AND NOT EXISTS (SELECT 1 FROM hub_held h WHERE h.kiosk = t.kiosk AND h.ticket_hash = t.ticket_hash)
    ORDER BY t.sequence`;
  return rows.map((row) => nameOf(kiosk, row));
}

/**
 * Staff found a ticket good: what was suspended is valid again, what was ended or never taken may be brought again, and no
 * withdrawal of before or after takes it. Revoked stays revoked.
 * @returns how many credentials are valid again
 */
export function* reinstate(ticket: TicketName, at: number): Steps<number> {
  const { kiosk, sequence, ticketHash, issuedAt } = ticket;
  yield sql`UPDATE hub_kiosks SET kiosk = kiosk WHERE kiosk = ${kiosk}`;
  const held = yield sql`INSERT INTO hub_held
      (kiosk, ticket_hash, sequence, issued_at, seen_at, held_at, reinstated_at)
    VALUES (${kiosk}, ${ticketHash}, ${sequence}, ${issuedAt}, ${at}, ${at}, ${at})
    ON CONFLICT (kiosk, ticket_hash) DO UPDATE SET reinstated_at = excluded.reinstated_at
      WHERE hub_held.reinstated_at IS NULL
    RETURNING ended`;
  if (held.rows[0] === undefined) return 0;
  const ledger =
    yield sql`SELECT offer_id FROM hub_tickets WHERE kiosk = ${kiosk} AND ticket_hash = ${ticketHash}`;
  const offerId = ledger.rows[0]?.offer_id as string | undefined;
  if (offerId === undefined) return 0;
  if (held.rows[0].ended === 1) {
    // Nothing was issued on it, so it is as if it had never been brought.
    yield sql`DELETE FROM issuer_offers WHERE offer_id = ${offerId} AND state = 'cancelled'`;
    yield sql`DELETE FROM hub_tickets WHERE offer_id = ${offerId}`;
    return 0;
  }
  const visit = yield* makeFinal(kiosk, offerId);
  const valid = yield* setStatus({ offerId }, 'valid');
  yield* keepLatest({ kiosk, visit });
  return valid;
}

/**
 * No log has to tell of the ticket any more.
 * @returns its visit, where the kiosk named it before it was in wrong hands
 */
export function* makeFinal(kiosk: number, offerId: string): Steps<string | null> {
  const lost = yield* lostSince(kiosk);
  const { rows } = yield sql`UPDATE hub_tickets SET final = 1, suspended = 0,
      visit = (SELECT m.visit FROM hub_minted m WHERE m.kiosk = hub_tickets.kiosk
        AND m.sequence = hub_tickets.sequence AND m.ticket_hash = hub_tickets.ticket_hash AND m.told_at < ${lost})
    WHERE offer_id = ${offerId} RETURNING visit`;
  return (rows[0]?.visit as string | null | undefined) ?? null;
}
