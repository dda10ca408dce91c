import { CLASSES, NO_GLYPH } from './alphabet.ts';
import { type Activations, createActivations, forward, type GlyphWeights } from './glyph-net.ts';
import type { GreyImage } from './grey.ts';
import { type GlyphFrame, PATCH, samplePatch } from './patch.ts';
import type { PitchGrid } from './pitch-grid.ts';
import { slopeAt, valueAt } from './polynomial.ts';
import { placeOf, stepAt } from './projection.ts';
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
  /** Whether a cell is in the picture, but for its margin. */
  inside(cell: number): boolean;
  /** x of a cell's centre in the strip. */
  x(cell: number): number;
  /** The same line, its cells looked at in several ways and the probabilities averaged. */
  averaged(looks: readonly Look[]): CellReader;
}

/** A way to look at a cell: moved along and across the line by parts of a pitch, and how tall a pitch is taken. */
export interface Look {
  readonly along: number;
  readonly across: number;
  readonly tall: number;
  /** How wide a pitch is taken. */
  readonly wide: number;
}

const PLAIN: Look = { along: 0, across: 0, tall: 1, wide: 1 };

/** Part of a pitch, to each side of its centre, that a glyph fills. */
const INNER = 0.32;

/** What is said of a cell that the picture does not show. */
const OUTSIDE: Posterior = Float32Array.from({ length: CLASSES }, (_, i) => (i === NO_GLYPH ? 1 : 0));

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
  const x = (cell: number) => placeOf(grid.centre, reversed ? -cell : cell);
  const frame = (cell: number): GlyphFrame => {
    const at = reversed ? -cell : cell;
    const column = placeOf(grid.centre, at);
    const row = valueAt(line.course, column);
    const pitch = stepAt(grid.centre, at) * (reversed ? -1 : 1);
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
  const inside = (cell: number): boolean => {
    const f = frame(cell);
    const wide = INNER * (Math.abs(f.alongX) + Math.abs(f.acrossX));
    const tall = INNER * (Math.abs(f.alongY) + Math.abs(f.acrossY));
    return f.x >= wide && f.y >= tall && f.x <= page.width - 1 - wide && f.y <= page.height - 1 - tall;
  };
  const look = (cell: number, { along, across, tall, wide }: Look): Posterior => {
    const f = frame(cell);
    const moved: GlyphFrame = {
      ...f,
      x: f.x + along * f.alongX + across * f.acrossX,
      y: f.y + along * f.alongY + across * f.acrossY,
      alongX: f.alongX * wide,
      alongY: f.alongY * wide,
      acrossX: f.acrossX * tall,
      acrossY: f.acrossY * tall,
    };
    state ??= createActivations();
    samplePatch(page, moved, patch, 0);
    forward(net, patch, 0, state);
    return state.output.slice(0, CLASSES);
  };
  const readerOf = (looks: readonly Look[]): CellReader => {
    const seen = new Map<number, Posterior>();
    return {
      line,
      grid,
      reversed,
      first: reversed ? -grid.last : grid.first,
      last: reversed ? -grid.first : grid.last,
      x,
      frame,
      inside,
      read(cell) {
        const known = seen.get(cell);
        if (known) return known;
        const posterior = inside(cell) ? mean(looks.map((one) => look(cell, one))) : OUTSIDE;
        seen.set(cell, posterior);
        return posterior;
      },
      averaged: readerOf,
    };
  };
  return readerOf([PLAIN]);
}

function mean(posteriors: readonly Posterior[]): Posterior {
  const [first, ...more] = posteriors;
  if (!first || more.length === 0) return first ?? new Float32Array(CLASSES);
  return first.map((one, i) => more.reduce((sum, other) => sum + other[i]!, one) / posteriors.length);
}

/** Mean log probability that the cells hold any glyph at all. */
export function glyphness(reader: CellReader, from: number, count: number): number {
  let sum = 0;
  for (let cell = from; cell < from + count; cell += 1)
    sum += Math.log(1.0001 - reader.read(cell)[NO_GLYPH]!);
  return sum / count;
}
