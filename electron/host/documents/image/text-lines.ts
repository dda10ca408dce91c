import { chains, type Mark } from './chains.ts';
import { components } from './components.ts';
import type { GreyImage } from './grey.ts';
import { blackHat, otsu, soften, threshold } from './morphology.ts';
import { fitPolynomial, median, type Polynomial, valueAt } from './polynomial.ts';

/** A row of marks of one height: its course (y over x) and the centres of the marks, left to right. */
export interface TextLine {
  readonly course: Polynomial;
  readonly centres: readonly number[];
  readonly glyphHeight: number;
}

const LEAST_MARKS = 10;
/** Marks of a line of which hardly any is missing. */
const FULL = 22;

/** The rows of glyph-sized marks in a level strip, top to bottom. Rows that no straight line follows are traced mark by mark. */
export function findTextLines(strip: GreyImage): TextLine[] {
  const { width } = strip;
  const window = Math.max(15, Math.round((width / 44) * 1.2)) | 1;
  const strokes = soften(blackHat(strip, window, window));
  const boxes = components(threshold(strokes, otsu(strokes)), Math.max(6, (width * width) / 90000)).filter(
    (one) => one.height > width / 110 && one.height < width / 20 && one.width < width / 16,
  );
  if (boxes.length < 2 * LEAST_MARKS) return [];
  const typical = median(boxes.map(({ height }) => height));
  const marks = boxes
    .filter(({ height }) => height > 0.5 * typical && height < 1.5 * typical)
    .map(({ left, top, width: wide, height: tall }) => ({
      x: left + (wide - 1) / 2,
      y: top + (tall - 1) / 2,
      size: Math.max(wide, tall),
    }));
  if (marks.length < 2 * LEAST_MARKS) return [];
  const straight = fitRows(rows(marks, slant(marks, typical), typical), typical, false);
  if (straight.filter(({ centres }) => centres.length > FULL).length > 1) return straight;
  const bent = fitRows(chains(marks, FULL), typical, true);
  return bent.length > 1 ? bent.toSorted((a, b) => a.course[0] - b.course[0]) : straight;
}

function fitRows(found: readonly (readonly Mark[])[], typical: number, bent: boolean): TextLine[] {
  return found.map((row) => fitRow(row, typical, bent)).filter((line) => line !== undefined);
}

/** The slope under which the marks fall into the sharpest rows. */
function slant(marks: readonly Mark[], typical: number): number {
  let best = { votes: 0, slope: 0 };
  const bin = 0.25 * typical;
  for (let slope = -0.08; slope <= 0.0801; slope += 0.002) {
    const counts = new Map<number, number>();
    for (const { x, y } of marks) {
      const row = Math.round((y - slope * x) / bin);
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    const top = [...counts.values()].toSorted((a, b) => b - a).slice(0, 6);
    const votes = top.reduce((sum, count) => sum + count * count, 0) - 20 * Math.abs(slope);
    if (votes > best.votes) best = { votes, slope };
  }
  return best.slope;
}

function rows(marks: readonly Mark[], slope: number, typical: number): Mark[][] {
  const level = (mark: Mark) => mark.y - slope * mark.x;
  const sorted = marks.toSorted((a, b) => level(a) - level(b));
  const found: Mark[][] = [];
  let last = -Infinity;
  for (const mark of sorted) {
    const row = found.at(-1);
    if (row && level(mark) - last < 0.3 * typical) row.push(mark);
    else found.push([mark]);
    last = level(mark);
  }
  return found;
}

function fitRow(row: readonly Mark[], typical: number, bent: boolean): TextLine | undefined {
  if (row.length < LEAST_MARKS) return undefined;
  let kept = row;
  let course: Polynomial = [0, 0, 0];
  for (const reach of [0.6, 0.35, 0.3]) {
    const degree = bent || (kept.length > 24 && reach < 0.5) ? 2 : 1;
    course = fitPolynomial(
      kept.map(({ x }) => x),
      kept.map(({ y }) => y),
      degree,
    );
    kept = row.filter(({ x, y }) => Math.abs(y - valueAt(course, x)) < reach * typical);
    if (kept.length < LEAST_MARKS) return undefined;
  }
  const centres = kept.map(({ x }) => x).toSorted((a, b) => a - b);
  return { course, centres, glyphHeight: typical };
}
