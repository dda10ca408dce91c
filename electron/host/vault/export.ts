import { ChainWalk } from './chain.ts';
import { VaultError } from './errors.ts';
import type { EventLog } from './event-log.ts';
import type { ChainReport, EventRow, LogHead } from './types.ts';

const format = 'proofdesk-log/1';

/** First line of an export: names the log and says where it ended when the export began. */
interface ExportHeader extends LogHead {
  readonly format: typeof format;
  readonly log: string;
}

/** JSON lines without line ends. Rows appended while the export runs are left for the next one. */
export async function* exportLines(log: EventLog): AsyncGenerator<string> {
  const head = log.head();
  const header: ExportHeader = { format, log: log.log, ...head };
  yield JSON.stringify(header);
  for await (const row of log.rows()) {
    if (row.position > head.events) return;
    yield JSON.stringify(row);
  }
}

/**
 * Verifies an export with nothing but the export itself, and if given a head that was noted elsewhere (printed, sent to
 * a server): without one, a log that was rewritten as a whole cannot be told from the true one.
 * @throws VaultError 'vault/invalid' when the lines are no export
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  anchor?: LogHead,
): Promise<ChainReport> {
  let header: ExportHeader | undefined;
  let walk: ChainWalk | undefined;
  for await (const line of lines) {
    const parsed = parse(line) as Partial<ExportHeader> & EventRow;
    if (!walk) {
      if (parsed.format !== format || typeof parsed.log !== 'string') break;
      header = parsed as ExportHeader;
      walk = new ChainWalk(header.log, anchor);
    } else if (!walk.accept(parsed)) {
      break;
    }
  }
  if (!walk || !header) throw new VaultError('vault/invalid', 'This is no export of a log.');
  return walk.report(header);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new VaultError('vault/invalid', 'A line of the export is not JSON.', { cause });
  }
}
