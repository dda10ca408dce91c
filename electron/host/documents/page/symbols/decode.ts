import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ReadResult } from 'zxing-wasm/reader';
import type { BarcodePayload } from '../../barcode/index.ts';
import { type GreyImage, greyFromRgba } from '../../image/index.ts';
import { PageError } from '../errors.ts';
import { decodePicture } from '../picture/decode.ts';
import type { Picture } from '../picture/picture.ts';
import { type Point, tilts, turn } from './tilt.ts';

export type Symbology = 'PDF417' | 'DataMatrix' | 'QRCode' | 'Aztec';

export interface DecodedBarcode extends BarcodePayload {
  readonly bytes: Uint8Array;
  readonly symbology: Symbology;
  /** Pixels from the top left of the picture, clockwise from the symbol's own top left. */
  readonly corners: readonly [Point, Point, Point, Point];
}

/** The symbols identity documents carry: PDF417 on licences, the others for seals. */
const SYMBOLOGIES: readonly Symbology[] = ['PDF417', 'DataMatrix', 'QRCode', 'Aztec'];
/** A page has two at most; a picture full of symbols is not a document. */
const MOST_SYMBOLS = 8;
/** The decoder reads rows of PDF417 up to about this far from straight. */
const STRAIGHT_DEGREES = 1.5;
const MOST_TILTS = 3;

type Decoder = typeof import('zxing-wasm/reader');
type Pixels = Parameters<Decoder['readBarcodes']>[0];

async function loadDecoder(): Promise<Decoder> {
  try {
    const decoder = await import('zxing-wasm/reader');
    const program = await readFile(
      createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
    );
    // Left to itself the decoder fetches its program from the web.
    await decoder.prepareZXingModule({
      overrides: { wasmBinary: Uint8Array.from(program).buffer },
      fireImmediately: true,
    });
    return decoder;
  } catch (cause) {
    throw new PageError('page/decoder', 'the barcode decoder could not be loaded', { cause });
  }
}

let loading: Promise<Decoder> | undefined;

/** One for the process; a failed start is tried again. */
function decoder(): Promise<Decoder> {
  loading ??= loadDecoder().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

function rgbaOf({ width, height, data }: GreyImage): Pixels {
  // Opaque, and the same grey in the three bytes below: the order of bytes does not matter then.
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = 0xff000000 | ((data[at] ?? 0) * 0x010101);
  const rgba = new Uint8ClampedArray(pixels.buffer);
  return { width, height, data: rgba, colorSpace: 'srgb' } as Pixels;
}

function describe(one: ReadResult, back: (point: Point) => Point): DecodedBarcode | undefined {
  const symbology = SYMBOLOGIES.find((name) => name === one.symbology);
  if (!one.isValid || !symbology) return undefined;
  const { topLeft, topRight, bottomRight, bottomLeft } = one.position;
  return {
    symbology,
    text: one.text,
    bytes: Uint8Array.from(one.bytes),
    corners: [back(topLeft), back(topRight), back(bottomRight), back(bottomLeft)],
  };
}

async function decodeIn(
  picture: Pixels,
  symbologies: readonly Symbology[],
  back: (point: Point) => Point = ({ x, y }) => ({ x, y }),
): Promise<DecodedBarcode[]> {
  const { readBarcodes } = await decoder();
  const found = await readBarcodes(picture, {
    formats: [...symbologies],
    tryHarder: true,
    // Documents are printed dark on light.
    tryInvert: false,
    textMode: 'Plain',
    maxNumberOfSymbols: MOST_SYMBOLS,
  });
  return found.flatMap((one) => describe(one, back) ?? []);
}

/**
 * The two-dimensional symbols in a picture, turned by any quarter and a degree or two. The program that finds them runs in
 * this process and comes from the local disk.
 * @returns what was decoded without error; empty when there is nothing
 * @throws PageError `page/decoder` when the decoder can't start
 */
export function findBarcodes({ width, height, rgba }: Picture): Promise<DecodedBarcode[]> {
  const data = new Uint8ClampedArray(rgba.buffer as ArrayBuffer, rgba.byteOffset, rgba.byteLength);
  return decodeIn({ width, height, data, colorSpace: 'srgb' } as Pixels, SYMBOLOGIES);
}

/**
 * PDF417 in a picture turned by any angle: it is straightened along its strongest edges. The other symbols need no
 * straightening.
 * @throws PageError as {@link findBarcodes} does
 */
export async function findTiltedBarcodes(grey: GreyImage): Promise<DecodedBarcode[]> {
  for (const degrees of tilts(grey, MOST_TILTS)) {
    if (Math.abs(degrees) < STRAIGHT_DEGREES) continue;
    const straight = turn(grey, -degrees);
    const turned = await decodeIn(rgbaOf(straight.image), ['PDF417'], straight.back);
    if (turned.length > 0) return turned;
  }
  return [];
}

/**
 * The two-dimensional symbols in a picture's file (JPEG or PNG), at any rotation.
 * @returns what was decoded without error; empty when there is nothing
 * @throws PageError as {@link decodePicture} and {@link findBarcodes} do
 */
export async function decodeBarcodes(file: Uint8Array): Promise<DecodedBarcode[]> {
  const picture = decodePicture(file);
  const found = await findBarcodes(picture);
  if (found.length > 0) return found;
  return findTiltedBarcodes(greyFromRgba(picture.width, picture.height, picture.rgba));
}
