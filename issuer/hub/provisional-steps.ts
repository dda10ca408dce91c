import { type Steps, sole, sql, Undo } from '../store/sql.ts';
import { setStatus } from '../store/status-steps.ts';
import { type TicketRecord, toTicket } from './ticket-record.ts';
import { FOREVER } from './withdrawal-steps.ts';

/**
 * A visit has one credential: when a kiosk showed a second ticket, and both were redeemed, the last one made is the
 * visitor's, and what was issued on the others is revoked. A place in a status list alone is no credential: versions before
 * took it before they closed the offer, and it stayed when that failed.
 */
export function* keepLatest({ kiosk, visit }: Pick<TicketRecord, 'kiosk' | 'visit'>): Steps<void> {
  if (visit === null) return;
  const { rows } = yield sql`SELECT offer_id, sequence FROM hub_tickets
    WHERE kiosk = ${kiosk} AND visit = ${visit} AND final = 1
      AND EXISTS (SELECT 1 FROM issuer_credentials c WHERE c.offer_id = hub_tickets.offer_id)
      AND NOT EXISTS (SELECT 1 FROM issuer_offers o
        WHERE o.offer_id = hub_tickets.offer_id AND o.notification_hash IS NULL)
    ORDER BY sequence`;
  for (const row of rows.slice(0, -1)) yield* setStatus({ offerId: row.offer_id as string }, 'revoked');
  const last = rows.at(-1);
  if (last === undefined) return;
  // An order that came later has named the ticket, and was made when that was ended or revoked.
  const orders = yield sql`SELECT offer_id FROM hub_orders WHERE kiosk = ${kiosk} AND visit = ${visit}
    AND NOT EXISTS (SELECT 1 FROM hub_order_tickets t WHERE t.kiosk = hub_orders.kiosk
      AND t.offer_id = hub_orders.offer_id AND t.replaced = 1 AND t.sequence >= ${last.sequence as number})`;
  for (const row of orders.rows) yield* setStatus({ offerId: row.offer_id as string }, 'revoked');
}

/** The visits of tickets for which more than one credential is good, which `keepLatest` is to end. */
export function* visitsOfSeveral(): Steps<{ kiosk: number; visit: string }[]> {
  const { rows } = yield sole`SELECT v.kiosk, v.visit FROM (
      SELECT kiosk, visit, offer_id, 1 AS ticket FROM hub_tickets WHERE final = 1 AND visit IS NOT NULL
      UNION ALL SELECT kiosk, visit, offer_id, 0 AS ticket FROM hub_orders) v
    WHERE EXISTS (SELECT 1 FROM issuer_credentials c WHERE c.offer_id = v.offer_id AND c.status = 0)
    GROUP BY v.kiosk, v.visit HAVING count(*) > 1 AND max(v.ticket) = 1`;
  return rows.map(({ kiosk, visit }) => ({ kiosk: kiosk as number, visit: visit as string }));
}

/**
 * Makes tickets final whose visit the log tells of: the kiosk has named the visit, the row that was the log's head when
 * the ticket was made is there, and a row of that visit is not behind it. What was suspended for want of it is good again
 * in the same moment. What a kiosk told since it was in wrong hands counts for nothing, nor do tickets that are held.
 */
export function* confirm(kiosk: number): Steps<void> {
  const { rows } = yield sql`UPDATE hub_tickets SET final = 1,
      visit = (SELECT m.visit FROM hub_minted m WHERE m.kiosk = hub_tickets.kiosk AND m.sequence = hub_tickets.sequence)
    WHERE kiosk = ${kiosk} AND final = 0 AND EXISTS (
      SELECT 1 FROM hub_minted m
        JOIN hub_log_rows h ON h.kiosk = m.kiosk AND h.head = hub_tickets.log_head
        JOIN hub_log_rows v ON v.kiosk = h.kiosk AND v.log = h.log AND v.visit = m.visit AND v.position <= h.position
      WHERE m.kiosk = hub_tickets.kiosk AND m.sequence = hub_tickets.sequence
        AND NOT EXISTS (SELECT 1 FROM hub_withdrawals w
          WHERE w.kiosk = m.kiosk AND w.to_at = ${FOREVER} AND COALESCE(m.told_at, ${FOREVER}) >= w.from_at))
      AND NOT EXISTS (SELECT 1 FROM hub_held g
        WHERE g.kiosk = hub_tickets.kiosk AND g.ticket_hash = hub_tickets.ticket_hash AND g.reinstated_at IS NULL)
    RETURNING *`;
  for (const ticket of rows.map(toTicket)) {
    if (ticket.suspended) {
      yield sql`UPDATE hub_tickets SET suspended = 0 WHERE offer_id = ${ticket.offerId}`;
      yield* setStatus({ offerId: ticket.offerId }, 'valid');
    }
    yield* keepLatest(ticket);
  }
}

/** The offers of tickets whose time to be confirmed is over, and on which something that is still good was issued. */
export function* overdue(at: number): Steps<string[]> {
  const { rows } = yield sole`SELECT offer_id FROM hub_tickets WHERE confirm_by <= ${at} AND final = 0
      AND EXISTS (SELECT 1 FROM issuer_credentials c WHERE c.offer_id = hub_tickets.offer_id AND c.status = 0)
    ORDER BY confirm_by LIMIT 500`;
  return rows.map((row) => row.offer_id as string);
}

/** @returns how many credentials are suspended now: none when the log has told of the ticket meanwhile */
export function* suspend(offerId: string): Steps<number> {
  const { changes } =
    yield sql`UPDATE hub_tickets SET suspended = 1 WHERE offer_id = ${offerId} AND final = 0`;
  if (changes === 0) return 0;
  const suspended = yield* setStatus({ offerId }, 'suspended');
  if (suspended === 0) throw new Undo(0);
  return suspended;
}
