import { CLASSES, NO_GLYPH } from './alphabet.ts';
import { type Activations, createActivations, forward, type GlyphWeights } from './glyph-net.ts';
import type { GreyImage } from './grey.ts';
import { type GlyphFrame, PATCH, samplePatch } from './patch.ts';
import type { PitchGrid } from './pitch-grid.ts';
import { slopeAt, valueAt } from './polynomial.ts';
import type { Strip } from './strip.ts';
import type { TextLine } from './text-lines.ts';

/** The probabilities of the {@link CLASSES} in one cell. */
export type Posterior = Float32Array;

/** Reads cells of one line with the glyph net, each once. */
export interface CellReader {
  readonly line: TextLine;
  readonly grid: PitchGrid;
  /** The line is read from right to left, upside down. */
  readonly reversed: boolean;
  /** First and last cell with a mark, in reading order. */
  readonly first: number;
  readonly last: number;
  read(cell: number): Posterior;
  /** Where a cell stands in the page. */
  frame(cell: number): GlyphFrame;
  /** x of a cell's centre in the strip. */
  x(cell: number): number;
}

const patch = new Float32Array(PATCH * PATCH);
let state: Activations | undefined;

export function createCellReader(
  page: GreyImage,
  strip: Strip,
  line: TextLine,
  grid: PitchGrid,
  net: GlyphWeights,
  reversed: boolean,
): CellReader {
  const seen = new Map<number, Posterior>();
  const x = (cell: number) => valueAt(grid.centre, reversed ? -cell : cell);
  const frame = (cell: number): GlyphFrame => {
    const at = reversed ? -cell : cell;
    const column = valueAt(grid.centre, at);
    const row = valueAt(line.course, column);
    const pitch = slopeAt(grid.centre, at) * (reversed ? -1 : 1);
    const slope = slopeAt(line.course, column);
    const [ax, ay] = [pitch / Math.hypot(1, slope), (pitch * slope) / Math.hypot(1, slope)];
    const { originX, originY, stepX, stepY } = strip;
    return {
      x: originX + column * stepX - row * stepY,
      y: originY + column * stepY + row * stepX,
      alongX: ax * stepX - ay * stepY,
      alongY: ax * stepY + ay * stepX,
      acrossX: -ay * stepX - ax * stepY,
      acrossY: -ay * stepY + ax * stepX,
    };
  };
  return {
    line,
    grid,
    reversed,
    first: reversed ? -grid.last : grid.first,
    last: reversed ? -grid.first : grid.last,
    x,
    frame,
    read(cell) {
      const known = seen.get(cell);
      if (known) return known;
      state ??= createActivations();
      samplePatch(page, frame(cell), patch, 0);
      forward(net, patch, 0, state);
      const posterior = state.output.slice(0, CLASSES);
      seen.set(cell, posterior);
      return posterior;
    },
  };
}

/** Mean log probability that the cells hold any glyph at all. */
export function glyphness(reader: CellReader, from: number, count: number): number {
  let sum = 0;
  for (let cell = from; cell < from + count; cell += 1)
    sum += Math.log(1.0001 - reader.read(cell)[NO_GLYPH]!);
  return sum / count;
}
