import { ChainWalk, eventEntry, genesisHash } from '../../electron/host/vault/chain.ts';
import { MerkleTree } from '../../electron/host/vault/merkle.ts';
import { type Steps, sole, sql, Undo } from '../store/sql.ts';
import { lockKiosk } from './kiosk-steps.ts';
import { type LogRow, type LogState, MAX_BATCH, type MintedTicket } from './protocol.ts';
import { confirm } from './provisional-steps.ts';

/** How many rows of a kiosk's log are here, and the last one's hash; null for none. */
export interface HeldLog {
  readonly events: number;
  readonly hash: string | null;
}

/**
 * - `gap`: rows between what is here and what was sent are missing; send from what is here.
 * - `forked`: a row that is here was sent with another hash, or a row does not follow from the one before.
 */
export type LogRefusal = 'gap' | 'forked';

/** `blocked`: the kiosk was revoked meanwhile. */
export type LogOutcome =
  | { refused: 'blocked' }
  | { refused: LogRefusal; held: HeldLog }
  | { refused: null; held: HeldLog; root: Uint8Array };

const readTree = (text: string) =>
  new MerkleTree(
    (JSON.parse(text) as [number, string][]).map(([leaves, hash]) => ({
      leaves,
      hash: new Uint8Array(Buffer.from(hash, 'base64')),
    })),
  );
const writeTree = (tree: MerkleTree) =>
  JSON.stringify(tree.frontier().map(({ leaves, hash }) => [leaves, Buffer.from(hash).toString('base64')]));

/** What is here of a kiosk's log and tickets; all of it at one moment. */
export function* logStateOf(kiosk: number, log: string): Steps<Required<LogState>> {
  const { rows } = yield sole`SELECT l.events, l.hash, l.signed, k.told, k.named, k.brought, k.ordered FROM
    (SELECT (SELECT max(sequence) FROM hub_minted WHERE kiosk = ${kiosk} AND ticket_hash IS NOT NULL) AS told,
        (SELECT max(sequence) FROM hub_minted WHERE kiosk = ${kiosk}) AS named,
        (SELECT max(sequence) FROM hub_tickets WHERE kiosk = ${kiosk}) AS brought,
        (SELECT max(sequence) FROM hub_order_tickets WHERE kiosk = ${kiosk}) AS ordered) k
    LEFT JOIN hub_logs l ON l.kiosk = ${kiosk} AND l.log = ${log}`;
  const row = rows[0] ?? {};
  const count = (value: unknown) => (value as number | null | undefined) ?? 0;
  return {
    events: count(row.events),
    hash: (row.hash as string | null | undefined) ?? null,
    signed: count(row.signed),
    told: count(row.told),
    sequence: Math.max(count(row.named), count(row.brought), count(row.ordered)),
  };
}

/** What was sent and is here already must be the same; one row tells, for each contains the hash of the one before. */
function* agrees(kiosk: number, log: string, rows: readonly LogRow[], held: HeldLog): Steps<boolean> {
  const last = rows.findLast(({ position }) => position <= held.events);
  if (last === undefined) return true;
  const found = yield sql`SELECT hash FROM hub_log_rows
    WHERE kiosk = ${kiosk} AND log = ${log} AND position = ${last.position}`;
  return found.rows[0]?.hash === last.hash;
}

function follows(log: string, held: HeldLog, rows: readonly LogRow[]): boolean {
  const walk = new ChainWalk(log);
  walk.events = held.events;
  walk.hash = held.hash ?? genesisHash(log);
  return rows.every((row) => walk.accept(row));
}

/** The tree over the rows that are here: grown so far, or from the rows where an earlier version kept none. */
function* treeOf(kiosk: number, log: string, held: HeldLog, kept: string): Steps<MerkleTree> {
  const tree = readTree(kept);
  if (tree.size === held.events) return tree;
  const grown = new MerkleTree();
  while (grown.size < held.events) {
    const { rows } = yield sql`SELECT position, visit, seq, at, type, prev_hash, hash, body FROM hub_log_rows
      WHERE kiosk = ${kiosk} AND log = ${log} AND position > ${grown.size} ORDER BY position LIMIT ${MAX_BATCH}`;
    if (rows.length === 0) break;
    for (const { prev_hash: prevHash, ...row } of rows) grown.add(eventEntry({ ...row, prevHash } as LogRow));
  }
  yield sql`UPDATE hub_logs SET tree = ${writeTree(grown)} WHERE kiosk = ${kiosk} AND log = ${log}`;
  return grown;
}

