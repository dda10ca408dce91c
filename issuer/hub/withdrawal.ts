import { placesOf } from '../store/status-steps.ts';
import type { CredentialStatus, StatusEntry } from '../store/store.ts';
import { TicketError } from '../ticket/index.ts';
import type { HubContext } from './context.ts';
import { HubError } from './errors.ts';
import {
  earlierTickets,
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

export interface KioskTicket extends ListedTicket {
  readonly credentials: readonly (StatusEntry & { status: CredentialStatus })[];
}

/**
 * The tickets of a kiosk that staff may have to judge: all but those its log has told of.
 * @param all also those
 * @throws HubError `hub/unknown-kiosk`
 */
export async function ticketsOf(hub: HubContext, kiosk: number, all = false): Promise<KioskTicket[]> {
  await knownKiosk(hub, kiosk);
  const listed = await hub.driver.run(() => listTickets(kiosk));
  return Promise.all(
    listed
      .filter(({ standing }) => all || standing !== 'final')
      .map(async (ticket) => {
        const { offerId } = ticket;
        const credentials = offerId === null ? [] : await hub.driver.run(() => placesOf(offerId));
        return { ...ticket, credentials };
      }),
  );
}

/**
 * - a number, of a ticket that was brought;
 * - `text`: the ticket itself, whether it was or not;
 * - `genuine`: all that the kiosk told of before it was in wrong hands;
 * - `earlier`: all that were used before, of which the log did not tell in time.
 */
export type ReinstatementOrder = { sequence: number } | { text: string } | 'genuine' | 'earlier';

const notHeld = () => new HubError('hub/not-held', 'no such ticket waits for anybody to judge it');

async function named(
  hub: HubContext,
  kiosk: number,
  which: Exclude<ReinstatementOrder, string>,
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

async function chosenBy(
  hub: HubContext,
  { kiosk, grant }: KioskRecord,
  which: ReinstatementOrder,
): Promise<TicketName[]> {
  if (which === 'earlier') return hub.driver.run(() => earlierTickets(kiosk));
  if (which !== 'genuine') return [await named(hub, kiosk, which)];
  const alive = hub.clock() - grant.ticketMinutes * 60_000;
  return hub.driver.run(() => genuineTickets(kiosk, alive));
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
  const record = await knownKiosk(hub, kiosk);
  const now = hub.clock();
  const listed = await hub.driver.run(() => listTickets(kiosk));
  const settled = new Set(
    listed
      .filter(({ standing }) => standing === 'final' || standing === 'reinstated')
      .map(({ hash }) => hash),
  );
  const chosen = await chosenBy(hub, record, which);
  const tickets = chosen.filter((one) => !settled.has(Buffer.from(one.ticketHash).toString('hex')));
  if (tickets.length === 0 && typeof which !== 'string') throw notHeld();
  let credentials = 0;
  for (const ticket of tickets) credentials += await hub.driver.run(() => reinstate(ticket, now));
  return { tickets: tickets.length, credentials };
}
