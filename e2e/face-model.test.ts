import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { StepName } from '../electron/contract/index.ts';
import { boundToThisBuild, faceModelDescriptor, setupOf } from '../electron/host/faces/slot/index.ts';
import { specimen } from './demo/specimens.ts';
import { root } from './kiosk/process.ts';
import { openScene, type Scene, type SceneSettings } from './visit/scene.ts';
import { walkUntil } from './visit/walker.ts';

let scene: Scene | null = null;
const folders: string[] = [];
afterEach(async () => {
  await scene?.close();
  scene = null;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const closing = ['offer', 'refused', 'referred'] as const satisfies readonly StepName[];

/**
 * A station whose face model is ours in a file of its own, looked through in six crops.
 * @param distance up to which it is the same person; null: the model was not measured
 */
function stationWith(distance: number | null): { settings: SceneSettings; sha256: string } {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-e2e-model-'));
  folders.push(folder);
  const own = readFileSync(join(root, 'resources/models/generated/face_embedder.tflite'));
  // What follows the tables of a TFLite file is read by nobody; the file is another all the same.
  const bytes = Buffer.concat([own, Buffer.from('another file')]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const descriptor = {
    schema: 1,
    name: 'dlib in six crops',
    licence: 'public domain',
    file: 'six-crops.tflite',
    sha256,
    format: 'tflite',
    input: { width: 150 },
    dimensions: 128,
    metric: 'euclidean',
    alignment: 'dlib-5',
    paddings: [0.2, 0.25, 0.3],
  };
  writeFileSync(join(folder, 'six-crops.tflite'), bytes);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(descriptor));
  const threshold = { distance, comparisons: 400_000, distanceOfMean: null, comparisonsOfMean: 0 };
  const report = {
    schema: 1,
    madeAt: '2026-11-23T12:00:00Z',
    boundTo: boundToThisBuild(setupOf(faceModelDescriptor.parse(descriptor))),
    data: { name: 'none', pairsSha256: sha256, images: 0, notDetected: 0, people: 'folders' },
    measured: [],
    thresholds: (['chip', 'page'] as const).flatMap((portrait) => [
      { ...threshold, portrait, falseMatchRate: 0.0001 },
      { ...threshold, portrait, falseMatchRate: 0.001 },
    ]),
  };
  if (distance !== null) writeFileSync(join(folder, 'calibration.json'), JSON.stringify(report));
  const station = join(folder, 'station.json');
  writeFileSync(station, JSON.stringify({ faceModel: '.', profile: 'unmoved' }));
  const settings = {
    specimen: specimen('henrik'),
    flags: ['--station', station],
    env: { PROOFDESK_RESOURCES: resourcesIn(folder) },
  };
  return { settings, sha256 };
}

/** The station's data with one more profile, which asks for no movement: only the comparison is tried here. */
function resourcesIn(folder: string): string {
  const from = process.env.PROOFDESK_RESOURCES ?? join(root, 'resources');
  const copy = join(folder, 'resources');
  mkdirSync(join(copy, 'profiles'), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== 'profiles') symlinkSync(join(from, name), join(copy, name));
  const profile = JSON.parse(readFileSync(join(from, 'profiles/self-service.json'), 'utf8'));
  writeFileSync(
    join(copy, 'profiles/unmoved.json'),
    JSON.stringify({ ...profile, id: 'unmoved', liveness: null }),
  );
  return copy;
}

async function faceMatch({ staff }: Scene) {
  const { visit } = await staff.until((now) => (now.visit?.checks.length ?? 0) > 0);
  return visit?.checks.find(({ check }) => check === 'face-match');
}

describe('a station with a recognition model of its own', () => {
  it('decides by it and by its thresholds, when it has been measured', async () => {
    const { settings, sha256 } = stationWith(0.4);
    scene = await openScene(settings);
    expect(await walkUntil(scene.visiting, closing)).toBe('offer');
    const match = await faceMatch(scene);
    expect(match).toMatchObject({ outcome: 'passed', facts: { threshold: 0.4, modelSha256: sha256 } });
    expect(match?.facts.score).toBeLessThan(0.3);
  });

  it('leaves the face to staff, when it has not', async () => {
    scene = await openScene(stationWith(null).settings);
    expect(await walkUntil(scene.visiting, closing)).toBe('referred');
    expect(await faceMatch(scene)).toMatchObject({ outcome: 'not-checked', reason: 'model-uncalibrated' });
    const { notices } = await scene.staff.until((now) => now.notices.length > 0);
    expect(notices.map(({ code }) => code)).toContain('face-model/uncalibrated');
  });
});
