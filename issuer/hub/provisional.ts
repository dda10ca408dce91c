import type { HubContext } from './context.ts';
import { markSuspended, overdue, type TicketRecord, ticketOfOffer, ticketsOfVisit } from './ticket-steps.ts';

/**
 * A visit has one credential: when a kiosk showed a second ticket, and both were redeemed, the last one made is the
 * visitor's, and what was issued on the others is revoked.
 */
async function keepLatest(hub: HubContext, { kiosk, visit }: TicketRecord): Promise<void> {
  if (visit === null) return;
  const tickets = await hub.driver.run(() => ticketsOfVisit(kiosk, visit));
  if (tickets.length < 2) return;
  const issued: TicketRecord[] = [];
  for (const ticket of tickets)
    if ((await hub.issuer.credentialStatus(ticket.offerId)).length > 0) issued.push(ticket);
  for (const { offerId } of issued.slice(0, -1)) await hub.issuer.setCredentialStatus({ offerId }, 'revoked');
}

/** The visits are in the log: what was suspended for want of them is good again. */
export async function makeFinal(hub: HubContext, tickets: readonly TicketRecord[]): Promise<void> {
  for (const ticket of tickets) {
    const { offerId, suspended } = ticket;
    if (suspended) {
      await hub.issuer.setCredentialStatus({ offerId }, 'valid');
      await hub.driver.run(() => markSuspended(offerId, false));
    }
    await keepLatest(hub, ticket);
  }
}

/** A ticket's credential was issued just now: what holds for those issued before holds for it too. */
export async function afterIssuing(hub: HubContext, offerId: string): Promise<void> {
  const ticket = await hub.driver.run(() => ticketOfOffer(offerId));
  if (ticket === null) return;
  if (ticket.final) await keepLatest(hub, ticket);
  else if (ticket.confirmBy <= hub.clock()) await suspendOverdue(hub);
}

/** Suspends the credentials of tickets whose visits have not come in time. Every process may do so; twice is once. */
export async function suspendOverdue(hub: HubContext): Promise<number> {
  let suspended = 0;
  for (const { offerId } of await hub.driver.run(() => overdue(hub.clock()))) {
    const changed = await hub.issuer.setCredentialStatus({ offerId }, 'suspended');
    if (changed === 0) continue;
    await hub.driver.run(() => markSuspended(offerId, true));
    suspended += changed;
  }
  return suspended;
}
