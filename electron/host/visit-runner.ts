import { CodedError } from '../contract/index.ts';
import { abandonedAfter } from './idle.ts';
import type { Clock } from './ports.ts';
import { retainedHours } from './retention.ts';
import { type StoredEvent, type Vault, VaultError } from './vault/index.ts';
import {
  type Command,
  type Context,
  decide,
  evolve,
  type RefusalCode,
  type Visit,
  type VisitEvent,
  visitEvent,
} from './visit/index.ts';

export interface RunningVisit {
  id: string;
  /** Number of events so far. */
  seq: number;
  startedAt: number;
  visit: Visit;
}

export type Dispatched = { ok: true; appended: number } | { ok: false; code: RefusalCode };

export interface VisitRunner {
  current(): RunningVisit | null;
  /**
   * Judges the command, appends what follows and only then tells the listener. One at a time, in the order asked.
   * @param wanted asked when the command's turn has come; a command that is not wanted any more appends nothing
   * @throws VaultError when the vault cannot keep it: nothing has changed then
   */
  dispatch(command: Command, wanted?: (running: RunningVisit) => boolean): Promise<Dispatched>;
  /** Takes up the visit that a power cut left open. Visits that are too old or unreadable are closed. */
  resume(): Promise<'resumed' | 'none'>;
  /**
   * Finishes what a failing vault left undone: looks what became of an append that failed, wipes what is over.
   * @throws VaultError when the vault still cannot
   */
  recover(): Promise<void>;
  /** Forgets the ended visit, so that the next one can begin. */
  clear(): void;
}

/** What makes a visit unreadable for good; anything else may be readable at the next try. */
const lost: ReadonlySet<string> = new Set(['vault/tampered', 'vault/corrupt', 'vault/shredded']);

export function createVisitRunner(options: {
  vault: Vault;
  clock: Clock;
  newId: () => string;
  context: (visit: Visit | null) => Context;
  onChange: (running: RunningVisit) => void;
  onTrouble: (error: unknown) => void;
}): VisitRunner {
  const { vault, clock } = options;
  let running: RunningVisit | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  /** The visit whose last append failed: it may be stored all the same. */
  let doubtful: string | null = null;
  /** Visits that are over and could not be closed or wiped yet. */
  const owed = new Map<string, Visit>();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = tail.then(work);
    tail = next.catch(() => {});
    return next;
  };

  const perform = async (
    command: Command,
    wanted?: (running: RunningVisit) => boolean,
  ): Promise<Dispatched> => {
    await clearDoubt();
    if (wanted && !(running && wanted(running))) return { ok: true, appended: 0 };
    const verdict = decide(running?.visit ?? null, command, options.context(running?.visit ?? null));
    if ('refusal' in verdict) return { ok: false, code: verdict.refusal };
    if (verdict.events.length === 0) return { ok: true, appended: 0 };
    const begins = verdict.events[0]?.type === 'VisitStarted';
    const before = begins ? null : running;
    const id = before?.id ?? options.newId();
    const stored = await append(id, before?.seq ?? 0, verdict.events);
    const visit = verdict.events.reduce(evolve, before?.visit ?? null);
    if (!visit) throw new CodedError('visit/lost', 'events folded to nothing');
    await adopt({
      id,
      seq: (before?.seq ?? 0) + stored,
      visit,
      startedAt: before?.startedAt ?? clock.now(),
    });
    return { ok: true, appended: stored };
  };

  const append = async (id: string, seq: number, events: readonly VisitEvent[]): Promise<number> => {
    try {
      return (await vault.append(id, seq, events.map(toNewEvent))).length;
    } catch (error) {
      doubtful = id;
      throw error;
    }
  };

  const adopt = async (next: RunningVisit) => {
    running = next;
    // The event is on disk, so the visit is over whatever becomes of its key; `recover` tries that again.
    if (next.visit.ended) await settle(next.id, next.visit).catch(options.onTrouble);
    options.onChange(next);
  };

  /** An append that failed may have reached the disk: the vault's word counts, not ours. */
  const clearDoubt = async () => {
    if (!doubtful) return;
    const id = doubtful;
    const found = await restore(id).catch((cause) => {
      if (cause instanceof VaultError && cause.code === 'vault/unknown-visit') return null;
      throw cause;
    });
    doubtful = null;
    if (!found || (running?.id === id && running.seq >= found.seq)) return;
    await adopt({ ...found, startedAt: running?.id === id ? running.startedAt : found.startedAt });
  };

  /** What is over is closed; unless someone is to continue with it, its key is destroyed before anyone is told. */
  const settle = async (id: string, visit: Visit) => {
    owed.set(id, visit);
    await vault.closeVisit(id, visit.ended ?? 'interrupted');
    if (retainedHours(visit.ended, visit.profile) === 0) await vault.shred(id);
    owed.delete(id);
  };

  const restore = async (id: string): Promise<RunningVisit | null> => {
    const stored = await vault.read(id);
    const visit = stored.map(eventOf).reduce(evolve, null);
    const first = stored[0];
    return visit && first ? { id, seq: stored.length, visit, startedAt: Date.parse(first.at) } : null;
  };

  /** A visit nobody comes back to ends as its screen says: served, refused, referred, or else interrupted. */
  const endAbandoned = async ({ id, seq, visit }: RunningVisit): Promise<Visit> => {
    const verdict = decide(visit, { type: 'visit.close' }, options.context(visit));
    if ('refusal' in verdict) return visit;
    await vault.append(id, seq, verdict.events.map(toNewEvent));
    return verdict.events.reduce<Visit | null>(evolve, visit) ?? visit;
  };

  const takeUp = async (id: string, newest: boolean) => {
    const left = await restore(id).catch((cause) => {
      if (cause instanceof VaultError && lost.has(cause.code)) return null;
      throw cause;
    });
    if (!left) {
      await vault.closeVisit(id, 'interrupted');
      await vault.shred(id);
      return;
    }
    // A clock that was set back is as little to be trusted as one that ran on.
    const age = Math.abs(clock.now() - (await lastActivity(vault, id)));
    // A visit of the simulated station has a policy that a real one must never go on by.
    const sameStation = left.visit.simulated === options.context(null).simulated;
    if (newest && sameStation && !left.visit.ended && age < abandonedAfter) running = left;
    else await settle(id, left.visit.ended ? left.visit : await endAbandoned(left));
  };

  return {
    current: () => running,
    dispatch: (command, wanted) => inTurn(() => perform(command, wanted)),
    resume: () =>
      inTurn(async () => {
        if (running) return 'resumed';
        const open = await vault.openVisits();
        for (const one of open) await takeUp(one.visit, one === open.at(-1));
        return running ? 'resumed' : 'none';
      }),
    recover: () =>
      inTurn(async () => {
        await clearDoubt();
        for (const [id, visit] of [...owed]) await settle(id, visit);
      }),
    clear() {
      if (running?.visit.ended) running = null;
    },
  };
}

async function lastActivity(vault: Vault, id: string): Promise<number> {
  const rows = await vault.readMetadata(id);
  return Date.parse(rows.at(-1)?.at ?? '1970-01-01T00:00:00Z');
}

const toNewEvent = ({ type, ...body }: VisitEvent) => ({ type, body });

/** @throws VaultError `vault/tampered` when the log holds an event this version does not know */
function eventOf(stored: StoredEvent) {
  const parsed = visitEvent.safeParse({ ...(stored.body as object), type: stored.type });
  if (!parsed.success) throw new VaultError('vault/tampered', `event ${stored.type} is not as it should be`);
  return parsed.data;
}
