import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { CLASSES } from './alphabet.ts';
import { WEIGHT_SIZES } from './glyph-net.ts';
import { decodeImageFile, loadGlyphNet } from './index.ts';
import { packWeights, unpackWeights } from './weights.ts';

const resources = join(import.meta.dirname, '../../../../resources/mrz-net');
const directory = mkdtempSync(join(tmpdir(), 'glyph-net-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('picture files', () => {
  const rgba = Buffer.alloc(32 * 16 * 4, 255);
  for (let i = 0; i < 32 * 8; i += 1) rgba.fill(0, i * 4, i * 4 + 3);

  it('are decoded to grey: JPEG', () => {
    const image = decodeImageFile(encode({ width: 32, height: 16, data: rgba }, 95).data);
    expect(image).toMatchObject({ width: 32, height: 16 });
    expect(image.data[5]).toBeLessThan(10);
    expect(image.data[32 * 15]).toBeGreaterThan(245);
  });

  it('are decoded to grey: PNG, with what is transparent on white', () => {
    const png = new PNG({ width: 32, height: 16 });
    rgba.copy(png.data);
    png.data[3] = 0;
    const image = decodeImageFile(PNG.sync.write(png));
    expect([image.data[0], image.data[1], image.data[32 * 15]]).toEqual([255, 0, 255]);
  });

  it('that are neither, or cut short, are refused by name', () => {
    expect(() => decodeImageFile(Buffer.from('GIF89a'))).toThrow(
      expect.objectContaining({ code: 'document-image/format' }),
    );
    expect(() => decodeImageFile(new Uint8Array())).toThrow(
      expect.objectContaining({ code: 'document-image/format' }),
    );
    const png = new PNG({ width: 32, height: 16 });
    const cut = PNG.sync.write(png).subarray(0, 60);
    expect(() => decodeImageFile(cut)).toThrow(expect.objectContaining({ code: 'document-image/damaged' }));
    const huge = Buffer.from(PNG.sync.write(png));
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    expect(() => decodeImageFile(huge)).toThrow(
      expect.objectContaining({ code: 'document-image/too-large' }),
    );
  });
});

describe('the glyph net', () => {
  it('is the one its manifest names', () => {
    expect(loadGlyphNet(resources).denseBias2).toHaveLength(CLASSES);
  });

  it('changed or missing is refused', () => {
    cpSync(resources, directory, { recursive: true });
    const file = join(directory, 'glyph-net.f16');
    const bytes = readFileSync(file);
    bytes[1000] = bytes[1000]! ^ 1;
    writeFileSync(file, bytes);
    expect(() => loadGlyphNet(directory)).toThrow(
      expect.objectContaining({ code: 'document-image/net-changed' }),
    );
    rmSync(file);
    expect(() => loadGlyphNet(directory)).toThrow(
      expect.objectContaining({ code: 'document-image/net-missing' }),
    );
  });

  it('keeps its weights to half precision', () => {
    const bytes = readFileSync(join(resources, 'glyph-net.f16'));
    const net = unpackWeights(bytes);
    expect(Object.keys(net)).toEqual(Object.keys(WEIGHT_SIZES));
    expect(Buffer.from(packWeights(net)).equals(bytes)).toBe(true);
    expect(() => unpackWeights(bytes.subarray(2))).toThrow(RangeError);
  });
});
