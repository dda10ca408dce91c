import { insert } from '../store/offer-steps.ts';
import { type Steps, sole, sql } from '../store/sql.ts';
import type { NewOffer } from '../store/store.ts';
import type { Ticket } from '../ticket/index.ts';
import { holdBrought, isReinstated, makeFinal } from './held-steps.ts';
import { type KioskRecord, toKiosk } from './kiosk-steps.ts';
import { overtakeOrders } from './order-steps.ts';
import { CLOCK_DRIFT } from './protocol.ts';
import { confirm } from './provisional-steps.ts';
import { endOfOffer } from './ticket-offer.ts';
import { type TicketRecord, toTicket } from './ticket-record.ts';
import { withdrawn } from './withdrawal-steps.ts';

const DAY = 86_400_000;

/** Why a ticket that is genuine is not taken all the same. */
export type TicketRefusal =
  | 'unknown-kiosk'
  | 'withdrawn'
  | 'kiosk-blocked'
  | 'lease-over'
  | 'quota-used'
  | 'document-type'
  | 'life-over'
  | 'sequence-used'
  | 'replaced'
  | 'visit-issued';

export interface Admission {
  readonly ticket: Ticket;
  readonly ticketHash: Uint8Array;
  readonly documentType: string | null;
  readonly offer: Omit<NewOffer, 'expiresAt'>;
  readonly now: number;
}

/** The first eight bytes of a row's hash, as tickets name it. */
export const headOf = (logHead: Uint8Array): string => Buffer.from(logHead).toString('hex');

function allowed(kiosk: KioskRecord, { ticket, documentType, now }: Admission): TicketRefusal | null {
  const { documentTypes, ticketMinutes } = kiosk.grant;
  if (ticket.issuedAt > kiosk.leaseUntil || ticket.issuedAt < kiosk.enrolledAt - CLOCK_DRIFT * 1000)
    return 'lease-over';
  if (now > ticket.issuedAt + (ticketMinutes * 60 + CLOCK_DRIFT) * 1000) return 'life-over';
  if (documentTypes !== null && !documentTypes.includes(documentType ?? '')) return 'document-type';
  return null;
}

/** What the kiosk told of before it was another ticket of this number: whoever has its key now cannot take the number. */
function* toldOfAnother({ ticket, ticketHash }: Admission): Steps<boolean> {
  const { rows } = yield sql`SELECT 1 AS found FROM hub_minted
    WHERE kiosk = ${ticket.kiosk} AND sequence = ${ticket.sequence} AND ticket_hash <> ${ticketHash}`;
  return rows.length > 0;
}

/**
 * Takes a ticket into the ledger and makes its one offer, or says why not. The kiosk's row is locked first: of several
 * who bring the same ticket one makes the offer, the others find it.
 */
export function* admit(admission: Admission): Steps<TicketRefusal | 'admitted' | 'known'> {
  const { ticket, ticketHash, offer, now } = admission;
  const locked = yield sql`UPDATE hub_kiosks SET kiosk = kiosk WHERE kiosk = ${ticket.kiosk} RETURNING *`;
  if (locked.rows[0] === undefined) return 'unknown-kiosk';
  const kiosk = toKiosk(locked.rows[0]);
  const reinstated = yield* isReinstated(ticket.kiosk, ticketHash);
  if (!reinstated) {
    if (yield* withdrawn(ticket.kiosk, ticket.issuedAt)) return 'withdrawn';
    if (kiosk.blockedAt !== null) {
      yield* holdBrought({ ...ticket, ticketHash }, now);
      return 'kiosk-blocked';
    }
  }
  const before = yield sql`SELECT ticket_hash FROM hub_tickets
    WHERE kiosk = ${ticket.kiosk} AND sequence = ${ticket.sequence}`;
  if (before.rows[0] !== undefined) {
    const same = Buffer.compare(before.rows[0].ticket_hash as Uint8Array, ticketHash) === 0;
    return same ? 'known' : 'sequence-used';
  }
  if (yield* toldOfAnother(admission)) return 'sequence-used';
  const refusal = allowed(kiosk, admission);
  if (refusal !== null) return refusal;
  const day = Math.floor(ticket.issuedAt / DAY);
  const counted =
    yield sql`SELECT count(*) AS made FROM hub_tickets WHERE kiosk = ${ticket.kiosk} AND day = ${day}`;
  if (Number(counted.rows[0]!.made) >= kiosk.grant.dailyQuota) return 'quota-used';
  const overtaken = yield* overtakeOrders(ticket.kiosk, ticket.sequence, now);
  if (overtaken !== null) return overtaken;
  yield* insert({ ...offer, expiresAt: endOfOffer(ticket, kiosk.grant.ticketMinutes, now) });
  yield sql`INSERT INTO hub_tickets (kiosk, sequence, ticket_hash, offer_id, log_head, issued_at, day, seen_at, confirm_by)
    VALUES (${ticket.kiosk}, ${ticket.sequence}, ${ticketHash}, ${offer.offerId}, ${headOf(ticket.logHead)},
      ${ticket.issuedAt}, ${day}, ${now}, ${Math.floor(now + kiosk.grant.provisionalHours * 3_600_000)})`;
  if (reinstated) yield* makeFinal(ticket.kiosk, offer.offerId);
  yield* confirm(ticket.kiosk);
  return 'admitted';
}

export function* ticketOfOffer(offerId: string): Steps<TicketRecord | null> {
  const { rows } = yield sole`SELECT * FROM hub_tickets WHERE offer_id = ${offerId}`;
  return rows[0] === undefined ? null : toTicket(rows[0]);
}

export function* findTicket(kiosk: number, sequence: number): Steps<TicketRecord | null> {
  const { rows } = yield sole`SELECT * FROM hub_tickets WHERE kiosk = ${kiosk} AND sequence = ${sequence}`;
  return rows[0] === undefined ? null : toTicket(rows[0]);
}
