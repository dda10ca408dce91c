import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { composeAamva, RECENT } from '../../barcode/aamva.fixture.ts';
import { loadGlyphNet } from '../../image/index.ts';
import { decodePicture } from '../picture/decode.ts';
import { encodeJpeg } from '../picture/encode.ts';
import type { Picture } from '../picture/picture.ts';
import { readPage } from '../read-page.ts';
import { stage } from '../testing/scene.ts';
import { ID1_SIZE } from '../testing/specimen.ts';

const net = loadGlyphNet(join(import.meta.dirname, '../../../../../resources/mrz-net'));
const licence = composeAamva({ version: 10, elements: RECENT });
let back: Picture;

beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(await readFile(file)).buffer } });
  const { image } = await writeBarcode(licence, { format: 'PDF417', scale: 3 });
  back = licenceBack(PNG.sync.read(Buffer.from(await image!.arrayBuffer())));
});

/** The back of a licence at 300 dpi: a black stripe, the barcode below it, and lines of small print. */
function licenceBack(barcode: PNG): Picture {
  const [width, height] = [1011, 638];
  const rgba = new Uint8Array(width * height * 4).fill(238);
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  const dot = (x: number, y: number, grey: number) =>
    rgba.fill(grey, (y * width + x) * 4, (y * width + x) * 4 + 3);
  for (let y = 40; y < 130; y += 1) for (let x = 0; x < width; x += 1) dot(x, y, 25);
  for (let y = 500; y < 600; y += 1)
    for (let x = 60; x < 900; x += 1) if (y % 20 < 9 && (x * 7 + y * 3) % 11 < 5) dot(x, y, 60);
  const left = Math.round((width - barcode.width) / 2);
  for (let y = 0; y < barcode.height; y += 1)
    for (let x = 0; x < barcode.width; x += 1)
      dot(left + x, 170 + y, barcode.data[(y * barcode.width + x) * 4]!);
  return { width, height, rgba, dotsPerInch: null };
}

/** Grey a little below the upper edge: the stripe is there when the side is upright. */
function upperEdge(jpeg: Uint8Array): number {
  const { width, height, rgba } = decodePicture(jpeg);
  return rgba[(Math.round(0.13 * height) * width + (width >> 1)) * 4]!;
}

describe('the back of a licence', { timeout: 60_000 }, () => {
  it.each([
    ['straight', 'black', 0],
    ['askew', 'grey', 12],
    ['upside down', 'white', 180],
    ['on its side, and askew', 'grey', 97],
  ] as const)('%s is read by its barcode, which says what is up', async (_name, lid, rotation) => {
    const { picture } = stage({
      side: back,
      size: ID1_SIZE,
      glass: [130, 125],
      dpi: 300,
      lid,
      rotation,
      rounded: true,
      shadow: true,
    });
    const { barcodes, zone, upright, problem } = await readPage(encodeJpeg(picture), net);
    expect(barcodes).toMatchObject([{ symbology: 'PDF417', text: licence }]);
    expect([zone, problem]).toEqual([null, null]);
    expect(upright).toMatchObject({ certain: false, portraitWindow: null });
    expect(upright!.width / upright!.height).toBeCloseTo(85.6 / 53.98, 1);
    expect(upperEdge(upright!.bytes)).toBeLessThan(60);
  });

  it('that fills the picture is read', async () => {
    const { barcodes, problem } = await readPage(encodeJpeg(back), net);
    expect(barcodes.map((one) => one.text)).toEqual([licence]);
    expect(problem).toBeNull();
  });
});
