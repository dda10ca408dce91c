import type { CellReader, Posterior } from './cell-reader.ts';
import { glyphness } from './cell-reader.ts';
import { decode, type Reading, rank } from './decode.ts';

/** A reading and the cells it was read from. */
export interface Located {
  readonly reading: Reading;
  readonly readers: readonly CellReader[];
  /** Cell of the first character of each line. */
  readonly starts: readonly number[];
}

/** Lines of a zone and the length they may have; how far a line may be from it and still be tried. */
const SHAPES = [
  { lines: 2, lengths: [44, 36, 34] },
  { lines: 3, lengths: [30] },
] as const;

/** Cost in nats below which a reading with right check digits leaves nothing to look for. */
const CLEAR_COST = 0.06;

/** The best reading of any run of neighbouring lines, top to bottom as given. */
export function readLines(readers: readonly CellReader[], today?: Date): Located | undefined {
  let best: Located | undefined;
  for (const shape of SHAPES)
    for (let top = 0; top + shape.lines <= readers.length; top += 1) {
      const group = readers.slice(top, top + shape.lines);
      if (!belongTogether(group)) continue;
      const longest = Math.max(...group.map(({ first, last }) => last - first + 1));
      for (const length of shape.lengths) {
        if (longest < length - 7 || longest > length + 6) continue;
        for (const starts of startsOf(group, length)) {
          const cells = group.map((reader, i) => readRun(reader, starts[i]!, length));
          const reading = decode(cells, today)[0];
          if (reading && (!best || rank(reading) < rank(best.reading)))
            best = { reading, readers: group, starts };
          if (best?.reading.mrz.valid && best.reading.cost < CLEAR_COST) return best;
        }
      }
    }
  return best;
}

function belongTogether(group: readonly CellReader[]): boolean {
  const pitches = group.map(({ grid }) => grid.pitch);
  if (Math.max(...pitches) / Math.min(...pitches) > 1.16) return false;
  return group.slice(1).every((reader, i) => {
    const above = group[i]!.frame(group[i]!.first);
    const below = reader.frame(reader.first);
    const pitch = Math.hypot(above.alongX, above.alongY);
    const [dx, dy] = [below.x - above.x, below.y - above.y];
    const apart = Math.abs(dx * above.alongY - dy * above.alongX) / pitch / pitch;
    return apart > 1.2 && apart < 4;
  });
}

export function readRun(reader: CellReader, start: number, length: number): Posterior[] {
  return Array.from({ length }, (_, i) => reader.read(start + i));
}

/**
 * Where the lines may begin, likeliest first: all at one left edge, that edge moved by a cell or two, and each line
 * where most of its cells hold glyphs.
 */
function startsOf(group: readonly CellReader[], length: number): number[][] {
  const edgeOf = (reader: CellReader) => reader.x(reader.first);
  const sign = group[0]!.reversed ? -1 : 1;
  const left = group.reduce(
    (edge, reader) => (sign * (edgeOf(reader) - edge) < 0 ? edgeOf(reader) : edge),
    edgeOf(group[0]!),
  );
  const aligned = group.map(
    (reader) => reader.first + Math.round((sign * (left - edgeOf(reader))) / reader.grid.pitch),
  );
  const fullest = group.map((reader, i) => {
    let best = { start: aligned[i]!, score: -Infinity };
    for (let start = aligned[i]! - 2; start <= aligned[i]! + 4; start += 1) {
      const score = glyphness(reader, start, length) - 0.01 * Math.abs(start - aligned[i]!);
      if (score > best.score) best = { start, score };
    }
    return best.start;
  });
  const shifts = fullest.map((start, i) => start - aligned[i]!);
  const tried = new Map<string, number[]>();
  for (const starts of [
    fullest,
    ...shifts.map((shift) => aligned.map((start) => start + shift)),
    aligned,
    ...[-1, 1, 2].map((shift) => aligned.map((start) => start + shift)),
  ])
    tried.set(starts.join(), starts);
  return [...tried.values()];
}
