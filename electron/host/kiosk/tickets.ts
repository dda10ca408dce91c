import type { Ticket } from '../../contract/index.ts';
import type { RunningVisit } from './visit-runner.ts';

interface KeptTicket extends Ticket {
  simulated: boolean;
  /** From here on (Unix milliseconds) it can no longer be opened, and its visit is to be wiped. */
  expiresAt: number;
}

/** What is known of parked visits without opening their vault entry: no name and nothing that was read. */
export function createTickets() {
  const kept = new Map<string, KeptTicket>();
  return {
    /** Takes the visit into the list while it is parked, and out of it otherwise. */
    note({ id, visit, parkedAt }: RunningVisit) {
      if (!visit.parked || visit.ended || parkedAt === null) {
        kept.delete(id);
        return;
      }
      kept.set(id, {
        visit: id,
        ticket: visit.ticket ?? '',
        reason: visit.referral ?? 'undecided',
        at: parkedAt,
        simulated: visit.simulated,
        expiresAt: parkedAt + visit.profile.retentionHours.referred * 3_600_000,
      });
    },
    drop: (id: string) => kept.delete(id),
    /** Visits whose time is over at `now`, whatever station they are from. */
    expired: (now: number) =>
      [...kept.values()].filter((one) => now >= one.expiresAt).map((one) => one.visit),
    /** Those that can be opened here, newest first: a simulated visit's policy is not for a real station. */
    list: (now: number, simulated: boolean): Ticket[] =>
      [...kept.values()]
        .filter((one) => one.simulated === simulated && now < one.expiresAt)
        .sort((a, b) => b.at - a.at)
        .map(({ visit, ticket, at, reason }) => ({ visit, ticket, at, reason })),
  };
}
