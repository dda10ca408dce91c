import type { Clock } from './ports.ts';
import { type Vault, VaultError } from './vault/index.ts';
import type { Profile } from './visit/index.ts';

/** Hours that a visit which ended this way stays readable; 0 wipes it at once. */
export function retainedHours(reason: string | null, { retentionHours }: Profile): number {
  if (reason === 'referred') return retentionHours.referred;
  return reason === 'interrupted' ? 0 : retentionHours.finished;
}

/** Destroys the keys of closed visits whose time is over. What fails is tried again at the next sweep. */
export function createRetention(options: {
  vault: Vault;
  clock: Clock;
  profile: Profile;
  trouble: (code: string) => void;
}) {
  const { vault, clock, profile } = options;
  const troubled = (error: unknown) => options.trouble(error instanceof VaultError ? error.code : 'vault/io');
  return {
    /** @returns how many visits were wiped; never throws */
    async sweep(): Promise<number> {
      let shredded = 0;
      const visits = await vault.listVisits().catch((error: unknown) => {
        troubled(error);
        return [];
      });
      for (const one of visits) {
        if (!one.closedAt || one.shreddedAt) continue;
        const due = Date.parse(one.closedAt) + retainedHours(one.closeReason, profile) * 3_600_000;
        if (clock.now() < due) continue;
        try {
          await vault.shred(one.visit);
          shredded += 1;
        } catch (error) {
          troubled(error);
        }
      }
      return shredded;
    },
  };
}
