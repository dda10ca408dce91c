import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { BarcodeError } from './errors.ts';
import type { BarcodePayload } from './types.ts';

export type Symbology = 'PDF417' | 'DataMatrix' | 'QRCode' | 'Aztec' | 'other';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface DecodedBarcode extends BarcodePayload {
  readonly bytes: Uint8Array;
  readonly symbology: Symbology;
  /** Pixels from the top left of the picture, clockwise from the symbol's own top left. */
  readonly corners: readonly [Point, Point, Point, Point];
  /** Degrees, clockwise. */
  readonly rotation: number;
}

/** The symbols identity documents carry: PDF417 on licences, the others for seals. */
const FORMATS = ['PDF417', 'DataMatrix', 'QRCode', 'Aztec'] as const;
/** A page has two at most; a picture full of symbols is not a document. */
const MOST_SYMBOLS = 8;
/** Bytes of a compressed picture: a colour page at 600 dpi, uncompressed, is less. */
const LARGEST_IMAGE = 64 * 1024 * 1024;

type Decoder = typeof import('zxing-wasm/reader');

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
    throw new BarcodeError('barcode/decoder', 'the barcode decoder could not be loaded', { cause });
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

function symbologyOf(name: string): Symbology {
  if (name === 'CompactPDF417' || name === 'MicroPDF417') return 'PDF417';
  return FORMATS.find((one) => one === name) ?? 'other';
}

/**
 * Finds the two-dimensional symbols in a picture (PNG or JPEG), at any rotation, and decodes them. The program that
 * does it runs in this process and comes from the local disk.
 * @returns what was decoded without error; empty when there is no symbol, or the bytes are no picture that can be read.
 * @throws BarcodeError `barcode/image` for more bytes than a page may have, `barcode/decoder` when it can't start.
 */
export async function decodeBarcodes(image: Uint8Array): Promise<DecodedBarcode[]> {
  if (image.length > LARGEST_IMAGE)
    throw new BarcodeError('barcode/image', `pictures are ${LARGEST_IMAGE} bytes at most`);
  const { readBarcodes } = await decoder();
  const found = await readBarcodes(image, {
    formats: [...FORMATS],
    tryHarder: true,
    textMode: 'Plain',
    maxNumberOfSymbols: MOST_SYMBOLS,
  });
  return found
    .filter((one) => one.isValid)
    .map((one) => ({
      symbology: symbologyOf(one.symbology),
      text: one.text,
      bytes: Uint8Array.from(one.bytes),
      corners: [
        one.position.topLeft,
        one.position.topRight,
        one.position.bottomRight,
        one.position.bottomLeft,
      ].map(({ x, y }) => ({ x, y })) as unknown as DecodedBarcode['corners'],
      rotation: one.rotation,
    }));
}
