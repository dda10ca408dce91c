import { type GlyphWeights, WEIGHT_SIZES } from './glyph-net.ts';

const NAMES = Object.keys(WEIGHT_SIZES) as (keyof GlyphWeights)[];
const COUNT = NAMES.reduce((sum, name) => sum + WEIGHT_SIZES[name], 0);

/** The weights as IEEE 754 half precision, little endian, in the order of {@link GlyphWeights}. */
export function packWeights(net: GlyphWeights): Uint8Array {
  const bytes = new Uint8Array(COUNT * 2);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const name of NAMES)
    for (const weight of net[name]) {
      view.setUint16(at, toHalf(weight), true);
      at += 2;
    }
  return bytes;
}

/** @throws RangeError when the file is not as long as this net's weights are. */
export function unpackWeights(bytes: Uint8Array): GlyphWeights {
  if (bytes.length !== COUNT * 2)
    throw new RangeError(`glyph net: ${bytes.length} bytes instead of ${COUNT * 2}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const read = (length: number) =>
    Float32Array.from({ length }, () => {
      at += 2;
      return fromHalf(view.getUint16(at - 2, true));
    });
  return Object.fromEntries(NAMES.map((name) => [name, read(WEIGHT_SIZES[name])])) as never;
}

function toHalf(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.min(Math.abs(value), 65504);
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | (((exponent + 15) << 10) + Math.round((size / 2 ** exponent - 1) * 1024));
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
