import { describe, expect, it } from 'vitest';
import manifest from '../../../resources/models/models.json' with { type: 'json' };
import {
  type Comparison,
  check as checkSchema,
  type Face,
  type FaceQuality,
  qualityComponent,
} from '../../contract/index.ts';
import {
  faceMatchCheck,
  judgeFaceMatch,
  judgePortrait,
  judgeSelfieQuality,
  knownModels,
  measuredAt,
  qualityReasons,
  selfieLimits,
} from './index.ts';

const sha256 = knownModels[0]!.sha256;
const compared = (distance: number, selfies = 1, model = sha256): Comparison => ({
  outcome: 'compared',
  distance,
  perSelfie: Array.from({ length: selfies }, () => ({ distance, faces: 1 })),
  model: { sha256: model },
});

describe('the shipped thresholds', () => {
  it('are those of the shipped files: another one has to be measured first', () => {
    const shipped = (file: string) => manifest.outputs.find((output) => output.file === file)?.sha256;
    expect(manifest.embedding.thresholdsOf).toEqual({
      model: shipped(manifest.embedding.file),
      landmarker: shipped('face_landmarker.task'),
      runtime: shipped('wasm/vision_wasm_internal.wasm'),
    });
  });

  it('are stricter at a lower rate, and for a mean of several photos', () => {
    for (const portrait of ['chip', 'page'] as const) {
      const [usual, strict] = [0.001, 0.0001].map((rate) => measuredAt(knownModels[0]!, rate, portrait)!);
      expect(strict!.distance).toBeLessThan(usual!.distance);
      expect(strict!.distanceOfMean!).toBeLessThan(strict!.distance);
      expect(usual!.distanceOfMean!).toBeLessThan(usual!.distance);
    }
  });
});

const wanted = { falseMatchRate: 0.0001, referralMatchRate: 0.001, portrait: 'page' } as const;

describe('judgeFaceMatch', () => {
  it.each([
    ['page', 1, 0.472, 0.525],
    ['page', 3, 0.452, 0.497],
    ['chip', 1, 0.468, 0.532],
    ['chip', 3, 0.452, 0.497],
  ] as const)(
    'knows a match, a doubt and another person: %s, %d selfies',
    (portrait, selfies, match, doubt) => {
      const judge = (score: number) => judgeFaceMatch(compared(score, selfies), { ...wanted, portrait });
      const lines = { threshold: match, referralThreshold: doubt, modelSha256: sha256 };
      expect(judge(match)).toEqual({ outcome: 'passed', reason: 'same-person', score: match, ...lines });
      expect(judge(match + 0.001)).toMatchObject({ outcome: 'not-checked', reason: 'not-sure', ...lines });
      expect(judge(doubt)).toMatchObject({ outcome: 'not-checked', reason: 'not-sure' });
      expect(judge(doubt + 0.001)).toMatchObject({ outcome: 'failed', reason: 'different-person', ...lines });
    },
  );

  it('takes one photo alone where a mean of several was not measured', () => {
    const alone = {
      sha256,
      thresholds: knownModels[0]!.thresholds.map((one) => ({ ...one, distanceOfMean: null })),
    };
    const comparison = compared(0.2, 3);
    if (comparison.outcome !== 'compared') return;
    comparison.perSelfie[0]!.distance = 0.473;
    expect(judgeFaceMatch(comparison, wanted, [alone])).toMatchObject({
      reason: 'not-sure',
      score: 0.473,
      threshold: 0.472,
      referralThreshold: 0.525,
    });
  });

  it('has no doubts where the policy wants none', () => {
    const judge = (score: number) => judgeFaceMatch(compared(score), { ...wanted, referralMatchRate: null });
    expect(judge(0.472)).toMatchObject({ outcome: 'passed', referralThreshold: null });
    expect(judge(0.473)).toMatchObject({ outcome: 'failed', reason: 'different-person' });
  });

  it('does not judge a model it does not know, however alike the faces seem', () => {
    const match = judgeFaceMatch(compared(0.01, 1, 'e'.repeat(64)), wanted);
    expect(match).toMatchObject({ outcome: 'not-checked', reason: 'model-unknown', threshold: null });
  });

  it('does not judge at a rate that was not measured', () => {
    expect(judgeFaceMatch(compared(0.01), { ...wanted, falseMatchRate: 1e-6 })).toMatchObject({
      outcome: 'not-checked',
      reason: 'rate-unknown',
    });
  });

  it('reports a refusal as not checked, and makes a check of everything', () => {
    const refusal = judgeFaceMatch(
      { outcome: 'refused', reason: 'several-faces', image: 'selfie', index: 0 },
      wanted,
    );
    expect(faceMatchCheck(refusal)).toEqual({
      check: 'face-match',
      outcome: 'not-checked',
      reason: 'several-faces',
      facts: {},
    });
    const passed = faceMatchCheck(judgeFaceMatch(compared(0.3123456), wanted), { selfies: 1 });
    expect(checkSchema.parse(passed).facts).toEqual({
      score: 0.3123,
      threshold: 0.472,
      referralThreshold: 0.525,
      modelSha256: sha256,
      selfies: 1,
    });
  });
});

