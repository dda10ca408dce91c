import { describe, expect, it } from 'vitest';
import { alignmentOf, fitSimilarity, inverse, templatePoints } from './align.ts';
import { distinct, facesOf, tiles } from './detect.ts';
import { expectedModels } from './expected.ts';
import { FRONTAL_PITCH, poseOf } from './geometry.ts';
import { onlyFace, secondShare } from './person.ts';
import { portraitBox } from './portrait.ts';
import { clipped, overlap } from './raster.ts';
import { faceAt } from './testing/mesh.ts';

const alignment = expectedModels.embedder.alignment;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Column by column, as MediaPipe gives it: turned about the vertical, then the horizontal, then the line of sight. */
function matrixOf(yaw: number, pitch: number, roll: number): number[] {
  const [cy, sy] = [Math.cos(radians(yaw)), Math.sin(radians(yaw))];
  const [cx, sx] = [Math.cos(radians(pitch)), Math.sin(radians(pitch))];
  const [cz, sz] = [Math.cos(radians(roll)), Math.sin(radians(roll))];
  return [
    ...[cy * cz + sy * sx * sz, cx * sz, -sy * cz + cy * sx * sz, 0],
    ...[-cy * sz + sy * sx * cz, cx * cz, sy * sz + cy * sx * cz, 0],
    ...[sy * cx, -sx, cy * cx, 0],
    ...[0, 0, -50, 1],
  ];
}

describe('poseOf', () => {
  it.each([
    [0, 0, 0],
    [30, 0, 0],
    [0, -20, 0],
    [0, 0, 15],
    [-25, 12, -8],
  ])('reads yaw %d, pitch %d, roll %d', (yaw, pitch, roll) => {
    const pose = poseOf(matrixOf(yaw, pitch, roll));
    expect(pose.yaw).toBeCloseTo(yaw, 6);
    expect(pose.pitch).toBeCloseTo(pitch - FRONTAL_PITCH, 6);
    expect(pose.roll).toBeCloseTo(roll, 6);
  });
});

describe('alignment', () => {
  it('finds the similarity that made the points', () => {
    const from = templatePoints(alignment, 150);
    const truth = { a: 1.7, b: -0.4, tx: 12, ty: -30 };
    const to = from.map(({ x, y }) => ({
      x: truth.a * x - truth.b * y + truth.tx,
      y: truth.b * x + truth.a * y + truth.ty,
    }));
    const found = fitSimilarity(from, to);
    for (const key of ['a', 'b', 'tx', 'ty'] as const) expect(found[key]).toBeCloseTo(truth[key], 9);
    expect(inverse(found, to[2]!).x).toBeCloseTo(from[2]!.x, 9);
    expect(inverse(found, to[2]!).y).toBeCloseTo(from[2]!.y, 9);
  });

  it('refuses points that coincide', () => {
    const same = Array.from({ length: 5 }, () => ({ x: 1, y: 1 }));
    expect(() => fitSimilarity(same, same)).toThrow(RangeError);
  });

  it('lays the eyes of a face on one line of the square, its own left to the right', () => {
    const face = faceAt({ x: 300, y: 200 }, 80, { roll: 20 });
    const toPicture = alignmentOf(face.landmarks, alignment, 150);
    const right = inverse(toPicture, face.landmarks[33]!);
    const left = inverse(toPicture, face.landmarks[263]!);
    expect(right.x).toBeLessThan(left.x);
    expect(Math.abs(right.y - left.y)).toBeLessThan(2);
  });
});

describe('faces', () => {
  it('lets several landmarks stand for the point in their middle', () => {
    const face = faceAt({ x: 300, y: 200 }, 60);
    const eyes = {
      landmarks: [
        [33, 133],
        [362, 263],
      ],
      template: [
        [0.3, 0.4],
        [0.7, 0.4],
      ],
      padding: 0,
    };
    const toPicture = alignmentOf(face.landmarks, eyes, 100);
    const right = inverse(toPicture, { x: 270, y: 200 });
    const left = inverse(toPicture, { x: 330, y: 200 });
    expect([right.x, right.y, left.x, left.y].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([
      30, 40, 70, 40,
    ]);
  });

  it('drops what is not a whole mesh', () => {
    const result = {
      faceLandmarks: [[{ x: 0, y: 0, z: 0, visibility: 0 }]],
      facialTransformationMatrixes: [],
    };
    expect(facesOf(result, { width: 10, height: 10 })).toEqual([]);
  });

  it('are counted once and ordered by size', () => {
    const [large, again, small] = [
      faceAt({ x: 200, y: 200 }, 90),
      faceAt({ x: 204, y: 201 }, 88),
      faceAt({ x: 600, y: 200 }, 40),
    ];
    expect(distinct([small, again, large])).toEqual([large, small]);
  });

  it('one that is much larger than the next is the person; two alike are refused', () => {
    const person = faceAt({ x: 200, y: 200 }, 90);
    const behind = faceAt({ x: 600, y: 200 }, 30);
    const beside = faceAt({ x: 600, y: 200 }, 80);
    expect(onlyFace([], 0.5)).toEqual({ refusal: 'no-face' });
    expect(onlyFace([person], 0.5)).toEqual({ face: person });
    expect(onlyFace([person, behind], 0.5)).toEqual({ face: person });
    expect(onlyFace([person, beside], 0.5)).toEqual({ refusal: 'several-faces' });
    expect(secondShare([person, behind])).toBeCloseTo(1 / 3, 2);
  });
});

describe('boxes', () => {
  it('tiles cover the picture and overlap by half', () => {
    const all = tiles({ width: 1000, height: 700 }, 0.5);
    expect(Math.min(...all.map(({ x }) => x))).toBe(0);
    expect(Math.max(...all.map(({ x, width }) => x + width))).toBe(1000);
    expect(Math.max(...all.map(({ y, height }) => y + height))).toBe(700);
    const row = all.filter(({ y }) => y === 0).map(({ x }) => x);
    for (const [k, x] of row.slice(1).entries()) expect(x - row[k]!).toBeLessThanOrEqual(250);
  });

  it('are clipped to whole pixels of the picture', () => {
    expect(clipped({ x: -10, y: 5.5, width: 30, height: 10 }, 100, 12)).toEqual({
      x: 0,
      y: 5,
      width: 20,
      height: 7,
    });
    expect(clipped({ x: 500, y: 500, width: 5, height: 5 }, 100, 100)).toEqual({
      x: 99,
      y: 99,
      width: 1,
      height: 1,
    });
  });

  it('overlap is a share of the union', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(overlap(box, box)).toBe(1);
    expect(overlap(box, { ...box, x: 5 })).toBeCloseTo(1 / 3, 9);
    expect(overlap(box, { ...box, x: 20 })).toBe(0);
  });

  it('the portrait has the shape of a passport photo, eyes in the middle, and stays on the page', () => {
    const page = { width: 1000, height: 800 };
    const box = portraitBox(faceAt({ x: 300, y: 300 }, 60), page);
    expect(box.width / box.height).toBeCloseTo(35 / 45, 1);
    expect(box.x + box.width / 2).toBeCloseTo(300, -1);
    expect((300 - box.y) / box.height).toBeCloseTo(0.45, 1);
    const edge = portraitBox(faceAt({ x: 30, y: 40 }, 60), page);
    expect([edge.x, edge.y]).toEqual([0, 0]);
  });
});
