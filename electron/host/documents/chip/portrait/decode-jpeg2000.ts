import { ChipError } from '../errors.ts';
import { findCodestream, isYcc, needsWholeStandard, readSiz } from './jpeg2000-header.ts';
import type { Pixels } from './png.ts';

/** What a decoder gives: samples side by side, as many as the image has components. */
interface Samples {
  readonly data: Uint8Array;
  readonly decoder: 'jpeg2000' | 'openjpeg';
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

interface DecodedTile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly items: Uint8Array;
}

/** Puts the tiles together. @returns null when they do not cover the image exactly */
function assemble(tiles: readonly DecodedTile[], size: Size): Uint8Array | null {
  const { width, height, components } = size;
  const data = new Uint8Array(width * height * components);
  let covered = 0;
  for (const tile of tiles) {
    const stride = tile.width * components;
    const inside = tile.left >= 0 && tile.top >= 0 && tile.left + tile.width <= width;
    if (!inside || tile.top + tile.height > height || tile.items.length !== stride * tile.height) return null;
    for (let y = 0; y < tile.height; y += 1) {
      const row = tile.items.subarray(y * stride, (y + 1) * stride);
      data.set(row, ((tile.top + y) * width + tile.left) * components);
    }
    covered += tile.width * tile.height;
  }
  return covered === width * height ? data : null;
}

async function withJpeg2000(codestream: Uint8Array, size: Size): Promise<Samples | null> {
  if (needsWholeStandard(codestream)) return null;
  const { JpxImage } = await import('jpeg2000');
  const image = Object.assign(new JpxImage(), { failOnCorruptedImage: true });
  // The package reads with Buffer's methods.
  image.parse(Buffer.from(codestream.buffer, codestream.byteOffset, codestream.length));
  const data = assemble(image.tiles, size);
  return data && { data, decoder: 'jpeg2000' };
}

async function withOpenJpeg(codestream: Uint8Array, size: Size): Promise<Samples | null> {
  const { default: create } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
  const silent = (): void => {};
  const { J2KDecoder } = await create({ print: silent, printErr: silent });
  const decoder = new J2KDecoder();
  try {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const { width, height, components } = size;
    if (info.width !== width || info.height !== height || info.componentCount !== components) return null;
    const data = decoder.getDecodedBuffer().slice();
    return data.length === width * height * components ? { data, decoder: 'openjpeg' } : null;
  } finally {
    decoder.delete();
  }
}

/** Whatever a decoder throws at a hostile image means the same: it is none. */
async function attempt(work: Promise<Samples | null>): Promise<Samples | null> {
  try {
    return await work;
  } catch {
    return null;
  }
}

/** sYCC to sRGB (IEC 61966-2-1 amendment 1), in place. */
function yccToRgb(data: Uint8Array, components: number): void {
  const clamped = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  for (let at = 0; at + 2 < data.length; at += components) {
    const [y, cb, cr] = [data[at] as number, (data[at + 1] as number) - 128, (data[at + 2] as number) - 128];
    clamped[at] = y + 1.402 * cr;
    clamped[at + 1] = y - 0.344136 * cb - 0.714136 * cr;
    clamped[at + 2] = y + 1.772 * cb;
  }
}

/** Grey or red, green, blue, without what else there is: a second or fourth component is transparency. */
function colours(data: Uint8Array, components: number): Pick<Pixels, 'components' | 'data'> {
  const kept = components < 3 ? 1 : 3;
  if (kept === components) return { components: kept, data };
  const pixels = data.length / components;
  const out = new Uint8Array(pixels * kept);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let one = 0; one < kept; one += 1)
      out[pixel * kept + one] = data[pixel * components + one] as number;
  }
  return { components: kept, data: out };
}

/**
 * Decodes JPEG 2000, a JP2 file or a bare codestream: first with the `jpeg2000` package, which is fast and lacks some
 * of the standard, then with OpenJPEG. Neither is bounded in time by itself: run it where it can be stopped.
 * @throws ChipError `chip/malformed`, and what {@link readSiz} throws
 */
export async function decodeJpeg2000(
  image: Uint8Array,
): Promise<{ pixels: Pixels; decoder: Samples['decoder'] }> {
  const codestream = findCodestream(image);
  if (!codestream) throw new ChipError('chip/malformed', 'no JPEG 2000 image');
  const size = readSiz(codestream);
  const samples =
    (await attempt(withJpeg2000(codestream, size))) ?? (await attempt(withOpenJpeg(codestream, size)));
  if (!samples) throw new ChipError('chip/malformed', 'the image cannot be decoded');
  if (size.components >= 3 && isYcc(image)) yccToRgb(samples.data, size.components);
  const { width, height } = size;
  return {
    pixels: { width, height, ...colours(samples.data, size.components) },
    decoder: samples.decoder,
  };
}
