import type { HubContext } from './context.ts';
import { originOf } from './context.ts';
import { HubError } from './errors.ts';
import { withdraw } from './kiosk-steps.ts';
import { endOnlineOffers, onlineOffers, ticketsBetween } from './ticket-steps.ts';

/** The end of time, as far as a column of milliseconds goes. */
const FOREVER = 8_640_000_000_000_000;

export interface WithdrawalOrder {
  kiosk: number;
  /** Milliseconds since the epoch, of making tickets and issuing credentials. */
  from: number;
  /** Not included; null for ever, and then the kiosk is turned away with all its requests. */
  to: number | null;
}

/**
 * A kiosk was stolen, or did wrong for a time: its tickets of that time are not taken, offers made for them end, and
 * what was issued on them is revoked.
 * @returns how many credentials were revoked
 * @throws HubError `hub/unknown-kiosk`
 */
export async function withdrawKiosk(hub: HubContext, { kiosk, from, to }: WithdrawalOrder): Promise<number> {
  const range = { from, to: to ?? FOREVER, block: to === null };
  if (!(await hub.driver.run(() => withdraw(kiosk, range, hub.clock()))))
    throw new HubError('hub/unknown-kiosk', 'no kiosk of this number is enrolled');
  let revoked = 0;
  for (const { offerId } of await hub.driver.run(() => ticketsBetween(kiosk, range.from, range.to))) {
    await hub.issuer.cancel(offerId).catch(() => false);
    revoked += await hub.issuer.setCredentialStatus({ offerId }, 'revoked');
  }
  const online = `${originOf(kiosk)}:`;
  await hub.driver.run(() => endOnlineOffers(online, range.from, range.to, hub.clock()));
  for (const offerId of await hub.driver.run(() => onlineOffers(online, range.from, range.to)))
    revoked += await hub.issuer.setCredentialStatus({ offerId }, 'revoked');
  return revoked;
}
