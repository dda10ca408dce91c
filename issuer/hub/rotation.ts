import type { HubContext } from './context.ts';
import { type KioskRecord, listKiosks } from './kiosk-steps.ts';
import { CLOCK_DRIFT } from './protocol.ts';

export interface RotationOrder {
  /** Also when tickets are lost by it: where the key itself may be in wrong hands. */
  force?: boolean;
}

/**
 * Until when tickets of a kiosk may be brought that are sealed for a key another one followed at `made`. The kiosk makes
 * such tickets until it has heard of the other, at most as long as its lease goes.
 */
function neededBy(kiosk: KioskRecord, made: number): number {
  if (kiosk.enrolledAt >= made) return 0;
  const heard = kiosk.seenAt >= made ? kiosk.seenAt : kiosk.leaseUntil;
  const last = Math.min(heard, kiosk.blockedAt ?? heard);
  return last + (kiosk.grant.ticketMinutes * 60 + CLOCK_DRIFT) * 1000;
}

/** @throws HubError `hub/tickets-outstanding` */
export async function rotateTicketKey(
  { ticketKeys, clock, driver }: HubContext,
  { force = false }: RotationOrder = {},
): Promise<void> {
  await ticketKeys.rotate(clock(), async (made) =>
    force ? 0 : Math.max(0, ...(await driver.run(listKiosks)).map((kiosk) => neededBy(kiosk, made))),
  );
}
