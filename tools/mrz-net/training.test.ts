import { expect, it } from 'vitest';
import { CLASSES, GLYPHS, NO_GLYPH } from '../../electron/host/documents/image/alphabet.ts';
import {
  createActivations,
  forward,
  type GlyphWeights,
  HIDDEN,
  WEIGHT_SIZES,
} from '../../electron/host/documents/image/glyph-net.ts';
import { PATCH } from '../../electron/host/documents/image/patch.ts';
import { loadGlyphSheet } from './glyph-sheet.ts';
import { backward } from './gradient.ts';
import { createRandom } from './random.ts';
import { drawSamples } from './samples.ts';

const sheet = loadGlyphSheet();
const names = Object.keys(WEIGHT_SIZES) as (keyof GlyphWeights)[];
const weights = (value: () => number) =>
  Object.fromEntries(
    names.map((name) => [name, Float32Array.from({ length: WEIGHT_SIZES[name] }, value)]),
  ) as unknown as GlyphWeights;

it('draws the same samples from the same seed, every glyph and some that are none', () => {
  const one = drawSamples(sheet, 1400, createRandom(3));
  const other = drawSamples(sheet, 1400, createRandom(3));
  expect(Buffer.from(one.patches.buffer).equals(Buffer.from(other.patches.buffer))).toBe(true);
  const seen = new Set(one.labels);
  for (let label = 0; label < GLYPHS.length; label += 1) expect(seen).toContain(label);
  expect(one.labels.filter((label) => label === NO_GLYPH).length / 1400).toBeGreaterThan(0.08);
});

it('goes down the gradient of the loss', () => {
  const random = createRandom(8);
  const net = weights(() => 0.08 * random.normal());
  const sum = weights(() => 0);
  const state = createActivations();
  const dropout = new Float32Array(HIDDEN).fill(1);
  const { patches, labels } = drawSamples(sheet, 14, createRandom(9));
  const label = labels[2]!;
  const at = 2 * PATCH * PATCH;
  const loss = () => {
    forward(net, patches, at, state, dropout);
    let total = 0;
    for (let i = 0; i < CLASSES; i += 1)
      total -= Math.log(state.output[i]!) * ((i === label ? 0.98 : 0) + 0.02 / CLASSES);
    return total;
  };
  loss();
  backward(net, state, label, dropout, sum);
  for (const name of names) {
    const slopes = sum[name];
    let steepest = 0;
    for (let i = 1; i < slopes.length; i += 1)
      if (Math.abs(slopes[i]!) > Math.abs(slopes[steepest]!)) steepest = i;
    const before = net[name][steepest]!;
    net[name][steepest] = before + 3e-4;
    const above = loss();
    net[name][steepest] = before - 3e-4;
    const below = loss();
    net[name][steepest] = before;
    expect((above - below) / 6e-4 / slopes[steepest]!, name).toBeCloseTo(1, 1);
  }
});
