import { TicketError } from '../ticket/index.ts';
import type { HubContext } from './context.ts';
import { HubError } from './errors.ts';
import {
  genuineTickets,
  type ListedTicket,
  listTickets,
  reinstate,
  type TicketName,
  ticketsOfNumber,
} from './held-steps.ts';
import { findKiosk, type KioskRecord } from './kiosk-steps.ts';
import { ticketHash } from './protocol.ts';
import { openAtHub } from './tickets.ts';
import { FOREVER, type Withdrawn, withdraw } from './withdrawal-steps.ts';

export interface WithdrawalOrder {
  kiosk: number;
  /** Milliseconds since the epoch. */
  from: number;
  /** Not included; null for ever, and then the kiosk is turned away with all its requests. */
  to: number | null;
}

const unknownKiosk = () => new HubError('hub/unknown-kiosk', 'no kiosk of this number is enrolled');

/**
 * With an end: a kiosk in good hands did wrong for a time. Its tickets of that time are not taken, and what was issued on
 * them, or online in that time, is revoked. Without one: the kiosk is in wrong hands. Besides, then, nothing of it is taken
 * any more, and what was issued since on older tickets is suspended until staff have looked at it.
 * @throws HubError `hub/unknown-kiosk`
 */
export async function withdrawKiosk(
  hub: HubContext,
  { kiosk, from, to }: WithdrawalOrder,
): Promise<Withdrawn> {
  const range = { kiosk, from, to: to ?? FOREVER };
  const done = await hub.driver.run(() => withdraw(range, hub.clock()));
  if (done === null) throw unknownKiosk();
  return done;
}

async function knownKiosk(hub: HubContext, number: number): Promise<KioskRecord> {
  const kiosk = await hub.driver.run(() => findKiosk(number));
  if (kiosk === null) throw unknownKiosk();
  return kiosk;
}

/** @throws HubError `hub/unknown-kiosk` */
export async function ticketsOf(hub: HubContext, kiosk: number): Promise<ListedTicket[]> {
  await knownKiosk(hub, kiosk);
  return hub.driver.run(() => listTickets(kiosk));
}

/**
 * - a number, of a ticket that was brought;
 * - `text`: the ticket itself, whether it was or not;
 * - `genuine`: all that the kiosk told of before it was in wrong hands.
 */
export type ReinstatementOrder = { sequence: number } | { text: string } | 'genuine';

const notHeld = () => new HubError('hub/not-held', 'no such ticket waits for anybody to judge it');

async function named(
  hub: HubContext,
  kiosk: number,
  which: Exclude<ReinstatementOrder, 'genuine'>,
): Promise<TicketName> {
  if ('sequence' in which) {
    const found = await hub.driver.run(() => ticketsOfNumber(kiosk, which.sequence));
    if (found.length > 1)
      throw new HubError('hub/several-tickets', 'several tickets have this number: give the ticket itself');
    if (found[0] === undefined) throw notHeld();
    return found[0];
  }
  const hash = ticketHash(which.text);
  const known = (await hub.driver.run(() => listTickets(kiosk))).find(
    (one) => one.hash === hash.toString('hex'),
  );
  if (known !== undefined) return { ...known, kiosk, ticketHash: hash };
  const { ticket } = await openAtHub(hub, which.text);
  if (ticket.kiosk !== kiosk) throw new TicketError('ticket/unknown-kiosk', 'the ticket is of another kiosk');
  return { kiosk, sequence: ticket.sequence, issuedAt: ticket.issuedAt, ticketHash: hash };
}

/**
 * Staff found tickets good. @returns how many tickets, and how many credentials are valid again
 * @throws HubError `hub/unknown-kiosk`, `hub/not-held`, `hub/several-tickets`; TicketError
 */
export async function reinstateTickets(
  hub: HubContext,
  kiosk: number,
  which: ReinstatementOrder,
): Promise<{ tickets: number; credentials: number }> {
  const { grant } = await knownKiosk(hub, kiosk);
  const now = hub.clock();
  const listed = await hub.driver.run(() => listTickets(kiosk));
  const settled = new Set(
    listed
      .filter(({ standing }) => standing === 'final' || standing === 'reinstated')
      .map(({ hash }) => hash),
  );
  const chosen =
    which === 'genuine'
      ? await hub.driver.run(() => genuineTickets(kiosk, now - grant.ticketMinutes * 60_000))
      : [await named(hub, kiosk, which)];
  const tickets = chosen.filter((one) => !settled.has(Buffer.from(one.ticketHash).toString('hex')));
  if (tickets.length === 0 && which !== 'genuine') throw notHeld();
  let credentials = 0;
  for (const ticket of tickets) credentials += await hub.driver.run(() => reinstate(ticket, now));
  return { tickets: tickets.length, credentials };
}
