/**
 * Trains the glyph net on drawn and spoiled OCR-B and writes `glyph-net.f16` and its manifest:
 * `node tools/mrz-net/train.ts --out resources/mrz-net`. One core, no accelerator, same seed same weights.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { CLASSES, GLYPHS } from '../../electron/host/documents/image/alphabet.ts';
import {
  createActivations,
  forward,
  type GlyphWeights,
  HIDDEN,
  WEIGHT_SIZES,
} from '../../electron/host/documents/image/glyph-net.ts';
import { PATCH } from '../../electron/host/documents/image/patch.ts';
import { packWeights, unpackWeights } from '../../electron/host/documents/image/weights.ts';
import { loadGlyphSheet } from './glyph-sheet.ts';
import { backward } from './gradient.ts';
import { createRandom, type Random } from './random.ts';
import { drawSamples } from './samples.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'resources/mrz-net' },
    samples: { type: 'string', default: '1440000' },
    seed: { type: 'string', default: '20250301' },
  },
});
const total = Number(values.samples);
const seed = Number(values.seed);
const batch = 48;
const round = 9600;
const names = Object.keys(WEIGHT_SIZES) as (keyof GlyphWeights)[];

function emptyWeights(): GlyphWeights {
  return Object.fromEntries(names.map((name) => [name, new Float32Array(WEIGHT_SIZES[name])])) as never;
}

function initialWeights(random: Random): GlyphWeights {
  const net = emptyWeights();
  const inputs = { kernel1: 9, kernel2: 72, dense1: 500, dense2: HIDDEN };
  for (const [name, fan] of Object.entries(inputs) as [keyof typeof inputs, number][])
    for (let i = 0; i < net[name].length; i += 1) net[name][i] = random.normal() * Math.sqrt(2 / fan);
  return net;
}

/** One step of Adam (Kingma and Ba 2015); the gradient sum is left at zero. */
function adam(
  net: GlyphWeights,
  sum: GlyphWeights,
  first: GlyphWeights,
  second: GlyphWeights,
  step: number,
  rate: number,
) {
  const correct = (rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
  for (const name of names) {
    const [w, g, m, v] = [net[name], sum[name], first[name], second[name]];
    for (let i = 0; i < w.length; i += 1) {
      const d = g[i]! / batch;
      g[i] = 0;
      m[i] = 0.9 * m[i]! + 0.1 * d;
      v[i] = 0.999 * v[i]! + 0.001 * d * d;
      w[i] = w[i]! - (correct * m[i]!) / (Math.sqrt(v[i]!) + 1e-8);
    }
  }
}

const sheet = loadGlyphSheet();
const random = createRandom(seed);
const net = initialWeights(random);
const sum = emptyWeights();
const [first, second] = [emptyWeights(), emptyWeights()];
const state = createActivations();
const dropout = new Float32Array(HIDDEN);
const began = performance.now();
let step = 0;
for (let done = 0; done < total; done += round) {
  const { patches, labels } = drawSamples(sheet, round, random);
  const order = Uint32Array.from({ length: round }, (_, i) => i);
  for (let i = round - 1; i > 0; i -= 1) {
    const j = random.whole(0, i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  let loss = 0;
  let right = 0;
  for (let i = 0; i < round; i += 1) {
    const at = order[i]!;
    for (let k = 0; k < HIDDEN; k += 1) dropout[k] = random.next() < 0.85 ? 1 / 0.85 : 0;
    forward(net, patches, at * PATCH * PATCH, state, dropout);
    right += best(state.output) === labels[at] ? 1 : 0;
    loss += backward(net, state, labels[at]!, dropout, sum);
    if ((i + 1) % batch === 0) {
      const part = (done + i) / total;
      const rate = 2e-3 * Math.min(1, (step + 1) / 300) * (0.5 + 0.5 * Math.cos(Math.PI * part)) + 1e-5;
      step += 1;
      adam(net, sum, first, second, step, rate);
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${done + round} loss ${(loss / round).toFixed(4)} right ${(right / round).toFixed(4)} ${seconds} s`,
  );
}

function best(output: Float32Array): number {
  let most = 0;
  for (let i = 1; i < CLASSES; i += 1) if (output[i]! > output[most]!) most = i;
  return most;
}

const file = packWeights(net);
const shipped = unpackWeights(file);
const check = drawSamples(sheet, 20000, createRandom(seed + 1));
const confused = new Map<string, number>();
let right = 0;
for (let i = 0; i < check.labels.length; i += 1) {
  forward(shipped, check.patches, i * PATCH * PATCH, state);
  const [is, said] = [check.labels[i]!, best(state.output)];
  if (is === said) right += 1;
  else {
    const pair = `${GLYPHS[is] ?? 'none'} as ${GLYPHS[said] ?? 'none'}`;
    confused.set(pair, (confused.get(pair) ?? 0) + 1);
  }
}
const accuracy = right / check.labels.length;
console.log(`validation ${accuracy.toFixed(5)}`, [...confused].sort((a, b) => b[1] - a[1]).slice(0, 20));
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'glyph-net.f16'), file);
const manifest = {
  file: 'glyph-net.f16',
  bytes: file.length,
  sha256: createHash('sha256').update(file).digest('hex'),
  seed,
  samples: total,
  validationAccuracy: Number(accuracy.toFixed(5)),
};
writeFileSync(join(values.out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