function faceWith(change: (face: Face) => void = () => {}): Face {
  const point = { x: 0, y: 0 };
  const quality = Object.fromEntries(
    qualityComponent.options.map((name) => [name, { native: 0.4, score: 90 }]),
  ) as FaceQuality;
  quality.singleFacePresent = { native: 0, score: 100 };
  quality.overExposurePrevention = { native: 0, score: 100 };
  const points = {
    rightEye: point,
    leftEye: point,
    noseTip: point,
    mouthRight: point,
    mouthLeft: point,
    chin: point,
  };
  const face: Face = {
    box: { x: 0, y: 0, width: 200, height: 300 },
    points,
    pose: { yaw: 2, pitch: -3, roll: 1 },
    interEyeDistance: 100,
    quality,
  };
  change(face);
  return face;
}

describe('quality', () => {
  const selfie = (face: Face) => judgeSelfieQuality({ width: 640, height: 480, faces: [face] });

  it('passes a good face, with the figures as facts', () => {
    const check = checkSchema.parse(selfie(faceWith()));
    expect(check).toMatchObject({ check: 'face-quality', outcome: 'passed', reason: 'good' });
    expect(check.facts).toMatchObject({ interEyeDistance: 100, sharpness: 90 });
  });

  it.each<[string, (face: Face) => void]>([
    ['several-faces', ({ quality }) => (quality.singleFacePresent.native = 0.7)],
    ['too-small', (face) => (face.interEyeDistance = 30)],
    ['too-dark', ({ quality }) => (quality.luminanceMean = { native: 0.02, score: 1 })],
    ['too-bright', ({ quality }) => (quality.luminanceMean = { native: 0.95, score: 5 })],
    ['too-bright', ({ quality }) => (quality.overExposurePrevention = { native: 0.4, score: 2 })],
    ['turned-away', ({ pose }) => (pose.yaw = -25)],
    ['turned-away', ({ pose }) => (pose.pitch = 24)],
    ['blurred', ({ quality }) => (quality.sharpness.score = 10)],
    ['eyes-closed', ({ quality }) => (quality.eyesOpen.score = 5)],
    ['mouth-open', ({ quality }) => (quality.mouthClosed.score = 5)],
  ])('fails a face that is %s', (reason, change) => {
    expect(selfie(faceWith(change))).toMatchObject({ outcome: 'failed', reason });
  });

  it('does not take dark skin for a dark room', () => {
    const face = faceWith(({ quality }) => {
      quality.luminanceMean = { native: 0.06, score: 6 };
    });
    expect(selfie(face).outcome).toBe('passed');
  });

  it('names the gravest reason first and keeps the others', () => {
    const face = faceWith((one) => {
      one.interEyeDistance = 20;
      one.quality.sharpness.score = 0;
    });
    expect(qualityReasons(face, selfieLimits)).toEqual(['too-small', 'blurred']);
    expect(selfie(face).facts).toMatchObject({ reasons: 'too-small blurred' });
  });

  it('asks less of a portrait than of a selfie', () => {
    const face = faceWith((one) => {
      one.interEyeDistance = 30;
      one.quality.sharpness.score = 10;
    });
    const box = { x: 0, y: 0, width: 1, height: 1 };
    const crop = { outcome: 'found', portrait: new Uint8Array(1), box, face } as const;
    expect(judgePortrait(crop)).toMatchObject({ check: 'portrait-quality', outcome: 'passed' });
    expect(selfie(face).outcome).toBe('failed');
  });

  it('fails where there is no face, or no single one', () => {
    expect(judgeSelfieQuality({ width: 1, height: 1, faces: [] })).toMatchObject({
      outcome: 'failed',
      reason: 'no-face',
    });
    expect(judgePortrait({ outcome: 'refused', reason: 'several-faces' })).toMatchObject({
      check: 'portrait-quality',
      outcome: 'failed',
      reason: 'several-faces',
    });
  });
});
