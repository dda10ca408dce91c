import { OPEN } from '../states.ts';
import { insert } from '../store/offer-steps.ts';
import { Raw, type Steps, sole, sql, Undo } from '../store/sql.ts';
import { STATUS_VALUES, setStatus } from '../store/status-steps.ts';
import type { NewOffer } from '../store/store.ts';
import { lockKiosk } from './kiosk-steps.ts';

const open = new Raw(`(${OPEN.map((state) => `'${state}'`).join(', ')})`);

/**
 * An order of a kiosk that makes a ticket where the order gets no answer. A visit's orders name one ticket number; whichever
 * of the orders and the ticket comes later takes the place of the other, unless a credential was issued on that.
 */
export interface Order {
  readonly kiosk: number;
  readonly orderId: string;
  readonly visit: string;
  /** The number of the ticket that is made in place of the offer. */
  readonly fallback: number;
  /** Tickets that were made for the visit before. */
  readonly replaces: readonly number[];
  readonly offer: NewOffer;
}

/**
 * - `superseded`: a ticket of this number, or a later order of the visit, was here before it.
 * - `visit-issued`: the visit has its credential, on a ticket or an order of before.
 * - `kiosk-blocked`: the kiosk was revoked meanwhile.
 */
export type OrderRefusal = 'superseded' | 'visit-issued' | 'kiosk-blocked';
export type OrderOutcome = 'made' | 'known' | OrderRefusal;

/**
 * Ends an offer nothing was issued on. What a wallet said it did not keep is revoked, and counts for nothing.
 * @returns whether something was, and was not revoked since
 */
export function* endOffer(offerId: string, at: number): Steps<'ended' | 'issued'> {
  const ended = yield sql`UPDATE issuer_offers
    SET state = 'cancelled', sealed_claims = NULL, sealed_keys = NULL, changed_at = ${at}
    WHERE offer_id = ${offerId} AND state IN ${open}`;
  if (ended.changes === 1) return 'ended';
  const { rows } = yield sql`SELECT notification_hash, state FROM issuer_offers WHERE offer_id = ${offerId}`;
  if (rows[0] !== undefined && rows[0].notification_hash === null) return 'ended';
  if (rows[0]?.state === 'refused') yield* setStatus({ offerId }, 'revoked');
  // The issuer forgets offers a day after their end, and not what was issued on them.
  const issued = yield sql`SELECT 1 AS found FROM issuer_credentials
    WHERE offer_id = ${offerId} AND status <> ${STATUS_VALUES.revoked} LIMIT 1`;
  return issued.rows.length > 0 ? 'issued' : 'ended';
}

interface OrderedTicket {
  offerId: string;
  replaced: boolean;
}

function* ordersOf(kiosk: number, sequence: number): Steps<OrderedTicket[]> {
  const { rows } = yield sql`SELECT offer_id, replaced FROM hub_order_tickets
    WHERE kiosk = ${kiosk} AND sequence = ${sequence}`;
  return rows.map((row) => ({ offerId: row.offer_id as string, replaced: row.replaced === 1 }));
}

function* ticketOffer(kiosk: number, sequence: number): Steps<string | null> {
  const { rows } =
    yield sql`SELECT offer_id FROM hub_tickets WHERE kiosk = ${kiosk} AND sequence = ${sequence}`;
  return (rows[0]?.offer_id as string | undefined) ?? null;
}

/**
 * A ticket takes the place of the orders of its visit. The kiosk's row is locked.
 * @returns why it may not
 */
export function* overtakeOrders(
  kiosk: number,
  sequence: number,
  at: number,
): Steps<'replaced' | 'visit-issued' | null> {
  const orders = yield* ordersOf(kiosk, sequence);
  if (orders.some(({ replaced }) => replaced)) return 'replaced';
  for (const { offerId } of orders) if ((yield* endOffer(offerId, at)) === 'issued') return 'visit-issued';
  return null;
}

function* overtakeOthers(
  { kiosk, fallback, replaces, offer }: Order,
  at: number,
): Steps<OrderRefusal | null> {
  if ((yield* ticketOffer(kiosk, fallback)) !== null) return 'superseded';
  const before = yield* ordersOf(kiosk, fallback);
  if (before.some(({ replaced }) => replaced)) return 'superseded';
  const others = before.map(({ offerId }) => offerId);
  for (const sequence of new Set(replaces)) {
    const ticket = yield* ticketOffer(kiosk, sequence);
    if (ticket !== null) others.push(ticket);
    others.push(...(yield* ordersOf(kiosk, sequence)).map(({ offerId }) => offerId));
    yield sql`INSERT INTO hub_order_tickets (kiosk, sequence, offer_id, replaced)
      VALUES (${kiosk}, ${sequence}, ${offer.offerId}, 1)`;
  }
  for (const offerId of others) if ((yield* endOffer(offerId, at)) === 'issued') return 'visit-issued';
  return null;
}

/**
 * Makes the offer of an order, once: asked again it is `known`, and the offer the same. The kiosk's row is locked first, as
 * when a ticket is brought: of an order and the ticket of its visit that come at once, one is first.
 */
export function* takeOrder(order: Order, at: number): Steps<OrderOutcome> {
  const { kiosk, orderId, visit, fallback, offer } = order;
  if (!(yield* lockKiosk(kiosk))) return 'kiosk-blocked';
  const known = yield sql`SELECT offer_id FROM hub_orders WHERE kiosk = ${kiosk} AND order_id = ${orderId}`;
  if (known.rows.length > 0) return 'known';
  const refusal = yield* overtakeOthers(order, at);
  if (refusal !== null) throw new Undo<OrderOutcome>(refusal);
  yield* insert(offer);
  yield sql`INSERT INTO hub_orders (kiosk, order_id, offer_id, visit, created_at)
    VALUES (${kiosk}, ${orderId}, ${offer.offerId}, ${visit}, ${at})`;
  yield sql`INSERT INTO hub_order_tickets (kiosk, sequence, offer_id, replaced)
    VALUES (${kiosk}, ${fallback}, ${offer.offerId}, 0)`;
  return 'made';
}

/** The visit of an order's offer; null for another offer. */
export function* visitOfOrder(offerId: string): Steps<{ kiosk: number; visit: string } | null> {
  const { rows } = yield sole`SELECT kiosk, visit FROM hub_orders WHERE offer_id = ${offerId}`;
  return rows[0] === undefined ? null : { kiosk: rows[0].kiosk as number, visit: rows[0].visit as string };
}
