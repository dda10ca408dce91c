import type { GreyImage } from '../../electron/host/documents/image/grey.ts';
import { addNoise, blur, clampLevels, guilloche, jpegLike, unevenLight } from './degrade.ts';
import { drawGlyph, type GlyphSheet } from './glyph-sheet.ts';
import { createRandom } from './random.ts';

/** How a document page is drawn and what the camera then does to it. */
export interface PageOptions {
  readonly seed: number;
  readonly dpi: number;
  /** Degrees clockwise. */
  readonly rotation?: number;
  /** Standard deviation of the blur in pixels. */
  readonly blur?: number;
  readonly noise?: number;
  /** Corners moved by up to this part of the side. */
  readonly perspective?: number;
  readonly jpegQuality?: number;
  /** Wavy security print and light that falls off. */
  readonly busy?: boolean;
}

const INCH = 25.4;
const PITCH_MM = 2.54;

/**
 * A drawn page with a machine readable zone, on a dark surround as a scanner shows it: a passport page of 125 x 88 mm
 * for two lines of 44, a card of 105 x 74 or 86 x 54 mm for 36 or 30, the zone placed as Doc 9303-4 to -6 §4 have it.
 */
export function drawPage(sheet: GlyphSheet, lines: readonly string[], options: PageOptions): GreyImage {
  const random = createRandom(options.seed);
  const length = lines[0]!.length;
  const [wide, tall] = length === 44 ? [125, 88] : length === 36 ? [105, 74] : [86, 54];
  const mm = options.dpi / INCH;
  const width = Math.round(wide * mm);
  const height = Math.round(tall * mm);
  const canvas = { width, height, ink: new Float32Array(width * height) };
  const face = sheet.faces[0]![1]!;
  const scale = (PITCH_MM * mm) / sheet.advance;
  const write = (text: string, left: number, y: number, size: number) => {
    for (const [i, character] of [...text].entries())
      drawGlyph(sheet, face, character, canvas, {
        x: (left + (i + 0.5) * PITCH_MM * size) * mm - 0.5,
        y: y * mm - 0.5,
        scaleX: scale * size,
        scaleY: scale * size,
        shear: 0,
      });
  };
  const zone = length === 44 ? [11, 17.3] : length === 36 ? [10, 16] : [6.5, 12, 17.5];
  for (const [row, line] of lines.toReversed().entries()) write(line, 5, tall - zone[row]!, 1);
  const visual = 'ABCDEFGHIJKLMNOPRSTUVWXYZ  0123456789';
  for (let y = 5; y < tall - 27; y += 4)
    write(
      Array.from({ length: random.whole(5, 24) }, () => random.pick(visual)).join(''),
      0.38 * wide,
      y,
      random.between(0.6, 0.8),
    );
  const portrait = { left: 5 * mm, top: 8 * mm, right: 33 * mm, bottom: (tall - 30) * mm };
  for (let y = Math.round(portrait.top); y < portrait.bottom; y += 1)
    for (let x = Math.round(portrait.left); x < portrait.right; x += 1)
      canvas.ink[y * width + x] = 0.4 + 0.2 * Math.sin(x / mm) * Math.cos(y / mm / 1.7);
  for (let i = 0; i < canvas.ink.length; i += 1) canvas.ink[i] = 232 - 205 * canvas.ink[i]!;
  if (options.busy) {
    guilloche(canvas, PITCH_MM * mm, random);
    guilloche(canvas, PITCH_MM * mm, random);
    unevenLight(canvas, random);
  }
  const seen = place(canvas, options, random.between);
  if (options.blur) blur(seen, options.blur);
  if (options.noise) addNoise(seen, options.noise, random);
  clampLevels(seen);
  if (options.jpegQuality) {
    jpegLike(seen, options.jpegQuality);
    clampLevels(seen);
  }
  return { width: seen.width, height: seen.height, data: Uint8Array.from(seen.ink) };
}

/** Turns and tilts the page on a dark ground large enough to hold it. */
function place(
  page: { width: number; height: number; ink: Float32Array },
  { rotation = 0, perspective = 0 }: PageOptions,
  between: (low: number, high: number) => number,
): { width: number; height: number; ink: Float32Array } {
  const turn = (rotation * Math.PI) / 180;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const border = Math.round(0.05 * page.width);
  const width = Math.round(Math.abs(c) * page.width + Math.abs(s) * page.height) + 2 * border;
  const height = Math.round(Math.abs(s) * page.width + Math.abs(c) * page.height) + 2 * border;
  const ink = new Float32Array(width * height);
  const tiltX = perspective === 0 ? 0 : between(-perspective, perspective) / page.width;
  const tiltY = perspective === 0 ? 0 : between(-perspective, perspective) / page.height;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const dx = x - width / 2;
      const dy = y - height / 2;
      const far = 1 + 2 * (tiltX * dx + tiltY * dy);
      const u = (c * dx + s * dy) / far + page.width / 2;
      const v = (c * dy - s * dx) / far + page.height / 2;
      const x0 = Math.floor(u);
      const y0 = Math.floor(v);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= page.width || y0 + 1 >= page.height) {
        ink[at] = 60;
        continue;
      }
      const i = y0 * page.width + x0;
      const upper = page.ink[i]! + (page.ink[i + 1]! - page.ink[i]!) * (u - x0);
      const under = page.ink[i + page.width]!;
      const lower = under + (page.ink[i + page.width + 1]! - under) * (u - x0);
      ink[at] = upper + (lower - upper) * (v - y0);
    }
  return { width, height, ink };
}
