import { type StoredEvent, type Vault, VaultError } from '../vault/index.ts';
import { evolve, type VisitEvent, visitEvent } from '../visit/index.ts';
import type { RunningVisit } from './visit-runner.ts';

export interface StoredVisits {
  /** @returns how many events were appended @throws VaultError when it is not sure that they were */
  append(id: string, seq: number, events: readonly VisitEvent[]): Promise<number>;
  /** The visit as it is stored; null when there is none. @throws VaultError */
  find(id: string): Promise<RunningVisit | null>;
  /** The visit as it is stored; one that can never be read again is wiped. @throws VaultError */
  readOrWipe(id: string): Promise<RunningVisit | null>;
  /** Unix milliseconds of the last event. */
  lastActivity(id: string): Promise<number>;
  /** Open visits in the order to take them up: the one to go on with comes last, and is never a parked one. */
  openVisits(): Promise<{ id: string; newest: boolean }[]>;
}

/** What makes a visit unreadable for good; anything else may be readable at the next try. */
const lost: ReadonlySet<string> = new Set(['vault/tampered', 'vault/corrupt', 'vault/shredded']);

/** Visits in the vault, as lists of their events. */
export function createStoredVisits(vault: Vault): StoredVisits {
  async function read(id: string): Promise<RunningVisit | null> {
    const stored = await vault.read(id);
    const visit = stored.map(eventOf).reduce(evolve, null);
    const first = stored[0];
    if (!visit || !first) return null;
    const parked = stored.find((one) => one.type === 'VisitParked');
    return {
      id,
      seq: stored.length,
      visit,
      startedAt: Date.parse(first.at),
      parkedAt: parked ? Date.parse(parked.at) : null,
    };
  }

  /** As `read`; null as well when the vault fails with one of these codes. */
  const readUnless = (id: string, codes: ReadonlySet<string>) =>
    read(id).catch((cause: unknown) => {
      if (cause instanceof VaultError && codes.has(cause.code)) return null;
      throw cause;
    });

  return {
    append: async (id, seq, events) => (await vault.append(id, seq, events.map(toNewEvent))).length,
    find: (id) => readUnless(id, new Set(['vault/unknown-visit'])),
    async readOrWipe(id) {
      const left = await readUnless(id, lost);
      if (left) return left;
      await vault.closeVisit(id, 'interrupted');
      await vault.shred(id);
      return null;
    },
    async lastActivity(id) {
      const rows = await vault.readMetadata(id);
      return Date.parse(rows.at(-1)?.at ?? '1970-01-01T00:00:00Z');
    },
    async openVisits() {
      const open: string[] = [];
      const parked: string[] = [];
      for (const { visit } of await vault.openVisits()) {
        const last = (await vault.readMetadata(visit)).at(-1);
        (last?.type === 'VisitParked' ? parked : open).push(visit);
      }
      return [
        ...parked.map((id) => ({ id, newest: false })),
        ...open.map((id, index) => ({ id, newest: index === open.length - 1 })),
      ];
    },
  };
}

const toNewEvent = ({ type, ...body }: VisitEvent) => ({ type, body });

/** @throws VaultError `vault/tampered` when the log holds an event this version does not know */
function eventOf(stored: StoredEvent) {
  const parsed = visitEvent.safeParse({ ...(stored.body as object), type: stored.type });
  if (!parsed.success) throw new VaultError('vault/tampered', `event ${stored.type} is not as it should be`);
  return parsed.data;
}
