import { CodedError, type Ticket } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';
import type { Vault } from '../vault/index.ts';
import {
  type Command,
  type Context,
  decide,
  evolve,
  hasLeft,
  type RefusalCode,
  type Visit,
  type VisitEvent,
} from '../visit/index.ts';
import { createClosing } from './closing.ts';
import { abandonedAfter } from './idle.ts';
import { createStoredVisits } from './stored-visits.ts';
import { createTickets } from './tickets.ts';

export interface RunningVisit {
  id: string;
  /** Number of events so far. */
  seq: number;
  startedAt: number;
  /** When its visitor first left with a ticket; a ticket that is put back does not begin its hours anew. */
  parkedAt: number | null;
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
  /**
   * Loads a parked visit as the running one.
   * @throws VaultError when the vault cannot keep it: the visit is parked as before then
   */
  open(visit: string): Promise<Dispatched>;
  /** Parked visits that `open` takes, newest first. */
  tickets(): Ticket[];
  /**
   * Ends and wipes the parked visits that nobody came back to in time.
   * @returns how many
   * @throws VaultError the first failure, after all others were tried: it is to be done again
   */
  expireTickets(): Promise<number>;
  /**
   * Takes up the visit that a power cut left open. Visits that are too old or unreadable are closed; parked ones wait on
   * for the hours of their own profile.
   */
  resume(): Promise<'resumed' | 'none'>;
  /**
   * Finishes what a failing vault left undone: looks what became of an append that failed, wipes what is over.
   * @throws VaultError when the vault still cannot
   */
  recover(): Promise<void>;
  /** Forgets the visit that ended or was parked, so that the next one can begin. */
  clear(): void;
}

