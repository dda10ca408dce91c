import { ChainWalk, eventEntry } from './chain.ts';
import { openCheckpoint } from './checkpoint.ts';
import { VaultError } from './errors.ts';
import type { EventLog } from './event-log.ts';
import { originOf } from './log-signer.ts';
import { MerkleTree } from './merkle.ts';
import type { ChainReport, EventRow, LogHead } from './types.ts';

const format = 'proofdesk-log/1';

/** First line of an export: names the log and says where it ended when the export began. */
interface ExportHeader extends LogHead {
  readonly format: typeof format;
  readonly log: string;
}

/**
 * JSON lines without line ends. Rows appended while the export runs are left for the next one.
 * @param after position whose row and those before are left out: what whoever asks for has them
 */
export async function* exportLines(log: EventLog, after?: number): AsyncGenerator<string> {
  const head = log.head();
  const header: ExportHeader = { format, log: log.log, ...head };
  yield JSON.stringify(header);
  for await (const row of log.rows(after)) {
    if (row.position > head.events) return;
    yield JSON.stringify(row);
  }
}

/** What is known of the log from elsewhere: printed, sent to a server, held by a witness. */
export interface ExportWitness {
  readonly anchor?: LogHead;
  readonly checkpoint?: { readonly note: string; readonly verifierKey: string };
}

/**
 * Verifies an export with nothing but the export itself and what is known from elsewhere: without a witness, a log that
 * was rewritten as a whole cannot be told from the true one.
 * @throws VaultError 'vault/invalid' when the lines are no export, 'vault/tampered' when the checkpoint's signature is wrong
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  { anchor, checkpoint }: ExportWitness = {},
): Promise<ChainReport> {
  const signed = checkpoint && openCheckpoint(checkpoint.note, checkpoint.verifierKey);
  const tree = new MerkleTree();
  let matches = signed === undefined || signed.size === 0;
  let header: ExportHeader | undefined;
  let walk: ChainWalk | undefined;
  for await (const line of lines) {
    const parsed = parse(line) as Partial<ExportHeader> & EventRow;
    if (!walk) {
      if (parsed.format !== format || typeof parsed.log !== 'string') break;
      header = parsed as ExportHeader;
      walk = new ChainWalk(header.log, anchor);
    } else if (walk.accept(parsed)) {
      tree.add(eventEntry(parsed));
      if (tree.size === signed?.size) matches = Buffer.from(signed.root).equals(tree.root());
    } else {
      break;
    }
  }
  if (!walk || !header) throw new VaultError('vault/invalid', 'This is no export of a log.');
  const report = walk.report(header);
  if (signed && originOf(header.log) !== signed.origin) return { ok: false, events: 0, firstBad: 1 };
  // A root does not say which of the rows below it is wrong.
  return matches || !report.ok ? report : { ok: false, events: report.events };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new VaultError('vault/invalid', 'A line of the export is not JSON.', { cause });
  }
}
