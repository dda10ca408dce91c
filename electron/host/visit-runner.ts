import { CodedError } from '../contract/index.ts';
import type { Clock } from './ports.ts';
import { type StoredEvent, type Vault, VaultError } from './vault/index.ts';
import {
  type Command,
  type Context,
  decide,
  evolve,
  type RefusalCode,
  type Visit,
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
   * @throws VaultError when the vault cannot keep it: nothing has changed then
   */
  dispatch(command: Command): Promise<Dispatched>;
  /** Takes up the visit that a power cut left open. Visits that are too old or unreadable are closed. */
  resume(): Promise<'resumed' | 'none'>;
  /** Forgets the ended visit, so that the next one can begin. */
  clear(): void;
}

/** A visit that was left alone for longer than this is not taken up again: its visitor has gone. */
const resumeWithin = 15 * 60_000;

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

  const perform = async (command: Command): Promise<Dispatched> => {
    const verdict = decide(running?.visit ?? null, command, options.context(running?.visit ?? null));
    if ('refusal' in verdict) return { ok: false, code: verdict.refusal };
    if (verdict.events.length === 0) return { ok: true, appended: 0 };
    const begins = verdict.events[0]?.type === 'VisitStarted';
    const id = begins ? options.newId() : (running?.id ?? options.newId());
    const seq = begins ? 0 : (running?.seq ?? 0);
    const stored = await vault.append(
      id,
      seq,
      verdict.events.map(({ type, ...body }) => ({ type, body })),
    );
    const visit = verdict.events.reduce(evolve, begins ? null : (running?.visit ?? null));
    if (!visit) throw new CodedError('visit/lost', 'events folded to nothing');
    running = {
      id,
      seq: seq + stored.length,
      visit,
      startedAt: begins ? clock.now() : (running?.startedAt ?? clock.now()),
    };
    // The event is on disk, so the visit is over whatever becomes of its key; the retention job tries again.
    if (visit.ended) await settle(running).catch(options.onTrouble);
    options.onChange(running);
    return { ok: true, appended: stored.length };
  };

  /** What is over is closed; unless someone is to continue with it, its key is destroyed before anyone is told. */
  const settle = async ({ id, visit }: RunningVisit) => {
    await vault.closeVisit(id, visit.ended ?? 'interrupted');
    const hours =
      visit.ended === 'referred'
        ? visit.profile.retentionHours.referred
        : visit.profile.retentionHours.finished;
    if (hours === 0) await vault.shred(id);
  };

  const restore = async (id: string): Promise<RunningVisit | null> => {
    const stored = await vault.read(id);
    const visit = stored.map(eventOf).reduce(evolve, null);
    const last = stored.at(-1);
    if (!visit || !last) return null;
    return { id, seq: stored.length, visit, startedAt: Date.parse(stored[0]?.at ?? last.at) };
  };

  return {
    current: () => running,
    dispatch(command) {
      const next = tail.then(() => perform(command));
      tail = next.catch(() => {});
      return next;
    },
    async resume() {
      const open = await vault.openVisits();
      for (const summary of open) {
        const left = await restore(summary.visit).catch((cause) => {
          if (cause instanceof VaultError) return null;
          throw cause;
        });
        const newest = summary === open.at(-1);
        if (
          left &&
          newest &&
          !left.visit.ended &&
          clock.now() - (await lastActivity(vault, left.id)) < resumeWithin
        ) {
          running = left;
          continue;
        }
        if (left && !left.visit.ended) {
          await vault.append(left.id, left.seq, [
            { type: 'VisitEnded', body: { reason: 'interrupted', ticket: null } },
          ]);
        }
        await vault.closeVisit(summary.visit, left?.visit.ended ?? 'interrupted');
        await vault.shred(summary.visit);
      }
      return running ? 'resumed' : 'none';
    },
    clear() {
      if (running?.visit.ended) running = null;
    },
  };
}

async function lastActivity(vault: Vault, id: string): Promise<number> {
  const rows = await vault.readMetadata(id);
  return Date.parse(rows.at(-1)?.at ?? '1970-01-01T00:00:00Z');
}

/** @throws CodedError `visit/unknown-event` when the log holds an event this version does not know */
function eventOf(stored: StoredEvent) {
  const parsed = visitEvent.safeParse({ ...(stored.body as object), type: stored.type });
  if (!parsed.success) throw new VaultError('vault/tampered', `event ${stored.type} is not as it should be`);
  return parsed.data;
}
