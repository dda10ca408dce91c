import type { HubContext } from './context.ts';
import { markSuspended, overdue, type TicketRecord } from './ticket-steps.ts';

/** The visits are in the log: what was suspended for want of them is good again. */
export async function makeFinal(hub: HubContext, tickets: readonly TicketRecord[]): Promise<void> {
  for (const { offerId, suspended } of tickets) {
    if (!suspended) continue;
    await hub.issuer.setCredentialStatus({ offerId }, 'valid');
    await hub.driver.run(() => markSuspended(offerId, false));
  }
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
