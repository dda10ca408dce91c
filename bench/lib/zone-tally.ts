import type { MrzImageReading } from '../../electron/host/documents/image/index.ts';
import { quantile } from './stats.ts';
import { ms } from './table.ts';

/** Milliseconds of processor time of this thread: other work on the machine does not count. */
export function timed<Value>(work: () => Value): { value: Value; ms: number } {
  const before = process.threadCpuUsage();
  const value = work();
  const { user, system } = process.threadCpuUsage(before);
  return { value, ms: (user + system) / 1000 };
}

export const tallyColumns = [
  'pages',
  'exact',
  'to confirm',
  'wrong',
  'wrong names',
  'marked',
  'unreadable',
  'ms',
  'nine in ten',
];

/** Counts readings against what is printed. */
export class ZoneTally {
  pages = 0;
  /** Read, every character right. */
  exact = 0;
  /** Every character right, some of them to be confirmed by a person. */
  toConfirm = 0;
  /** Accepted without a word although some character is wrong, or there was no zone. */
  wrong = 0;
  /** Of the wrong and the marked, those with a wrong character in the name. */
  wrongNames = 0;
  /** Some character is wrong, and it or others are marked as to be confirmed. */
  marked = 0;
  unreadable = 0;
  readonly times: number[] = [];

  /** `truth`: the lines as printed; `undefined` where there is no zone, or none that is whole or right. */
  add(
    { outcome, lines }: Pick<MrzImageReading, 'outcome' | 'lines'>,
    truth: readonly string[] | undefined,
    ms: number,
  ): void {
    this.pages += 1;
    this.times.push(ms);
    if (outcome === 'unreadable') this.unreadable += 1;
    else if (truth && lines.join() === truth.join()) {
      if (outcome === 'read') this.exact += 1;
      else this.toConfirm += 1;
    } else {
      if (outcome === 'read') this.wrong += 1;
      else this.marked += 1;
      if (truth && namesOf(lines) !== namesOf(truth)) this.wrongNames += 1;
    }
  }

  addAll(other: ZoneTally): void {
    for (const key of ['pages', 'exact', 'toConfirm', 'wrong', 'wrongNames', 'marked', 'unreadable'] as const)
      this[key] += other[key];
    this.times.push(...other.times);
  }

  row(name: string): string[] {
    const counts = [
      this.pages,
      this.exact,
      this.toConfirm,
      this.wrong,
      this.wrongNames,
      this.marked,
      this.unreadable,
    ];
    const times =
      this.times.length > 0 ? [quantile(this.times, 0.5), quantile(this.times, 0.9)].map(ms) : ['', ''];
    return [name, ...counts.map(String), ...times];
  }
}

function namesOf(lines: readonly string[]): string | undefined {
  return lines.length === 3 ? lines[2] : lines[0]?.slice(5);
}
