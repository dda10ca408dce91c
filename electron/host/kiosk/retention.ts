import type { Clock } from '../ports.ts';
import type { Vault } from '../vault/index.ts';
import type { Profile } from '../visit/index.ts';

/** Closes in the vault a visit whose ticket nobody came with; its hours were counted from when it was parked. */
export const ticketExpired = 'ticket-expired';

/** Hours that a visit which ended this way stays readable; 0 wipes it at once. */
export function retainedHours(reason: string | null, { retentionHours }: Profile): number {
  if (reason === 'referred') return retentionHours.referred;
  return reason === 'interrupted' || reason === ticketExpired ? 0 : retentionHours.finished;
}

export type Retention = ReturnType<typeof createRetention>;

/** Destroys the keys of closed visits whose time is over. */
export function createRetention(options: { vault: Vault; clock: Clock; profile: Profile }) {
  const { vault, clock, profile } = options;
  return {
    /**
     * @returns how many visits were wiped
     * @throws VaultError the first failure, after all others were tried: the sweep is to be done again
     */
    async sweep(): Promise<number> {
      let shredded = 0;
      const failures: unknown[] = [];
      for (const one of await vault.listVisits()) {
        if (!one.closedAt || one.shreddedAt) continue;
        const due = Date.parse(one.closedAt) + retainedHours(one.closeReason, profile) * 3_600_000;
        if (clock.now() < due) continue;
        try {
          await vault.shred(one.visit);
          shredded += 1;
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      return shredded;
    },
  };
}
