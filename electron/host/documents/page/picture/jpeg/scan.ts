import { BitReader } from './bit-reader.ts';
import { type Band, type Course, readAcFirst, readAcRefinement, readDc, readSequential } from './blocks.ts';
import { JpegDamage } from './damage.ts';
import type { Component, Frame, Tables } from './frame.ts';
import type { HuffmanTable } from './huffman.ts';
import { inverseDct } from './inverse-dct.ts';

interface Part {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
  readonly course: Course;
}

/** Reads one block of a part, the one in this column and row of blocks. */
type ReadBlock = (part: Part, column: number, row: number) => void;

/**
 * Reads a scan (ITU-T T.81 §B.2.3): of a sequential picture into samples, of a progressive one into coefficients.
 * @param header what follows the length of the scan's header
 * @param position where its data begin
 * @returns where they end
 */
export function readScan(
  data: Uint8Array,
  header: Uint8Array,
  position: number,
  frame: Frame,
  tables: Tables,
): number {
  const count = header[0] ?? 0;
  if (count < 1 || count > 4 || header.length < 4 + 2 * count)
    throw new JpegDamage('a scan of no known form');
  const parts = Array.from({ length: count }, (_, i): Part => {
    const component = frame.components.find(({ id }) => id === header[1 + 2 * i]);
    if (!component) throw new JpegDamage('a scan of what is not in the frame');
    const choice = header[2 + 2 * i]!;
    return {
      component,
      dc: tables.dc[choice >> 4],
      ac: tables.ac[choice & 15],
      course: { previous: 0, emptyBlocks: 0 },
    };
  });
  const bits = new BitReader(data, position);
  const readBlock = frame.progressive
    ? progressive(bits, bandOf(header, 1 + 2 * count), count)
    : sequential(bits, tables);
  if (count === 1) readAlone(bits, parts[0]!, tables, readBlock);
  else readTogether(bits, parts, frame, tables, readBlock);
  bits.checkEnd();
  return bits.position;
}

function bandOf(header: Uint8Array, at: number): Band {
  const band = {
    first: header[at]!,
    last: header[at + 1]!,
    high: header[at + 2]! >> 4,
    low: header[at + 2]! & 15,
  };
  if (band.first > band.last || band.last > 63 || band.low > 13)
    throw new JpegDamage('a band of no known form');
  return band;
}

function sequential(bits: BitReader, { quantisation }: Tables): ReadBlock {
  const coefficients = new Int16Array(64);
  return ({ component, dc, ac, course }, column, row) => {
    const table = quantisation[component.quantisation];
    if (!dc || !ac || !table) throw new JpegDamage('a table is missing');
    const last = readSequential(bits, dc, ac, course, coefficients);
    const stride = component.rowBlocks * 8;
    inverseDct(coefficients, 0, last, table, component.samples, row * 8 * stride + column * 8, stride);
  };
}

function progressive(bits: BitReader, band: Band, count: number): ReadBlock {
  if (band.first > 0 && count > 1) throw new JpegDamage('a band of several components');
  return ({ component, dc, ac, course }, column, row) => {
    const at = (row * component.rowBlocks + column) * 64;
    const to = component.coefficients!;
    if (band.first === 0) readDc(bits, dc, band, course, to, at);
    else if (!ac) throw new JpegDamage('a table is missing');
    else if (band.high === 0) readAcFirst(bits, ac, band, course, to, at);
    else readAcRefinement(bits, ac, band, course, to, at);
  };
}

/** A component by itself: its own blocks, row after row (§A.2.2). */
function readAlone(bits: BitReader, part: Part, { restartInterval }: Tables, readBlock: ReadBlock): void {
  const { blocksAcross, blocksDown } = part.component;
  const restart = restarts(bits, [part], restartInterval);
  for (let row = 0; row < blocksDown; row += 1) {
    for (let column = 0; column < blocksAcross; column += 1) {
      restart();
      readBlock(part, column, row);
    }
    bits.checkEnd();
  }
}

/** Several components: units of all of them, row after row (§A.2.3). */
function readTogether(
  bits: BitReader,
  parts: readonly Part[],
  { unitsAcross, unitsDown }: Frame,
  { restartInterval }: Tables,
  readBlock: ReadBlock,
): void {
  const restart = restarts(bits, parts, restartInterval);
  for (let unitRow = 0; unitRow < unitsDown; unitRow += 1) {
    for (let unit = 0; unit < unitsAcross; unit += 1) {
      restart();
      for (const part of parts) {
        const { h, v } = part.component;
        for (let y = 0; y < v; y += 1)
          for (let x = 0; x < h; x += 1) readBlock(part, unit * h + x, unitRow * v + y);
      }
    }
    bits.checkEnd();
  }
}

/** To be called before each unit. */
function restarts(bits: BitReader, parts: readonly Part[], interval: number): () => void {
  let units = 0;
  let markers = 0;
  return () => {
    if (interval > 0 && units === interval) {
      bits.restart(markers);
      markers += 1;
      units = 0;
      for (const { course } of parts) {
        course.previous = 0;
        course.emptyBlocks = 0;
      }
    }
    units += 1;
  };
}
