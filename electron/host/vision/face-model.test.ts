import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { channelPair, link } from '../../contract/index.ts';
import { knownModels } from '../faces/index.ts';
import { boundToThisBuild, faceModelDescriptor, setupOf } from '../faces/slot/index.ts';
import { visionFunctions } from '../testing/vision-page.ts';
import { chooseFaceModel, ownFaceModel } from './face-model.ts';
import { facesOver } from './faces-over-vision.ts';
import { createVisionLink } from './vision-link.ts';

const wanted = { falseMatchRate: 0.0001, referralMatchRate: 0.001, portrait: 'page' } as const;
const picture = new Uint8Array([1]);
const bytes = new Uint8Array(9 * 1024 * 1024).fill(7);
const sha256 = createHash('sha256').update(bytes).digest('hex');

/** A folder with a model; measured when told. */
function modelFolder(measured: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-slot-'));
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
  writeFileSync(join(folder, 'net.onnx'), bytes);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(descriptor));
  if (!measured) return folder;
  const threshold = (falseMatchRate: number, distance: number) => ({
    falseMatchRate,
    portrait: 'page',
    distance,
    comparisons: 400_000,
    distanceOfMean: null,
    comparisonsOfMean: 0,
  });
  const report = {
    schema: 1,
    madeAt: '2026-11-23T12:00:00Z',
    boundTo: boundToThisBuild(setupOf(faceModelDescriptor.parse(descriptor))),
    data: { name: 'none', pairsSha256: sha256, images: 1, notDetected: 0, people: 'folders' },
    measured: [],
    thresholds: [threshold(0.0001, 0.61), threshold(0.001, 0.7)],
  };
  writeFileSync(join(folder, 'calibration.json'), JSON.stringify(report));
  return folder;
}

/** Faces over a page that takes the model it is handed, and finds this distance between any two faces. */
async function facesBy(folder: string | null, distance: number) {
  const choice = await chooseFaceModel(folder);
  const vision = createVisionLink({
    open: () => {},
    onTrouble: () => {},
    embedder: async () => (await choice.page?.()) ?? null,
  });
  const [near, far] = channelPair();
  const handed: Uint8Array[] = [];
  const page = visionFunctions(distance);
  let model = knownModels[0]!.sha256;
  link(near, {
    ...page,
    modelPart: ({ bytes: part }: { bytes: Uint8Array }) => void handed.push(part),
    loadEmbedder: (setup: { sha256: string }) => {
      model = setup.sha256;
      return { ...page.info(), embedder: { sha256: model } };
    },
    compare: (request: { selfies: Uint8Array[] }) => ({ ...page.compare(request), model: { sha256: model } }),
  });
  vision.attach(far);
  await vision.ready();
  const faces = facesOver(vision, choice);
  const { problem, checks } = await faces.compare(picture, [picture], wanted, 'no-challenge');
  const match = checks.find(({ check }) => check === 'face-match')!;
  return { problem, match, handed, health: faces.health(), choice };
}

it('compares by the kiosk’s own model when the station names none', async () => {
  const { match, handed, choice } = await facesBy(null, 0.3);
  expect(choice).toBe(ownFaceModel);
  expect(handed).toEqual([]);
  expect(match).toMatchObject({ outcome: 'passed', facts: { threshold: 0.472 } });
});

it('hands the page a measured model, whole, and judges by its own thresholds', async () => {
  const folder = modelFolder(true);
  const { match, handed } = await facesBy(folder, 0.6);
  expect(Buffer.concat(handed).equals(bytes)).toBe(true);
  expect(handed.length).toBe(2);
  expect(match).toMatchObject({
    outcome: 'passed',
    facts: { score: 0.6, threshold: 0.61, referralThreshold: 0.7, modelSha256: sha256 },
  });
  expect((await facesBy(folder, 0.65)).match).toMatchObject({ outcome: 'not-checked', reason: 'not-sure' });
});

it('leaves faces to staff where the model was not measured, however alike they are', async () => {
  const { problem, match, handed, health } = await facesBy(modelFolder(false), 0.01);
  expect(problem).toBe(null);
  expect(match).toMatchObject({
    outcome: 'not-checked',
    reason: 'model-uncalibrated',
    facts: { problem: 'calibration-missing' },
  });
  expect(handed).toEqual([]);
  expect(health.find(({ part }) => part === 'models')).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('calibration-missing'),
  });
});

it('does not fall back on the kiosk’s own model when the named one is spoilt, or gone', async () => {
  const folder = modelFolder(true);
  writeFileSync(join(folder, 'net.onnx'), 'other weights');
  expect((await facesBy(folder, 0.01)).match).toMatchObject({
    reason: 'model-uncalibrated',
    facts: { problem: 'face-model/unknown' },
  });
  expect(await chooseFaceModel(join(folder, 'nowhere'))).toMatchObject({
    uncalibrated: 'face-model/missing',
  });
});

it('hands out no model that was changed under the running kiosk', async () => {
  const folder = modelFolder(true);
  const { page } = await chooseFaceModel(folder);
  await expect(page!()).resolves.toMatchObject({ setup: { sha256 } });
  writeFileSync(join(folder, 'net.onnx'), 'other weights');
  await expect(page!()).rejects.toMatchObject({ code: 'vision/model-unknown' });
});
