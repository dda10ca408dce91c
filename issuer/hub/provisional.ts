import type { HubContext } from './context.ts';
import { visitOfOrder } from './order-steps.ts';
import { keepLatest, overdue, suspend, visitsOfSeveral } from './provisional-steps.ts';
import { ticketOfOffer } from './ticket-steps.ts';

/** A credential was issued just now, on a ticket or an order: what holds for those issued before holds for it too. */
export async function afterIssuing(hub: HubContext, offerId: string): Promise<void> {
  const ticket = await hub.driver.run(() => ticketOfOffer(offerId));
  if (ticket === null) {
    const ordered = await hub.driver.run(() => visitOfOrder(offerId));
    if (ordered !== null) await hub.driver.run(() => keepLatest(ordered));
    return;
  }
  if (ticket.final) await hub.driver.run(() => keepLatest(ticket));
  else if (ticket.confirmBy <= hub.clock()) await hub.driver.run(() => suspend(offerId));
}

/** Suspends the credentials of tickets whose visits have not come in time. Every process may do so; twice is once. */
export async function suspendOverdue(hub: HubContext): Promise<number> {
  let suspended = 0;
  for (const offerId of await hub.driver.run(() => overdue(hub.clock())))
    suspended += await hub.driver.run(() => suspend(offerId));
  return suspended;
}

/** What `afterIssuing` would have done where a process ended before it: also found after the machine lost its power. */
export async function keepLatestEverywhere(hub: HubContext): Promise<void> {
  for (const visit of await hub.driver.run(visitsOfSeveral)) await hub.driver.run(() => keepLatest(visit));
}
