import {
  type LogRow,
  logHead,
  MAX_BATCH,
  MAX_KIOSK_BODY,
  type MintedTicket,
} from '../../../../issuer/hub/index.ts';
import { readAnswer } from './client.ts';
import { KioskHubError } from './errors.ts';
import { ask, type HubSession } from './session.ts';

/** What the sync needs of the vault. */
export interface SealedLog {
  head(): Promise<{ hash: string }>;
  /** JSON lines: a header with the log's name, then rows (electron/host/vault). */
  exportLog(): AsyncIterable<string>;
  checkpoint(): Promise<{ note: string; verifierKey: string }>;
}

/** Half of what the hub takes, for JSON makes some characters longer. */
const BATCH_CHARACTERS = MAX_KIOSK_BODY / 2;

/** Second line of a checkpoint (C2SP tlog-checkpoint): how many rows it speaks of. */
const sizeOf = (note: string) => Number(note.split('\n')[1]);

async function* batches(rows: AsyncIterable<string>, after: number, upTo: number): AsyncGenerator<LogRow[]> {
  let batch: LogRow[] = [];
  let characters = 0;
  for await (const line of rows) {
    const row = JSON.parse(line) as LogRow;
    if (row.position <= after) continue;
    if (row.position > upTo) break;
    if (batch.length >= MAX_BATCH || (batch.length > 0 && characters + line.length > BATCH_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += line.length;
  }
  yield batch;
}

/** An entry whose hash came while it was handed over is another one, and is handed over again. */
const entryOf = ({ sequence, ticket_hash = '' }: MintedTicket) => `${sequence} ${ticket_hash}`;

async function send(session: HubSession, body: Record<string, unknown>): Promise<void> {
  const answer = await ask(session, 'POST', 'log', { body, patience: 60_000 });
  if (answer.status === 409)
    throw new KioskHubError('kiosk-hub/log-forked', 'the hub holds another log of this kiosk');
  readAnswer(logHead, answer);
}

/**
 * Hands the hub the rows of the log it does not have, and the tickets made. May be broken off anywhere and begun anew: the
 * hub says how far it is.
 * @returns rows sent
 * @throws KioskHubError
 */
export async function syncLog(session: HubSession, vault: SealedLog): Promise<number> {
  const { membership, now } = session;
  const { minted } = membership.state;
  const begun = now();
  // Signed before the rows are read, and rows that came later are left for the next time.
  const { note, verifierKey } = await vault.checkpoint();
  const lines = vault.exportLog()[Symbol.asyncIterator]();
  const header = await lines.next();
  const { log } = JSON.parse(header.value as string) as { log: string };
  const held = readAnswer(logHead, await ask(session, 'GET', `log?log=${encodeURIComponent(log)}`));
  let sent = 0;
  for await (const rows of batches({ [Symbol.asyncIterator]: () => lines }, held.events, sizeOf(note))) {
    if (rows.length > 0) await send(session, { log, rows });
    sent += rows.length;
  }
  const checkpoint = { note, verifier_key: verifierKey };
  await send(session, { log, rows: [], tickets: minted.slice(0, 1000), checkpoint });
  const told = new Set(minted.slice(0, 1000).map(entryOf));
  await membership.update((before) => ({
    ...before,
    minted: before.minted.filter((ticket) => !told.has(entryOf(ticket))),
    syncedAt: begun,
  }));
  return sent;
}
