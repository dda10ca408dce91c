import { createHash } from 'node:crypto';
import type { ChainReport, EventRow, LogHead } from './types.ts';

/** The `prevHash` of position 1: bound to the log's random name, so that no row fits into another log. */
export function genesisHash(log: string): string {
  return createHash('sha256').update(`proofdesk.log.v1\n${log}`, 'utf8').digest('hex');
}

/**
 * What a row is hashed as: `"proofdesk.event.v1\n"` and its columns but the hash as a JSON array. The values are integers
 * and strings, for which JSON.stringify gives the canonical form of RFC 8785: any language can recompute it.
 */
export function eventEntry(row: Omit<EventRow, 'hash'>): Uint8Array {
  const { position, visit, seq, at, type, body, prevHash } = row;
  const columns = JSON.stringify([position, visit, seq, at, type, body, prevHash]);
  return Buffer.from(`proofdesk.event.v1\n${columns}`, 'utf8');
}

/** SHA-256 of the entry, hex. */
export function eventHash(row: Omit<EventRow, 'hash'>): string {
  return createHash('sha256').update(eventEntry(row)).digest('hex');
}

/** Walks rows in the order of their position and stops at the first that does not follow from the one before. */
export class ChainWalk {
  events = 0;
  hash: string;
  firstBad: number | undefined;
  private readonly anchor: LogHead | undefined;

  /** @param anchor a head known from elsewhere, which the walk has to pass through */
  constructor(log: string, anchor?: LogHead) {
    this.hash = genesisHash(log);
    this.anchor = anchor;
  }

  accept(row: EventRow): boolean {
    if (this.firstBad !== undefined) return false;
    const follows =
      row.position === this.events + 1 && row.prevHash === this.hash && row.hash === eventHash(row);
    const anchored = this.anchor?.events !== row.position || this.anchor.hash === row.hash;
    if (!follows || !anchored) {
      this.firstBad = this.events + 1;
      return false;
    }
    this.events = row.position;
    this.hash = row.hash;
    return true;
  }

  /** @param head what the log says of its own length and last hash */
  report(head: LogHead): ChainReport {
    const { events, hash } = this;
    const whole = events === head.events && hash === head.hash && events >= (this.anchor?.events ?? 0);
    if (this.firstBad === undefined && whole) return { ok: true, events };
    return { ok: false, events, firstBad: this.firstBad ?? Math.min(events, head.events) + 1 };
  }
}
