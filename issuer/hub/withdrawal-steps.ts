import { OPEN } from '../states.ts';
import { Raw, type Statement, type Steps, sql } from '../store/sql.ts';
import { STATUS_VALUES, setStatusWhere } from '../store/status-steps.ts';
import { originOf } from './context.ts';

/** The end of time, as far as a column of milliseconds goes. */
export const FOREVER = 8_640_000_000_000_000;

/** Milliseconds since the epoch, `to` not included. */
export interface Withdrawal {
  kiosk: number;
  from: number;
  /** {@link FOREVER} ends the kiosk: its requests are refused, and nothing it does or did since `from` is believed. */
  to: number;
}

/** How many… */
export interface Withdrawn {
  /** …credentials were revoked, */
  revoked: number;
  /** …were suspended, until staff have looked at their tickets, */
  suspended: number;
  /** …offers ended. */
  ended: number;
}

const open = new Raw(`(${OPEN.map((state) => `'${state}'`).join(', ')})`);

/** Whether a time the kiosk named lies in one that was withdrawn. */
export function* withdrawn(kiosk: number, issuedAt: number): Steps<boolean> {
  const { rows } = yield sql`SELECT 1 AS found FROM hub_withdrawals
    WHERE kiosk = ${kiosk} AND from_at <= ${issuedAt} AND to_at > ${issuedAt} LIMIT 1`;
  return rows.length > 0;
}

/** Since when, by the hub's clock, the word of a kiosk that was turned away counts for nothing; FOREVER for any other. */
export function* lostSince(kiosk: number): Steps<number> {
  const { rows } = yield sql`SELECT min(from_at) AS lost FROM hub_withdrawals
    WHERE kiosk = ${kiosk} AND to_at = ${FOREVER}`;
  const lost = rows[0]?.lost ?? null;
  return lost === null ? FOREVER : Number(lost);
}

/** Tickets that staff have found good are, whatever is withdrawn. */
const notReinstated = sql`NOT EXISTS (SELECT 1 FROM hub_held r
  WHERE r.kiosk = t.kiosk AND r.ticket_hash = t.ticket_hash AND r.reinstated_at IS NOT NULL)`;

const ofThatTime = ({ kiosk, from, to }: Withdrawal): Statement =>
  sql`SELECT t.offer_id FROM hub_tickets t
    WHERE t.kiosk = ${kiosk} AND t.issued_at >= ${from} AND t.issued_at < ${to} AND ${notReinstated}`;

/** Ends what is open, also where a phone has its token already. */
function* endOffers(which: Statement, at: number): Steps<string[]> {
  const { rows } = yield sql`UPDATE issuer_offers
    SET state = 'cancelled', sealed_claims = NULL, sealed_keys = NULL, changed_at = ${at}
    WHERE state IN ${open} AND ${which} RETURNING offer_id`;
  return rows.map((row) => row.offer_id as string);
}

const holding = (kiosk: number, which: Statement, ended: boolean, at: number): Statement =>
  sql`INSERT INTO hub_held (kiosk, ticket_hash, sequence, issued_at, seen_at, held_at, ended)
    SELECT t.kiosk, t.ticket_hash, t.sequence, t.issued_at, t.seen_at, ${at}, ${ended ? 1 : 0} FROM hub_tickets t
    WHERE t.kiosk = ${kiosk} AND ${which}
    ON CONFLICT (kiosk, ticket_hash) DO NOTHING`;

/**
 * The kiosk is in wrong hands since `lost`, with its key and its vault. By the hub's clock, for the kiosk's is the thief's:
 * what was issued before, was issued before there was a thief. What is issued since may be on a ticket he dated back, or on
 * a visitor's own, which the vault has with its code. Nobody but staff can tell those from honest visitors, so all of it is
 * held for them.
 */
function* hold(kiosk: number, lost: number, at: number): Steps<number> {
  yield holding(
    kiosk,
    sql`EXISTS (SELECT 1 FROM issuer_credentials c
      WHERE c.offer_id = t.offer_id AND c.status <> ${STATUS_VALUES.revoked} AND c.created_at >= ${lost})`,
    false,
    at,
  );
  const held = sql`EXISTS (SELECT 1 FROM hub_held h
    WHERE h.kiosk = t.kiosk AND h.ticket_hash = t.ticket_hash AND h.reinstated_at IS NULL)`;
  yield sql`UPDATE hub_tickets AS t SET final = 0, suspended = 1 WHERE t.kiosk = ${kiosk} AND ${held}`;
  const which = sql`offer_id IN (SELECT t.offer_id FROM hub_tickets t WHERE t.kiosk = ${kiosk} AND ${held})`;
  // What its thief ordered online stands in the way of no visitor's ticket.
  yield sql`DELETE FROM hub_order_tickets WHERE kiosk = ${kiosk} AND offer_id IN
    (SELECT o.offer_id FROM hub_orders o WHERE o.kiosk = ${kiosk} AND o.created_at >= ${lost})`;
  return yield* setStatusWhere(which, 'suspended');
}

/**
 * Withdraws what a kiosk did in a time, all of it or nothing. The kiosk's row is locked first, as whenever a ticket, an order
 * or the log is taken: what comes at the same moment is either here or refused.
 * @returns null for a kiosk that is not enrolled
 */
export function* withdraw(withdrawal: Withdrawal, at: number): Steps<Withdrawn | null> {
  const { kiosk, from, to } = withdrawal;
  const block = to === FOREVER;
  const { changes } = yield sql`UPDATE hub_kiosks
    SET blocked_at = CASE WHEN ${block ? 1 : 0} = 1 AND blocked_at IS NULL THEN ${at} ELSE blocked_at END
    WHERE kiosk = ${kiosk}`;
  if (changes === 0) return null;
  yield sql`INSERT INTO hub_withdrawals (kiosk, from_at, to_at, made_at) VALUES (${kiosk}, ${from}, ${to}, ${at})
    ON CONFLICT (kiosk, from_at, to_at) DO NOTHING`;
  const online = sql`origin = ${originOf(kiosk)} AND subject_ref LIKE ${`${originOf(kiosk)}:%`}
    AND created_at >= ${block ? 0 : from} AND created_at < ${to}`;
  const tickets = block
    ? sql`SELECT t.offer_id FROM hub_tickets t WHERE t.kiosk = ${kiosk} AND ${notReinstated}`
    : ofThatTime(withdrawal);
  // First the offers, then the credentials: whoever was faster than the end of an offer is among those.
  const ended = yield* endOffers(sql`offer_id IN (${tickets})`, at);
  for (const offerId of ended) yield holding(kiosk, sql`t.offer_id = ${offerId}`, true, at);
  const endedOnline = yield* endOffers(online, at);
  let revoked = yield* setStatusWhere(sql`offer_id IN (${ofThatTime(withdrawal)})`, 'revoked');
  revoked += yield* setStatusWhere(
    sql`origin = ${originOf(kiosk)} AND subject_ref LIKE ${`${originOf(kiosk)}:%`}
      AND created_at >= ${from} AND created_at < ${to}`,
    'revoked',
  );
  const suspended = block ? yield* hold(kiosk, yield* lostSince(kiosk), at) : 0;
  return { revoked, suspended, ended: ended.length + endedOnline.length };
}
