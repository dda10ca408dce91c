import type { Table } from './table.ts';

export interface BenchOptions {
  /** Cold starts, of the kiosk and of the empty page each. */
  starts: number;
  readings: number;
  decisions: number;
  commands: number;
  /** Visits in a row, without a screen. */
  visits: number;
  /** Visits in a row, in a window. */
  windowVisits: number;
}

export type Suite = (options: BenchOptions) => Promise<Table[]>;

/** Tells on stderr how far a long measurement is. */
export function progress(text: string) {
  process.stderr.write(`  ${text}\n`);
}
