import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { composeAamva, MIDDLE, OLDEST, RECENT } from '../../barcode/aamva.fixture.ts';
import { readBarcode } from '../../barcode/index.ts';
import { composeSeal, encodeC40 } from '../../barcode/vds.fixture.ts';
import type { GreyImage } from '../../image/index.ts';
import { PageError } from '../errors.ts';
import { decodeBarcodes } from './decode.ts';
import { turn } from './tilt.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(await readFile(file)).buffer } });
});

/** A symbol of about 3 pixels a module, in grey. */
async function symbol(
  content: string | Uint8Array,
  format: 'PDF417' | 'DataMatrix' | 'QRCode' | 'Aztec',
): Promise<GreyImage> {
  const { image } = await writeBarcode(content, { format, scale: 3 });
  const png = PNG.sync.read(Buffer.from(await image!.arrayBuffer()));
  const data = Uint8Array.from({ length: png.width * png.height }, (_, at) => png.data[at * 4] ?? 0);
  return { width: png.width, height: png.height, data };
}

/** Pastes pictures on a page a little off white, one below the other, with as much room around them. */
function page(pictures: readonly GreyImage[], margin = 60): GreyImage {
  const width = Math.max(...pictures.map((one) => one.width)) + 2 * margin;
  const height = pictures.reduce((sum, one) => sum + one.height + margin, margin);
  const data = new Uint8Array(width * height).fill(235);
  let top = margin;
  for (const one of pictures) {
    for (let y = 0; y < one.height; y += 1) {
      data.set(one.data.subarray(y * one.width, (y + 1) * one.width), (top + y) * width + margin);
    }
    top += one.height + margin;
  }
  return { width, height, data };
}

function png({ width, height, data }: GreyImage): Uint8Array {
  const image = new PNG({ width, height });
  data.forEach((grey, at) => {
    image.data.set([grey, grey, grey, 255], at * 4);
  });
  return PNG.sync.write(image);
}

const seal = composeSeal({ features: [[5, encodeC40('UFO001979')]] });

describe('pictures', () => {
  it.each([
    ['1', composeAamva({ version: 1, elements: OLDEST })],
    ['3', composeAamva({ version: 3, elements: MIDDLE })],
    ['10', composeAamva({ version: 10, elements: RECENT, own: [['ZVA', '01']] })],
  ])('of a licence of version %s', async (_version, text) => {
    const picture = page([await symbol(text, 'PDF417')]);
    const [found, ...more] = await decodeBarcodes(png(picture));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ symbology: 'PDF417', text });
    expect(readBarcode(found!)).toMatchObject({ kind: 'aamva', valid: true, quirks: [] });
    for (const { x, y } of found!.corners) {
      expect(x).toBeGreaterThan(30);
      expect(x).toBeLessThan(picture.width - 30);
      expect(y).toBeGreaterThan(30);
      expect(y).toBeLessThan(picture.height - 30);
    }
  });

  it.each([90, 180, 270, 3, -7, 20, 44, 100])('turned by %i degrees', async (degrees) => {
    const text = composeAamva({ version: 8, elements: RECENT });
    const found = await decodeBarcodes(png(turn(page([await symbol(text, 'PDF417')]), degrees).image));
    expect(found.map((one) => one.text)).toEqual([text]);
  });

  it.each(['DataMatrix', 'QRCode', 'Aztec'] as const)('of a seal in %s, byte for byte', async (format) => {
    const found = await decodeBarcodes(png(page([await symbol(seal, format)])));
    expect(found).toMatchObject([{ symbology: format, bytes: seal }]);
    expect(readBarcode(found[0]!)).toMatchObject({ kind: 'vds', features: [{ text: 'UFO001979' }] });
  });

  it('with two symbols', async () => {
    const text = composeAamva({ version: 9, elements: RECENT });
    const both = page([await symbol(text, 'PDF417'), await symbol(seal, 'DataMatrix')]);
    const kinds = (await decodeBarcodes(png(both))).map((one) => readBarcode(one).kind);
    expect(kinds.sort()).toEqual(['aamva', 'vds']);
  });
});

it.each([0, 9])('turned by %i degrees are found where they are', async (degrees) => {
  const upright = page([await symbol(composeAamva({ version: 8, elements: RECENT }), 'PDF417')], 80);
  const { image, back } = turn(upright, degrees);
  const [found] = await decodeBarcodes(png(image));
  const [topLeft, topRight, bottomRight, bottomLeft] = found!.corners.map(back);
  const near = (point: { x: number; y: number } | undefined, x: number, y: number) => {
    expect(Math.abs((point?.x ?? 0) - x)).toBeLessThan(15);
    expect(Math.abs((point?.y ?? 0) - y)).toBeLessThan(15);
  };
  near(topLeft, 80, 80);
  near(topRight, upright.width - 80, 80);
  near(bottomRight, upright.width - 80, upright.height - 80);
  near(bottomLeft, 80, upright.height - 80);
});

it('nothing on an empty page', async () => {
  const empty = png({ width: 300, height: 200, data: new Uint8Array(60_000).fill(255) });
  expect(await decodeBarcodes(empty)).toEqual([]);
});

it('no picture', async () => {
  await expect(decodeBarcodes(new TextEncoder().encode('not a picture'))).rejects.toThrow(PageError);
});

it('fetches nothing', async () => {
  const fetching = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
  vi.resetModules();
  const fresh = await import('./decode.ts');
  const found = await fresh.decodeBarcodes(png(page([await symbol(seal, 'QRCode')])));
  expect(found).toHaveLength(1);
  expect(fetching).not.toHaveBeenCalled();
  fetching.mockRestore();
});
