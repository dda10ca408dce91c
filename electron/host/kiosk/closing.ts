import type { Vault } from '../vault/index.ts';
import type { Visit } from '../visit/index.ts';
import { retainedHours, ticketExpired } from './retention.ts';

export interface Closing {
  /**
   * Closes what is over; unless someone is to continue with it, its key is destroyed before anyone is told.
   * @throws VaultError when the vault cannot: it is owed then
   */
  settle(id: string, visit: Visit): Promise<void>;
  /** Closes and wipes what could not be before. @throws VaultError when the vault still cannot */
  settleOwed(): Promise<void>;
}

/** How visits that are over leave the vault. */
export function createClosing(vault: Pick<Vault, 'closeVisit' | 'shred'>): Closing {
  /** Visits that are over and could not be closed or wiped yet. */
  const owed = new Map<string, Visit>();

  async function settle(id: string, visit: Visit): Promise<void> {
    owed.set(id, visit);
    const reason = visit.ended && visit.parked ? ticketExpired : (visit.ended ?? 'interrupted');
    await vault.closeVisit(id, reason);
    if (retainedHours(reason, visit.profile) === 0) await vault.shred(id);
    owed.delete(id);
  }

  return {
    settle,
    async settleOwed() {
      for (const [id, visit] of [...owed]) await settle(id, visit);
    },
  };
}
