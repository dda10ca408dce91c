import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumPath } from '../../renderer/vision/testing/browser.ts';
import { linearOnnx } from '../../renderer/vision/testing/onnx.ts';
import { type EmbedderSetup, modelPartBytes } from '../contract/index.ts';
import { namedAlignments } from '../host/faces/slot/index.ts';
import { openVisionProcess, type VisionProcess } from './index.ts';
import { buildVision, modelsFolder } from './testing/build-vision.ts';

const specimens = join(import.meta.dirname, '../../resources/specimens');
const picture = (path: string) => new Uint8Array(readFileSync(join(specimens, path)));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const dlibFile = join(modelsFolder, 'face_embedder.tflite');
const plainInput = { layout: 'NCHW', colour: 'RGB', mean: [0, 0, 0], std: [1, 1, 1] } as const;

describe.skipIf(!chromiumPath)('a model of an organisation', () => {
  let page: Awaited<ReturnType<typeof buildVision>>;
  beforeAll(async () => {
    page = await buildVision();
  }, 120_000);
  afterAll(() => page?.remove());

  async function engineWith(bytes: Uint8Array, setup: Omit<EmbedderSetup, 'sha256'>, hash = sha256(bytes)) {
    const engine = await openVisionProcess({
      renderer: page.renderer,
      models: modelsFolder,
      embedder: { bytes, setup: { ...setup, sha256: hash } },
    });
    onTestFinished(() => engine.close());
    return engine;
  }
  const embedded = async ({ vision }: VisionProcess, path: string) => {
    const found = await vision.embed({ image: picture(path), as: 'selfie' });
    if (found.outcome === 'refused') throw new Error('no face');
    return found.vector;
  };

  it('in TFLite is taken in parts and compares as it is described', async () => {
    // The same network in another file: what follows its tables is read by nobody, and its hash is another.
    const bytes = new Uint8Array([...readFileSync(dlibFile), ...new TextEncoder().encode('another file')]);
    expect(bytes.length).toBeGreaterThan(2 * modelPartBytes);
    const setup = {
      format: 'tflite',
      input: { width: 150, ...plainInput, mean: [0, 0, 0], std: [1, 1, 1] },
      dimensions: 128,
      metric: 'euclidean',
      alignment: namedAlignments['dlib-5'],
      paddings: [0.25],
      mirror: true,
      smoothPortrait: false,
    } satisfies Omit<EmbedderSetup, 'sha256'>;
    const own = await openVisionProcess({ renderer: page.renderer, models: modelsFolder });
    onTestFinished(() => own.close());
    const people = [picture('amara/portrait.jpg'), picture('amara/webcam-00.jpg')] as const;
    const before = await own.vision.compare(people[0], [people[1]]);
    await own.close();

    const engine = await engineWith(bytes, setup);
    expect(engine.vision.state().models?.embedder).toBe(sha256(bytes));
    const same = await engine.vision.compare(people[0], [people[1]]);
    expect(same).toMatchObject({ outcome: 'compared', model: { sha256: sha256(bytes) } });
    if (before.outcome !== 'compared' || same.outcome !== 'compared') return;
    expect(same.distance).toBeCloseTo(before.distance, 6);
    await engine.close();

    const many = await engineWith(bytes, { ...setup, paddings: [0.2, 0.25, 0.3], smoothPortrait: true });
    const six = await many.vision.compare(people[0], [people[1]]);
    if (six.outcome !== 'compared') throw new Error('not compared');
    expect(six.distance).not.toBeCloseTo(before.distance, 4);
    expect(Math.abs(six.distance - before.distance)).toBeLessThan(0.1);
  }, 120_000);

  it('in ONNX runs in this page alone, its channels in the order it is described', async () => {
    const side = 32;
    // Its numbers are the mean of each colour over the whole face, and over its upper half.
    const weights = new Float32Array(3 * side * side * 8);
    for (let k = 0; k < 3 * side * side; k++) {
      const channel = Math.floor(k / side ** 2);
      weights[8 * k + channel] = 1 / side ** 2;
      if (k % side ** 2 < side ** 2 / 2) weights[8 * k + 3 + channel] = 2 / side ** 2;
    }
    const bytes = linearOnnx(side, 8, weights);
    const setup = (colour: 'RGB' | 'BGR'): Omit<EmbedderSetup, 'sha256'> => ({
      format: 'onnx',
      input: { width: side, layout: 'NCHW', colour, mean: [0, 0, 0], std: [255, 255, 255] },
      dimensions: 8,
      metric: 'cosine',
      alignment: namedAlignments['arcface-5'],
      paddings: [0],
      mirror: true,
      smoothPortrait: false,
    });
    const rgb = await engineWith(bytes, setup('RGB'));
    const vector = await embedded(rgb, 'meilin/webcam-00.jpg');
    const compared = await rgb.vision.compare(picture('meilin/portrait.jpg'), [
      picture('meilin/webcam-00.jpg'),
    ]);
    await rgb.close();
    expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    // Skin is redder than it is blue.
    expect(vector[0]!).toBeGreaterThan(vector[2]!);
    expect(vector.slice(6)).toEqual([0, 0]);
    expect(compared).toMatchObject({ outcome: 'compared', model: { sha256: sha256(bytes) } });
    if (compared.outcome === 'compared') expect(compared.distance).toBeLessThan(0.1);

    const bgr = await embedded(await engineWith(bytes, setup('BGR')), 'meilin/webcam-00.jpg');
    const turned = [2, 1, 0, 5, 4, 3, 6, 7].map((k) => bgr[k]!);
    for (const [k, value] of vector.entries()) expect(turned[k]).toBeCloseTo(value, 5);
  }, 120_000);

  it.each([
    ['that is not the file of its hash', 'vision/model-unknown', 'a'.repeat(64)],
    ['that is no network', 'vision/runtime-failed', undefined],
  ])(
    '%s is not used',
    async (_, code, hash) => {
      const bytes = new TextEncoder().encode('no network at all');
      const setup = {
        format: 'onnx',
        input: { width: 32, ...plainInput, mean: [0, 0, 0], std: [1, 1, 1] },
        dimensions: 8,
        metric: 'cosine',
        alignment: namedAlignments['arcface-5'],
        paddings: [0],
        mirror: false,
        smoothPortrait: false,
      } satisfies Omit<EmbedderSetup, 'sha256'>;
      await expect(engineWith(bytes, setup, hash)).rejects.toMatchObject({ code });
    },
    60_000,
  );
});
