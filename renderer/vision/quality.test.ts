import { describe, expect, it } from 'vitest';
import { expectedModels } from './expected.ts';
import { measureQuality } from './quality.ts';
import { blankRaster, type Raster } from './raster.ts';
import { faceAt } from './testing/mesh.ts';

const SIDE = 512;
/** A cheerful checkerboard of two greys on the skin; `split` darkens the right half. */
function picture(low: number, high: number, { cell = 6, split = 1 } = {}): Raster {
  const raster = blankRaster(SIDE, SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const grey = (Math.floor(x / cell) + Math.floor(y / cell)) % 2 ? high : low;
      raster.data.fill(x > SIDE / 2 ? grey * split : grey, 4 * (y * SIDE + x), 4 * (y * SIDE + x) + 3);
    }
  }
  return raster;
}

function quality(
  image: Raster,
  options: Parameters<typeof faceAt>[2] & { eyes?: number; second?: number } = {},
) {
  const face = faceAt({ x: 256, y: 220 }, options.eyes ?? 90, options);
  return measureQuality({
    image,
    landmarks: face.landmarks,
    pose: face.pose,
    frame: { x: 0, y: 0, width: SIDE, height: SIDE },
    secondFace: options.second ?? 0,
    alignment: expectedModels.embedder.alignment,
  });
}

describe('measureQuality', () => {
  const good = quality(picture(150, 210));

  it('is content with a good picture', () => {
    for (const name of [
      'luminanceMean',
      'sharpness',
      'eyesOpen',
      'illuminationUniformity',
      'headPoseYaw',
    ] as const) {
      expect(good[name].score, name).toBeGreaterThan(80);
    }
    expect(good.interEyeDistance.native).toBeCloseTo(90, 0);
  });

  it('sees light: too little, too much, from one side', () => {
    expect(quality(picture(10, 40)).luminanceMean.score).toBeLessThan(10);
    expect(quality(picture(5, 20)).underExposurePrevention.native).toBeGreaterThan(0.95);
    expect(quality(picture(250, 255)).overExposurePrevention.score).toBeLessThan(5);
    expect(quality(picture(250, 255)).luminanceMean.score).toBeLessThan(10);
    expect(quality(picture(150, 210, { split: 0.4 })).illuminationUniformity.score).toBeLessThan(50);
  });

  it('sees blur', () => {
    expect(quality(picture(180, 182)).sharpness.score).toBeLessThan(10);
  });

  it('sees closed eyes, an open mouth, a turned head, a small face, a second face', () => {
    expect(quality(picture(150, 210), { eyeOpening: 0.01 }).eyesOpen.score).toBeLessThan(30);
    expect(good.mouthClosed.score).toBeGreaterThan(85);
    expect(quality(picture(150, 210), { mouthOpening: 0.6 }).mouthClosed.score).toBeLessThan(20);
    expect(quality(picture(150, 210), { yaw: 45 }).headPoseYaw.score).toBe(50);
    expect(quality(picture(150, 210), { eyes: 30 }).interEyeDistance.score).toBeLessThan(15);
    expect(quality(picture(150, 210), { second: 0.7 }).singleFacePresent.score).toBe(30);
  });

  it('corrects the distance between the eyes by the turn of the head', () => {
    expect(quality(picture(150, 210), { yaw: 60 }).interEyeDistance.native).toBeCloseTo(180, 0);
  });

  it('gives every score between 0 and 100', () => {
    for (const image of [picture(0, 0), picture(255, 255), picture(0, 255)]) {
      for (const [name, { native, score }] of Object.entries(quality(image))) {
        expect(Number.isFinite(native), name).toBe(true);
        expect(score, name).toBeGreaterThanOrEqual(0);
        expect(score, name).toBeLessThanOrEqual(100);
      }
    }
  });
});
