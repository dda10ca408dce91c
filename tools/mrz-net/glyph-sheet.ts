import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { GLYPHS } from '../../electron/host/documents/image/alphabet.ts';

interface SheetFacts {
  readonly faces: readonly string[];
  readonly cell: { readonly width: number; readonly height: number };
  readonly advance: number;
}

/** Ink (0 to 1) of all glyphs of one face at one stroke width, with half, quarter and eighth sizes of it. */
export interface Face {
  readonly levels: readonly { readonly width: number; readonly height: number; readonly ink: Float32Array }[];
}

/** Stroke widths: pixels of the sheet taken off (negative) or added on each side of a stroke 6 pixels wide. */
export const STROKES = [-1, 0, 1, 2] as const;

export interface GlyphSheet {
  readonly cell: { readonly width: number; readonly height: number };
  /** Sheet pixels from one character to the next at the nominal 10 per inch. */
  readonly advance: number;
  /** [face][stroke width] */
  readonly faces: readonly (readonly Face[])[];
}

export function loadGlyphSheet(directory: string = import.meta.dirname): GlyphSheet {
  const facts = JSON.parse(readFileSync(join(directory, 'glyph-sheet.json'), 'utf8')) as SheetFacts;
  const png = PNG.sync.read(readFileSync(join(directory, 'glyph-sheet.png')));
  const faces = facts.faces.map((_, row) => {
    const ink = new Float32Array(png.width * facts.cell.height);
    for (let i = 0; i < ink.length; i += 1)
      ink[i] = 1 - (png.data[(row * facts.cell.height * png.width + i) * 4] ?? 255) / 255;
    return STROKES.map((by) => ({ levels: pyramid(thicken(ink, png.width, by), png.width) }));
  });
  return { cell: facts.cell, advance: facts.advance, faces };
}

function thicken(ink: Float32Array, width: number, by: number): Float32Array {
  const choose = by > 0 ? Math.max : Math.min;
  let from = ink;
  for (let round = 0; round < Math.abs(by); round += 1) {
    const to = from.slice();
    for (let i = width; i < from.length - width; i += 1)
      to[i] = choose(from[i]!, from[i - 1]!, from[i + 1]!, from[i - width]!, from[i + width]!);
    from = to;
  }
  return from;
}

/** A row of cells with half, quarter and eighth sizes of it. */
export function pyramid(ink: Float32Array, width: number): Face['levels'] {
  const levels = [{ width, height: ink.length / width, ink }];
  while (levels.length < 4) {
    const last = levels.at(-1)!;
    const half = { width: last.width >> 1, height: last.height >> 1 };
    const to = new Float32Array(half.width * half.height);
    for (let y = 0; y < half.height; y += 1)
      for (let x = 0; x < half.width; x += 1) {
        const at = 2 * y * last.width + 2 * x;
        to[y * half.width + x] =
          (last.ink[at]! + last.ink[at + 1]! + last.ink[at + last.width]! + last.ink[at + last.width + 1]!) /
          4;
      }
    levels.push({ ...half, ink: to });
  }
  return levels;
}

export interface Placement {
  /** Centre of the character cell in pixels of the canvas. */
  readonly x: number;
  readonly y: number;
  /** Canvas pixels for one pixel of the sheet. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Sideways lean: canvas pixels to the right for each upwards. */
  readonly shear: number;
}

interface Inked {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** Lays a glyph's ink on a canvas, keeping the darker of the two. Characters outside the alphabet draw nothing. */
export function drawGlyph(
  sheet: GlyphSheet,
  face: Face,
  character: string,
  canvas: Inked,
  place: Placement,
): void {
  const index = GLYPHS.indexOf(character);
  if (index >= 0) drawCell(sheet.cell, face, index, canvas, place);
}

/** Lays the ink of one cell of a face's row on a canvas, keeping the darker of the two. */
export function drawCell(
  { width, height }: GlyphSheet['cell'],
  face: Face,
  index: number,
  canvas: Inked,
  place: Placement,
): void {
  const shrink = 1 / Math.min(place.scaleX, place.scaleY);
  const depth = Math.max(0, Math.min(3, Math.floor(Math.log2(shrink) + 0.3)));
  const level = face.levels[depth]!;
  const factor = 2 ** depth;
  const reachX = (width / 2) * place.scaleX + Math.abs(place.shear) * height * place.scaleY * 0.5;
  const reachY = (height / 2) * place.scaleY;
  const top = Math.max(0, Math.ceil(place.y - reachY));
  const bottom = Math.min(canvas.height - 1, Math.floor(place.y + reachY));
  const left = Math.max(0, Math.ceil(place.x - reachX));
  const right = Math.min(canvas.width - 1, Math.floor(place.x + reachX));
  for (let y = top; y <= bottom; y += 1) {
    const v = ((y - place.y) / place.scaleY + height / 2) / factor - 0.5 + 0.5 / factor;
    const y0 = Math.floor(v);
    if (y0 < 0 || y0 + 1 >= level.height) continue;
    for (let x = left; x <= right; x += 1) {
      const across = (x - place.x + place.shear * (y - place.y)) / place.scaleX + width / 2;
      if (across < 0 || across >= width) continue;
      const u = (index * width + across) / factor - 0.5 + 0.5 / factor;
      const x0 = Math.floor(u);
      if (x0 < 0 || x0 + 1 >= level.width) continue;
      const at = y0 * level.width + x0;
      const fx = u - x0;
      const upper = level.ink[at]! + (level.ink[at + 1]! - level.ink[at]!) * fx;
      const under = level.ink[at + level.width]!;
      const lower = under + (level.ink[at + level.width + 1]! - under) * fx;
      const ink = upper + (lower - upper) * (v - y0);
      const to = y * canvas.width + x;
      if (ink > canvas.ink[to]!) canvas.ink[to] = ink;
    }
  }
}
