import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  boundToThisBuild,
  CALIBRATION_FILE,
  type Calibration,
  DESCRIPTOR_FILE,
  faceModelDescriptor,
  openFaceModel,
  setupOf,
  setupSha256,
} from './index.ts';

const bytes = new TextEncoder().encode('weights');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const descriptor = {
  schema: 1,
  name: 'Test net',
  licence: 'none',
  file: 'net.onnx',
  sha256,
  format: 'onnx',
  input: { width: 112 },
  dimensions: 16,
  metric: 'cosine',
  alignment: 'arcface-5',
};
const setup = setupOf(faceModelDescriptor.parse(descriptor));
const report: Calibration = {
  schema: 1,
  madeAt: '2026-11-23T12:00:00Z',
  boundTo: boundToThisBuild(setup),
  data: { name: 'test', pairsSha256: 'a'.repeat(64), images: 2000, notDetected: 0, people: 'folders' },
  measured: [],
  thresholds: [
    {
      falseMatchRate: 0.0001,
      portrait: 'page',
      distance: 0.4,
      comparisons: 300_000,
      distanceOfMean: null,
      comparisonsOfMean: 0,
    },
  ],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'face-model-'));
  writeFileSync(join(folder, 'net.onnx'), bytes);
  write(DESCRIPTOR_FILE, descriptor);
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

describe('openFaceModel', () => {
  it('gives a model with the thresholds of its own measurement', async () => {
    write(CALIBRATION_FILE, report);
    const slot = await openFaceModel(folder);
    expect(slot).toMatchObject({ problem: null, model: { sha256, thresholds: report.thresholds } });
    expect([...slot.bytes]).toEqual([...bytes]);
    expect(slot.setup).toMatchObject({
      input: { width: 112, layout: 'NCHW', colour: 'RGB', mean: [0, 0, 0], std: [1, 1, 1] },
      paddings: [0],
      mirror: true,
    });
    expect(slot.setup.alignment.template[2]).toEqual([56.0252 / 112, 71.7366 / 112]);
  });

  const bound = (change: Partial<Calibration['boundTo']>) => ({
    ...report,
    boundTo: { ...report.boundTo, ...change },
  });
  const few = (change: Partial<Calibration['thresholds'][0]>) => ({
    ...report,
    thresholds: report.thresholds.map((one) => ({ ...one, ...change })),
  });
  const other = 'f'.repeat(64);
  it.each([
    ['calibration-missing', undefined],
    ['calibration-malformed', '{'],
    ['calibration-malformed', { ...report, schema: 2 }],
    ['calibration-of-another-model', bound({ model: other })],
    ['calibration-of-another-model', bound({ setup: other })],
    ['calibration-of-another-model', bound({ landmarker: other })],
    ['calibration-of-another-model', bound({ runtime: other })],
    ['calibration-too-small', { ...report, thresholds: [] }],
    ['calibration-too-small', few({ comparisons: 299_999 })],
    ['calibration-too-small', few({ distanceOfMean: 0.38, comparisonsOfMean: 1000 })],
  ])('has no thresholds: %s', async (problem, content) => {
    if (content !== undefined) write(CALIBRATION_FILE, content);
    expect(await openFaceModel(folder)).toMatchObject({ problem, model: null });
  });

  it.each([
    ['face-model/unknown', () => writeFileSync(join(folder, 'net.onnx'), 'other weights')],
    ['face-model/missing', () => rmSync(join(folder, 'net.onnx'))],
    ['face-model/missing', () => rmSync(join(folder, DESCRIPTOR_FILE))],
    ['face-model/malformed', () => write(DESCRIPTOR_FILE, '{')],
    ['face-model/malformed', () => write(DESCRIPTOR_FILE, { ...descriptor, file: '../net.onnx' })],
    ['face-model/malformed', () => write(DESCRIPTOR_FILE, { ...descriptor, surprise: 1 })],
    ['face-model/malformed', () => write(DESCRIPTOR_FILE, { ...descriptor, alignment: 'mine' })],
  ])('refuses what is no model: %s', async (code, spoil) => {
    spoil();
    await expect(openFaceModel(folder)).rejects.toMatchObject({ code });
  });
});

describe('setupSha256', () => {
  it('depends on everything that shapes the numbers, and on nothing else', () => {
    const hash = (change: object) =>
      setupSha256(setupOf(faceModelDescriptor.parse({ ...descriptor, ...change })));
    const plain = hash({});
    expect(hash({ name: 'Another name', licence: 'another', file: 'renamed.onnx' })).toBe(plain);
    expect(hash({ input: { layout: 'NCHW', width: 112 } })).toBe(plain);
    const changed = [
      { mirror: false },
      { smoothPortrait: true },
      { paddings: [0, 0.1] },
      { metric: 'euclidean' },
      { alignment: 'dlib-5' },
      { input: { width: 112, colour: 'BGR' } },
    ].map(hash);
    expect(new Set([plain, ...changed]).size).toBe(7);
  });
});
