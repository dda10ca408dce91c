import {
  type LogRow,
  logHead,
  logState,
  MAX_BATCH,
  MAX_KIOSK_BODY,
  type MintedTicket,
} from '../../../../issuer/hub/index.ts';
import { readAnswer } from './client.ts';
import { KioskHubError } from './errors.ts';
import type { MembershipState } from './membership.ts';
import { ask, type HubSession } from './session.ts';

/** What the sync needs of the vault. */
export interface SealedLog {
  /**
   * JSON lines: a header with the log's name and head, then rows (electron/host/vault).
   * @param after a position: rows up to it are not read
   */
  exportLog(after?: number): AsyncIterable<string>;
  checkpoint(): Promise<{ note: string; verifierKey: string }>;
}

/** Half of what the hub takes, for JSON makes some characters longer. */
const BATCH_CHARACTERS = MAX_KIOSK_BODY / 2;
/** Tickets told of at once, and remembered after that. */
const MOST_TICKETS = 1000;
const MOST_TOLD = 500;
/** A hub that says again and again that rows are missing is not sent them for ever. */
const MOST_TRIES = 3;

/** Second line of a checkpoint (C2SP tlog-checkpoint): how many rows it speaks of. */
const sizeOf = (note: string) => Number(note.split('\n')[1]);

interface LogName {
  log: string;
  events: number;
  hash: string;
}

/** The header of an export, of which nothing else is read. */
async function nameOf(vault: SealedLog): Promise<LogName> {
  for await (const line of vault.exportLog()) return JSON.parse(line) as LogName;
  throw new KioskHubError('kiosk-hub/state', 'the log of this kiosk has no name');
}

async function* batches(vault: SealedLog, after: number, upTo: number): AsyncGenerator<LogRow[]> {
  let batch: LogRow[] = [];
  let characters = 0;
  for await (const line of vault.exportLog(after)) {
    const row = JSON.parse(line) as Partial<LogRow>;
    if (row.position === undefined) continue;
    if (row.position > upTo) break;
    if (batch.length >= MAX_BATCH || (batch.length > 0 && characters + line.length > BATCH_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row as LogRow);
    characters += line.length;
  }
  if (batch.length > 0) yield batch;
}

/** An entry whose hash came while it was handed over is another one, and is handed over again. */
const entryOf = ({ sequence, ticket_hash = '' }: MintedTicket) => `${sequence} ${ticket_hash}`;

/** @returns null; or how far the hub is, when rows before those that were sent are missing there */
async function send(session: HubSession, body: Record<string, unknown>): Promise<{ events: number } | null> {
  const answer = await ask(session, 'POST', 'log', { body, patience: 60_000 });
  if (answer.status === 409) {
    if ((answer.body as { error?: unknown }).error === 'log_gap') return logHead.parse(answer.body);
    throw new KioskHubError('kiosk-hub/log-forked', 'the hub holds another log of this kiosk');
  }
  readAnswer(logHead, answer);
  return null;
}

/** @param after the last position the hub has @returns rows sent */
async function sendRows(
  session: HubSession,
  vault: SealedLog,
  log: string,
  after: number,
  upTo: number,
): Promise<number> {
  let from = after;
  let sent = 0;
  for (let tries = 1; ; tries += 1) {
    let missing: { events: number } | null = null;
    for await (const rows of batches(vault, from, upTo)) {
      missing = await send(session, { log, rows });
      if (missing !== null) break;
      sent += rows.length;
    }
    if (missing === null) return sent;
    // It was put back while it was handed the rows: it says itself from where on.
    if (tries === MOST_TRIES) throw new KioskHubError('kiosk-hub/refused', 'the hub loses what it is sent');
    from = missing.events;
  }
}

/** Tickets the hub has to be told of: those it was not, and those it has forgotten. */
function toTell({ minted, told }: MembershipState, known: number | undefined): MintedTicket[] {
  const forgotten = known === undefined ? [] : told.filter(({ sequence }) => sequence > known);
  return [...forgotten, ...minted].slice(0, MOST_TICKETS);
}

function afterTelling(
  before: MembershipState,
  tickets: readonly MintedTicket[],
  syncedAt: number,
): MembershipState {
  const handed = new Set(tickets.map(entryOf));
  const told = before.minted.filter(
    (ticket): ticket is MembershipState['told'][number] =>
      ticket.ticket_hash !== undefined && handed.has(entryOf(ticket)),
  );
  return {
    ...before,
    minted: before.minted.filter((ticket) => !handed.has(entryOf(ticket))),
    told: [...before.told, ...told].slice(-MOST_TOLD),
    syncedAt,
  };
}

/**
 * Hands the hub what it says it does not have: rows of the log, tickets, the signed state. What it has is neither read nor
 * sent. May be broken off anywhere and begun anew, also when the hub or this kiosk was put back from a backup meanwhile.
 * @returns rows sent
 * @throws KioskHubError
 */
export async function syncLog(session: HubSession, vault: SealedLog): Promise<number> {
  const { membership, now } = session;
  const begun = now();
  const { log, events, hash } = await nameOf(vault);
  const held = readAnswer(logState, await ask(session, 'GET', `log?log=${encodeURIComponent(log)}`));
  const { sequence = 0 } = held;
  if (sequence > membership.state.sequence) await membership.update((before) => ({ ...before, sequence }));
  const tickets = toTell(membership.state, held.told);
  const whole = held.events === events && held.hash === hash && held.signed === events;
  if (whole && tickets.length === 0) {
    await membership.update((before) => ({ ...before, syncedAt: begun }));
    return 0;
  }
  // Signed before the rows are read, and rows that came later are left for the next time.
  const { note, verifierKey } = await vault.checkpoint();
  const sent = await sendRows(session, vault, log, held.events, sizeOf(note));
  await send(session, { log, rows: [], tickets, checkpoint: { note, verifier_key: verifierKey } });
  await membership.update((before) => afterTelling(before, tickets, begun));
  return sent;
}
