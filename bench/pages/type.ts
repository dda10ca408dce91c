import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { drawCell, drawGlyph, type Face, type GlyphSheet, pyramid } from '../../tools/mrz-net/glyph-sheet.ts';
import type { Coverage } from './paper.ts';

export type Typeface = 'sans' | 'serif' | 'mono';

/** Ordinary type: printable ASCII, each face with its own advances. */
export interface TypeSheet {
  readonly glyphs: string;
  readonly em: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly faces: Readonly<Record<Typeface, { readonly face: Face; readonly advances: readonly number[] }>>;
}

export function loadTypeSheet(directory: string = import.meta.dirname): TypeSheet {
  const facts = JSON.parse(readFileSync(join(directory, 'type-sheet.json'), 'utf8')) as {
    glyphs: string;
    faces: Typeface[];
    em: number;
    cell: { width: number; height: number };
    advances: number[][];
  };
  const png = PNG.sync.read(readFileSync(join(directory, 'type-sheet.png')));
  const faces = facts.faces.map((name, row) => {
    const ink = new Float32Array(png.width * facts.cell.height);
    for (let i = 0; i < ink.length; i += 1)
      ink[i] = 1 - (png.data[(row * facts.cell.height * png.width + i) * 4] ?? 255) / 255;
    return [name, { face: { levels: pyramid(ink, png.width) }, advances: facts.advances[row]! }];
  });
  return { ...facts, faces: Object.fromEntries(faces) as TypeSheet['faces'] };
}

/** Writes a line; `left` and `middle` (of the capitals) and the `em` in pixels, `turn` in radians. Returns where it ends. */
export function write(
  sheet: TypeSheet,
  typeface: Typeface,
  text: string,
  on: Coverage,
  left: number,
  middle: number,
  em: number,
): number {
  const { face, advances } = sheet.faces[typeface];
  const scale = em / sheet.em;
  let x = left;
  for (const character of text) {
    const index = sheet.glyphs.indexOf(character);
    const advance = (advances[index] ?? 0.35 * sheet.em) * scale;
    if (index >= 0)
      drawCell(sheet.cell, face, index, on, {
        x: x + advance / 2 - 0.5,
        y: middle - 0.5,
        scaleX: scale,
        scaleY: scale,
        shear: 0,
      });
    x += advance;
  }
  return x;
}

/** Writes OCR-B at a fixed pitch in pixels. */
export function writeOcrB(
  sheet: GlyphSheet,
  face: Face,
  text: string,
  on: Coverage,
  left: number,
  middle: number,
  pitch: number,
): void {
  const scale = pitch / sheet.advance;
  for (const [i, character] of [...text].entries())
    drawGlyph(sheet, face, character, on, {
      x: left + (i + 0.5) * pitch - 0.5,
      y: middle - 0.5,
      scaleX: scale,
      scaleY: scale,
      shear: 0,
    });
}