export function createVisitRunner(options: {
  vault: Vault;
  clock: Clock;
  newId: () => string;
  context: (visit: Visit | null) => Context;
  onChange: (running: RunningVisit) => void;
  /** Told of visits that were found at the start and that nobody is at any more: ended, or parked. */
  onLeft: (visit: Visit) => void;
  onTrouble: (error: unknown) => void;
}): VisitRunner {
  const { vault, clock } = options;
  let running: RunningVisit | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  /** The visit whose last append failed: it may be stored all the same. */
  let doubtful: string | null = null;
  const tickets = createTickets();
  const stored = createStoredVisits(vault);
  const { settle, settleOwed } = createClosing(vault);

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
    const appended = await append(id, before?.seq ?? 0, verdict.events);
    await adopt(advance(id, before, verdict.events));
    return { ok: true, appended };
  };

  const advance = (id: string, before: RunningVisit | null, events: readonly VisitEvent[]): RunningVisit => {
    const visit = events.reduce(evolve, before?.visit ?? null);
    if (!visit) throw new CodedError('visit/lost', 'events folded to nothing');
    return {
      id,
      seq: (before?.seq ?? 0) + events.length,
      visit,
      startedAt: before?.startedAt ?? clock.now(),
      parkedAt: before?.parkedAt ?? (visit.parked ? clock.now() : null),
    };
  };

  const append = async (id: string, seq: number, events: readonly VisitEvent[]): Promise<number> => {
    try {
      return await stored.append(id, seq, events);
    } catch (error) {
      doubtful = id;
      throw error;
    }
  };

  const adopt = async (next: RunningVisit) => {
    running = next;
    tickets.note(next);
    // The event is on disk, so the visit is over whatever becomes of its key; `recover` tries that again.
    if (next.visit.ended) await settle(next.id, next.visit).catch(options.onTrouble);
    options.onChange(next);
  };

  /** An append that failed may have reached the disk: the vault's word counts, not ours. */
  const clearDoubt = async () => {
    if (!doubtful) return;
    const id = doubtful;
    const found = await stored.find(id);
    doubtful = null;
    if (!found || (running?.id === id && running.seq >= found.seq)) return;
    // A ticket that could not be opened is a ticket still.
    if (found.visit.parked && running?.id !== id) return tickets.note(found);
    await adopt({ ...found, startedAt: running?.id === id ? running.startedAt : found.startedAt });
  };

  /** One that can never be read again is no ticket any more. */
  const restoreOrWipe = async (id: string): Promise<RunningVisit | null> => {
    const left = await stored.readOrWipe(id);
    if (!left) tickets.drop(id);
    return left;
  };

  /** A visit nobody comes back to ends as its screen says: served, refused, as a ticket, or else interrupted. */
  const conclude = async (
    left: RunningVisit,
    type: 'visit.close' | 'visit.expire-ticket',
  ): Promise<RunningVisit> => {
    const verdict = decide(left.visit, { type }, options.context(left.visit));
    if ('refusal' in verdict) return left;
    await stored.append(left.id, left.seq, verdict.events);
    return advance(left.id, left, verdict.events);
  };

  const takeUp = async (id: string, newest: boolean) => {
    const left = await restoreOrWipe(id);
    if (!left) return;
    if (left.visit.parked && !left.visit.ended) {
      tickets.note(left);
      return options.onLeft(left.visit);
    }
    // A clock that was set back is as little to be trusted as one that ran on.
    const age = Math.abs(clock.now() - (await stored.lastActivity(id)));
    // A visit of the simulated station has a policy that a real one must never go on by.
    const sameStation = left.visit.simulated === options.context(null).simulated;
    if (newest && sameStation && !left.visit.ended && age < abandonedAfter) {
      running = left;
      return;
    }
    const concluded = left.visit.ended ? left : await conclude(left, 'visit.close');
    tickets.note(concluded);
    options.onLeft(concluded.visit);
    if (!concluded.visit.parked || concluded.visit.ended) await settle(id, concluded.visit);
  };

  const expireOne = async (id: string) => {
    const left = await restoreOrWipe(id);
    if (!left) return;
    const { visit } = left.visit.ended ? left : await conclude(left, 'visit.expire-ticket');
    await settle(id, visit);
    tickets.drop(id);
  };

  const expireTickets = async () => {
    await clearDoubt();
    let expired = 0;
    const failures: unknown[] = [];
    for (const id of tickets.expired(clock.now())) {
      // Its closing screen is still there.
      if (running?.id === id) continue;
      try {
        await expireOne(id);
        expired += 1;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return expired;
  };

  const listTickets = () => tickets.list(clock.now(), options.context(null).simulated);

  const open = async (id: string): Promise<Dispatched> => {
    await clearDoubt();
    if (running && !hasLeft(running.visit)) return { ok: false, code: 'visit/already-running' };
    if (!listTickets().some((one) => one.visit === id)) return { ok: false, code: 'visit/none' };
    const left = await restoreOrWipe(id);
    if (!left) return { ok: false, code: 'visit/none' };
    const command = { type: 'staff.open-ticket', visit: id } as const;
    const verdict = decide(left.visit, command, options.context(left.visit));
    if ('refusal' in verdict) return { ok: false, code: verdict.refusal };
    const appended = await append(id, left.seq, verdict.events);
    await adopt(advance(id, left, verdict.events));
    return { ok: true, appended };
  };

  return {
    current: () => running,
    dispatch: (command, wanted) => inTurn(() => perform(command, wanted)),
    resume: () =>
      inTurn(async () => {
        if (running) return 'resumed';
        for (const { id, newest } of await stored.openVisits()) await takeUp(id, newest);
        await expireTickets();
        return running ? 'resumed' : 'none';
      }),
    open: (id) => inTurn(() => open(id)),
    tickets: listTickets,
    expireTickets: () => inTurn(expireTickets),
    recover: () =>
      inTurn(async () => {
        await clearDoubt();
        await settleOwed();
      }),
    clear() {
      if (running && hasLeft(running.visit)) running = null;
    },
  };
}
