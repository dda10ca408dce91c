import type { Table } from './table.ts';

export interface BenchOptions {
  /** Cold starts, of the kiosk and of the empty page each. */
  starts: number;
  readings: number;
  decisions: number;
  commands: number;
  /** Whole issuances of each issuer, format and store. */
  issuances: number;
  /** Visits in a row, without a screen. */
  visits: number;
  /** Visits in a row, in a window. */
  windowVisits: number;
  /** Drawn pages of each condition. */
  pages: number;
  /** Of the drawn pages: another one gives other people and other faults. */
  seed: number;
  /** Folders with copies of the public specimen images that are known by their digest. */
  images: string[];
  /** A list of pairs of faces (`pathA pathB 0|1`), when it is not to be the specimens'. */
  pairs: string | undefined;
  /** Folder of the glyph net, when it is not the shipped one. */
  net: string | undefined;
  /** More of the cases, in suites that have a short run and a long one. */
  long: boolean;
}

export type Suite = (options: BenchOptions) => Promise<Table[]>;

/** Tells on stderr how far a long measurement is. */
export function progress(text: string) {
  process.stderr.write(`  ${text}\n`);
}