/**
 * Takes rows that follow what is here, all of them or none. Sent again they change nothing, so a kiosk that did not hear
 * the answer may just repeat itself.
 */
export function* takeRows(
  kiosk: number,
  log: string,
  rows: readonly LogRow[],
  tickets: readonly MintedTicket[],
  at: number,
): Steps<LogOutcome> {
  if (!(yield* lockKiosk(kiosk))) return { refused: 'blocked' };
  yield sql`INSERT INTO hub_logs (kiosk, log, seen_at) VALUES (${kiosk}, ${log}, ${at})
    ON CONFLICT (kiosk, log) DO NOTHING`;
  const locked = yield sql`UPDATE hub_logs SET seen_at = ${at} WHERE kiosk = ${kiosk} AND log = ${log}
    RETURNING events, hash, tree`;
  const {
    events,
    hash,
    tree: kept,
  } = locked.rows[0] as { events: number; hash: string | null; tree: string };
  const held: HeldLog = { events, hash };
  const refuse = (refused: LogRefusal) => new Undo<LogOutcome>({ refused, held });
  const fresh = rows.filter(({ position }) => position > held.events);
  if (fresh[0] !== undefined && fresh[0].position !== held.events + 1) throw refuse('gap');
  if (!(yield* agrees(kiosk, log, rows, held)) || !follows(log, held, fresh)) throw refuse('forked');
  const tree = yield* treeOf(kiosk, log, held, kept);
  for (const row of fresh) {
    tree.add(eventEntry(row));
    yield sql`INSERT INTO hub_log_rows (kiosk, log, position, visit, seq, at, type, prev_hash, hash, head, body)
      VALUES (${kiosk}, ${log}, ${row.position}, ${row.visit}, ${row.seq}, ${row.at}, ${row.type}, ${row.prevHash},
        ${row.hash}, ${row.hash.slice(0, 16)}, ${row.body})`;
  }
  const last = fresh.at(-1);
  const now: HeldLog = last === undefined ? held : { events: last.position, hash: last.hash };
  if (last !== undefined)
    yield sql`UPDATE hub_logs SET events = ${now.events}, hash = ${now.hash}, tree = ${writeTree(tree)} WHERE kiosk = ${kiosk} AND log = ${log}`;
  for (const { sequence, visit, issued_at, ticket_hash } of tickets) {
    const ticketHash = ticket_hash === undefined ? null : Buffer.from(ticket_hash, 'hex');
    // A number may have been told of while its ticket was being made; the hash comes later then, once.
    yield sql`INSERT INTO hub_minted (kiosk, sequence, visit, issued_at, ticket_hash, told_at)
      VALUES (${kiosk}, ${sequence}, ${visit}, ${issued_at}, ${ticketHash}, ${at})
      ON CONFLICT (kiosk, sequence) DO UPDATE SET ticket_hash = excluded.ticket_hash, told_at = excluded.told_at
        WHERE hub_minted.ticket_hash IS NULL AND hub_minted.visit = excluded.visit
          AND hub_minted.issued_at = excluded.issued_at`;
  }
  yield* confirm(kiosk);
  return { refused: null, held: now, root: tree.root() };
}

/** The first verifier key of a log is the one for good. */
export function* pinVerifier(kiosk: number, log: string, verifierKey: string): Steps<string> {
  const { rows } = yield sole`UPDATE hub_logs SET verifier_key = COALESCE(verifier_key, ${verifierKey})
    WHERE kiosk = ${kiosk} AND log = ${log} RETURNING verifier_key`;
  return (rows[0]?.verifier_key as string | undefined) ?? verifierKey;
}

export function* saveCheckpoint(kiosk: number, log: string, note: string, size: number): Steps<void> {
  yield sole`UPDATE hub_logs SET checkpoint = ${note}, signed = ${size} WHERE kiosk = ${kiosk} AND log = ${log}`;
}
