import type { Layout } from '../mrz/index.ts';
/** Which characters a check digit of the layout covers, shaped like the lines. */
export function coveredCells(
  layout: Layout,
  lines: readonly { readonly length: number }[],
): readonly (readonly boolean[])[] {
  const covered = lines.map(({ length }) => Array.from<boolean>({ length }).fill(false));
  for (const { over, digit } of layout.checks)
    for (const span of [...over, digit]) covered[span.line]?.fill(true, span.start, span.end);
  return covered;
}
