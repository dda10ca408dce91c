import type { Clock } from './ports.ts';
import type { Vault } from './vault/index.ts';
import type { Profile } from './visit/index.ts';

/** Destroys the keys of closed visits whose time is over. What fails is tried again at the next sweep. */
export function createRetention(options: {
  vault: Vault;
  clock: Clock;
  profile: Profile;
  trouble: (code: string) => void;
}) {
  const { vault, clock, profile } = options;
  return {
    async sweep(): Promise<number> {
      let shredded = 0;
      for (const one of await vault.listVisits()) {
        if (!one.closedAt || one.shreddedAt) continue;
        const { referred, finished } = profile.retentionHours;
        const hours = one.closeReason === 'referred' ? referred : finished;
        if (clock.now() - Date.parse(one.closedAt) < hours * 3_600_000) continue;
        try {
          await vault.shred(one.visit);
          shredded += 1;
        } catch {
          options.trouble('vault/io');
        }
      }
      return shredded;
    },
  };
}
