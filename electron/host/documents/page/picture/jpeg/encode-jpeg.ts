import { BitWriter, type Codes, codesOf } from './bit-writer.ts';
import { divisorsOf, forwardDct } from './forward-dct.ts';
import { AC_CHROMA, AC_LUMA, CHROMA, DC_CHROMA, DC_LUMA, LUMA, type TypicalCodes } from './typical-tables.ts';
import { ZIGZAG } from './zigzag.ts';

const CODES = {
  luma: { dc: codesOf(DC_LUMA), ac: codesOf(AC_LUMA) },
  chroma: { dc: codesOf(DC_CHROMA), ac: codesOf(AC_CHROMA) },
};
/** Side of the squares that are coded together: four blocks of luma, one of each chroma. */
const UNIT = 16;

/** The steps at a quality of 1 to 100, as libjpeg scales them; row after row. */
function stepsAt(quality: number, typical: readonly number[]): number[] {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return typical.map((step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/**
 * A sequential JPEG (ITU-T T.81, T.871) with colours at half the resolution.
 * @param rgba four bytes a pixel; the fourth is not looked at
 * @param quality 1 to 100
 * @param dotsPerInch written into the file when it is known
 */
export function encodeJpegFile(
  width: number,
  height: number,
  rgba: Uint8Array,
  quality: number,
  dotsPerInch: number | null,
): Uint8Array {
  const luma = stepsAt(quality, LUMA);
  const chroma = stepsAt(quality, CHROMA);
  const out = new BitWriter(Math.max(4096, (width * height) >> 1));
  writeHeaders(out, width, height, luma, chroma, dotsPerInch);
  const unit = createUnit();
  const parts = {
    luma: { divisors: divisorsOf(luma), ...CODES.luma },
    chroma: { divisors: divisorsOf(chroma), ...CODES.chroma },
  };
  const previous = [0, 0, 0];
  for (let top = 0; top < height; top += UNIT)
    for (let left = 0; left < width; left += UNIT) {
      loadUnit(unit, width, height, rgba, left, top);
      for (const block of unit.luma) previous[0] = writeBlock(out, block, parts.luma, previous[0]!);
      previous[1] = writeBlock(out, unit.blueness, parts.chroma, previous[1]!);
      previous[2] = writeBlock(out, unit.redness, parts.chroma, previous[2]!);
    }
  out.align();
  out.bytes([0xff, 0xd9]);
  return out.result();
}

interface Unit {
  /** Upper left, upper right, lower left and lower right. */
  readonly luma: readonly [Float32Array, Float32Array, Float32Array, Float32Array];
  readonly blueness: Float32Array;
  readonly redness: Float32Array;
}

function createUnit(): Unit {
  const block = () => new Float32Array(64);
  return { luma: [block(), block(), block(), block()], blueness: block(), redness: block() };
}

/** Samples around 0 (T.871 §7); what lies beyond the picture repeats its last row and column. */
function loadUnit(
  { luma, blueness, redness }: Unit,
  width: number,
  height: number,
  rgba: Uint8Array,
  left: number,
  top: number,
): void {
  blueness.fill(0);
  redness.fill(0);
  for (let y = 0; y < UNIT; y += 1) {
    const row = Math.min(height - 1, top + y) * width;
    const half = (y >> 1) * 8;
    for (let x = 0; x < UNIT; x += 1) {
      const at = (row + Math.min(width - 1, left + x)) * 4;
      const red = rgba[at]!;
      const green = rgba[at + 1]!;
      const blue = rgba[at + 2]!;
      const light = 0.299 * red + 0.587 * green + 0.114 * blue;
      luma[(y >> 3) * 2 + (x >> 3)]![(y & 7) * 8 + (x & 7)] = light - 128;
      const to = half + (x >> 1);
      blueness[to] = blueness[to]! + (blue - light) * 0.141;
      redness[to] = redness[to]! + (red - light) * 0.17825;
    }
  }
}

interface Part {
  readonly divisors: Float32Array;
  readonly dc: Codes;
  readonly ac: Codes;
}

const quantised = new Int32Array(64);

/** Transforms, quantises and writes a block (T.81 §F.1.2); returns its DC coefficient for the next. */
function writeBlock(
  out: BitWriter,
  block: Float32Array,
  { divisors, dc, ac }: Part,
  previous: number,
): number {
  forwardDct(block);
  let last = 0;
  for (let k = 0; k < 64; k += 1) {
    const at = ZIGZAG[k]!;
    const value = block[at]! * divisors[at]!;
    const whole = value < 0 ? -((0.5 - value) | 0) : (value + 0.5) | 0;
    quantised[k] = whole;
    if (whole !== 0) last = k;
  }
  const level = quantised[0]!;
  writeNumber(out, dc, 0, level - previous);
  let zeros = 0;
  for (let k = 1; k <= last; k += 1) {
    const value = quantised[k]!;
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) out.bits(ac.code[0xf0]!, ac.length[0xf0]!);
    writeNumber(out, ac, zeros << 4, value);
    zeros = 0;
  }
  if (last < 63) out.bits(ac.code[0]!, ac.length[0]!);
  return level;
}

/** The code of a number's length, with the run before it, and its bits. */
function writeNumber(out: BitWriter, { code, length }: Codes, run: number, value: number): void {
  const size = 32 - Math.clz32(value < 0 ? -value : value);
  out.bits(code[run | size]!, length[run | size]!);
  if (size > 0) out.bits(value < 0 ? value + (1 << size) - 1 : value, size);
}

function writeHeaders(
  out: BitWriter,
  width: number,
  height: number,
  luma: readonly number[],
  chroma: readonly number[],
  dotsPerInch: number | null,
): void {
  const two = (value: number): number[] => [value >> 8, value & 255];
  const segment = (marker: number, body: readonly number[]): void =>
    out.bytes([0xff, marker, ...two(body.length + 2), ...body]);
  const density = dotsPerInch ? [1, ...two(dotsPerInch), ...two(dotsPerInch)] : [0, 0, 1, 0, 1];
  out.bytes([0xff, 0xd8]);
  segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 2, ...density, 0, 0]);
  for (const [choice, steps] of [luma, chroma].entries())
    segment(0xdb, [choice, ...Array.from(ZIGZAG, (at) => steps[at]!)]);
  segment(0xc0, [8, ...two(height), ...two(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  const codes: readonly (readonly [number, TypicalCodes])[] = [
    [0x00, DC_LUMA],
    [0x10, AC_LUMA],
    [0x01, DC_CHROMA],
    [0x11, AC_CHROMA],
  ];
  for (const [choice, { counts, symbols }] of codes)
    segment(0xc4, [choice, ...counts, ...Buffer.from(symbols, 'hex')]);
  segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
}
