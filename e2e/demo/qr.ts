import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// Left to itself the decoder fetches its program from the web.
const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const program = readFileSync(wasm);
prepareZXingModule({
  overrides: {
    wasmBinary: program.buffer.slice(
      program.byteOffset,
      program.byteOffset + program.byteLength,
    ) as ArrayBuffer,
  },
});

/**
 * Reads the QR code in a screenshot, with a decoder that has nothing to do with the one that drew it.
 * @param png a whole screenshot
 * @throws Error when there is not exactly one code
 */
export async function decodeQr(png: Uint8Array): Promise<string> {
  const found = await readBarcodes(png, { formats: ['QRCode'], tryHarder: true });
  const texts = found.filter((one) => one.isValid).map((one) => one.text);
  if (texts.length !== 1) throw new Error(`${texts.length} QR codes in the picture`);
  return texts[0]!;
}

/**
 * Holds a phone before the screen: looks again until the code stands still there, as a camera does.
 * @throws Error when none is readable within ten seconds
 */
export async function scanQr(page: {
  screenshot(): Promise<Uint8Array>;
  waitForTimeout(ms: number): Promise<void>;
}): Promise<string> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await decodeQr(await page.screenshot());
    } catch (error) {
      if (Date.now() > until) throw error;
      await page.waitForTimeout(150);
    }
  }
}
