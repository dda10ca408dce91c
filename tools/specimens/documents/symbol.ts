import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

// Left to itself the encoder fetches its program from the web.
const program = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(program).buffer } });

/** A printed symbol as SVG, with its size; lengths in millimetres. */
export interface PrintedSymbol {
  svg: string;
  width: number;
  height: number;
}

/**
 * Draws a two-dimensional symbol without its quiet zone, its top left at the origin.
 *
 * @param module millimetres of one module.
 * @throws Error when the text does not fit.
 */
export async function printSymbol(
  text: string,
  format: 'PDF417' | 'QRCode',
  module: number,
  options = '',
): Promise<PrintedSymbol> {
  const { symbol, error } = await writeBarcode(text, { format, scale: 1, addQuietZones: false, options });
  if (error) throw new Error(`the symbol could not be drawn: ${error}`);
  const { width, height, data } = symbol;
  let d = '';
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]) continue;
      const from = x;
      while (x + 1 < width && !data[y * width + x + 1]) x++;
      d += `M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`;
    }
  return {
    svg: `<path transform="scale(${module})" d="${d}" fill="#121212"/>`,
    width: width * module,
    height: height * module,
  };
}
