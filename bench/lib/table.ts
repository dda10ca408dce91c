/** What a benchmark found. */
export interface Table {
  title: string;
  columns: string[];
  rows: string[][];
  /** How it was measured, as far as the reader needs it to judge the figures. */
  notes?: string[];
  /** What did not work while it was measured; figures beside a failure are worth nothing. */
  failures?: string[];
  /** What the rows were computed from, for the file. */
  samples?: Record<string, number>[];
}

export const ms = (value: number) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** The table as Markdown, its columns aligned: text to the left, figures to the right. */
export function print({ title, columns, rows, notes = [], failures = [] }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, index) => (index === 0 ? (cells[index] ?? '').padEnd(width) : (cells[index] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `|${widths.map((width, index) => (index === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [
    `### ${title}`,
    '',
    line(columns),
    rule,
    ...rows.map(line),
    ...(notes.length > 0 ? ['', ...notes] : []),
    ...failures.map((failure) => `FAILED: ${failure}`),
  ].join('\n');
}
