import { GLYPHS, NO_GLYPH } from '../../electron/host/documents/image/alphabet.ts';
import type { GreyImage } from '../../electron/host/documents/image/grey.ts';
import { PATCH, samplePatch } from '../../electron/host/documents/image/patch.ts';
import {
  addNoise,
  blur,
  type Canvas,
  clampLevels,
  guilloche,
  jpegLike,
  scratch,
  unevenLight,
} from './degrade.ts';
import { drawGlyph, type GlyphSheet } from './glyph-sheet.ts';
import type { Random } from './random.ts';

/** Characters to a drawn line; about one patch in seven shows no centred glyph. */
const RUN = 14;

/** Glyphs that look like another are drawn more often. */
const OFTEN = 'O0O0OODQI1S5B8Z2G6UVMNHKXKY7T';

export interface Samples {
  readonly patches: Float32Array;
  readonly labels: Uint8Array;
}

function text(random: Random): string {
  let line = '';
  for (let i = 0; i < RUN; i += 1) {
    const kind = random.next();
    if (kind < 0.1) line += '<';
    else if (kind < 0.14) line += ' ';
    else if (kind < 0.4) line += random.pick(OFTEN);
    else line += random.pick(GLYPHS);
  }
  return random.chance(0.2) ? line.replaceAll(/.(?=.{0,5}$)/g, '<') : line;
}

function lineImage(sheet: GlyphSheet, line: string, pitch: number, random: Random): GreyImage {
  const width = Math.ceil((RUN + 2) * pitch);
  const height = Math.ceil(2.6 * pitch);
  const canvas: Canvas = { width, height, ink: new Float32Array(width * height) };
  const face = random.pick(random.pick(sheet.faces));
  const size = pitch / sheet.advance;
  const [scaleX, scaleY] = [size * random.between(0.84, 1.08), size * random.between(0.88, 1.14)];
  const shear = random.chance(0.25) ? random.between(-0.08, 0.08) : 0;
  const loose = random.chance(0.3) ? 0.05 : 0.02;
  for (let i = 0; i < RUN; i += 1)
    drawGlyph(sheet, face, line[i]!, canvas, {
      x: (i + 1.5 + loose * random.normal()) * pitch - 0.5,
      y: (1.3 + loose * random.normal()) * pitch - 0.5,
      scaleX: scaleX * random.between(0.97, 1.03),
      scaleY: scaleY * random.between(0.97, 1.03),
      shear,
    });
  if (random.chance(0.25)) drawNextLine(canvas, pitch, random);
  printOn(canvas, pitch, random);
  photograph(canvas, pitch, random);
  return { width, height, data: Uint8Array.from(canvas.ink) };
}

/** Something dark above or below, as a ruled line or the edge of the page is. */
function drawNextLine({ width, height, ink }: Canvas, pitch: number, random: Random): void {
  const thick = Math.ceil(random.between(0.05, 0.5) * pitch);
  const from = random.chance(0.5) ? 0 : height - thick;
  ink.fill(random.between(0.3, 1), from * width, (from + thick) * width);
}

function printOn(canvas: Canvas, pitch: number, random: Random): void {
  const dark = random.between(0, 100);
  const paper = random.between(Math.max(120, dark + 35), 255);
  const { ink } = canvas;
  const patchy = random.chance(0.2) ? random.between(0.05, 0.35) : 0;
  for (let i = 0; i < ink.length; i += 1)
    ink[i] = paper + (dark - paper) * ink[i]! * (1 - patchy * random.next());
  if (random.chance(0.55)) guilloche(canvas, pitch, random);
  if (random.chance(0.3)) guilloche(canvas, pitch, random);
  if (random.chance(0.4)) unevenLight(canvas, random);
  if (random.chance(0.12)) scratch(canvas, pitch, random);
}

function photograph(canvas: Canvas, pitch: number, random: Random): void {
  const kind = random.next();
  if (kind < 0.6) blur(canvas, pitch * random.between(0, 0.085));
  else if (kind < 0.85) blur(canvas, pitch * random.between(0.04, 0.15));
  else {
    const one = pitch * random.between(0.03, 0.18);
    const other = one * random.between(0, 0.5);
    if (random.chance(0.5)) blur(canvas, one, other);
    else blur(canvas, other, one);
  }
  addNoise(canvas, random.chance(0.3) ? random.between(5, 18) : random.between(0, 6), random);
  clampLevels(canvas);
  if (random.chance(0.5)) {
    jpegLike(canvas, random.between(25, 92));
    clampLevels(canvas);
  }
}

/** Fills one line's worth of labelled patches, cut as the reader cuts them but never quite centred. */
function cut(
  image: GreyImage,
  line: string,
  pitch: number,
  random: Random,
  into: Samples,
  at: number,
): number {
  for (let i = 0; i < RUN; i += 1) {
    let x = (i + 1.5) * pitch - 0.5 + random.between(-0.09, 0.09) * pitch;
    let y = 1.3 * pitch - 0.5 + random.between(-0.11, 0.11) * pitch;
    let size = pitch * random.between(0.93, 1.07);
    let label = line[i] === ' ' ? NO_GLYPH : GLYPHS.indexOf(line[i]!);
    if (random.chance(0.1)) {
      label = NO_GLYPH;
      const kind = random.next();
      if (kind < 0.5) x += random.between(0.36, 0.6) * pitch * (random.chance(0.5) ? 1 : -1);
      else if (kind < 0.8) y += random.between(0.4, 0.85) * pitch * (random.chance(0.5) ? 1 : -1);
      else if (kind < 0.9) size *= random.between(1.6, 2.3);
      else size *= random.between(0.4, 0.58);
    }
    const turn = random.between(-0.06, 0.06);
    const tall = random.between(0.94, 1.06);
    const [c, s] = [Math.cos(turn) * size, Math.sin(turn) * size];
    const frame = { x, y, alongX: c, alongY: s, acrossX: -s * tall, acrossY: c * tall };
    samplePatch(image, frame, into.patches, (at + i) * PATCH * PATCH);
    into.labels[at + i] = label;
  }
  return RUN;
}

/** `count` labelled patches from freshly drawn and spoiled lines; the same generator state gives the same patches. */
export function drawSamples(sheet: GlyphSheet, count: number, random: Random): Samples {
  const room = count + RUN;
  const samples = { patches: new Float32Array(room * PATCH * PATCH), labels: new Uint8Array(room) };
  for (let at = 0; at < count; ) {
    const line = text(random);
    const pitch = random.chance(0.5) ? random.between(5.5, 12) : random.between(10, 26);
    at += cut(lineImage(sheet, line, pitch, random), line, pitch, random, samples, at);
  }
  return {
    patches: samples.patches.subarray(0, count * PATCH * PATCH),
    labels: samples.labels.subarray(0, count),
  };
}
