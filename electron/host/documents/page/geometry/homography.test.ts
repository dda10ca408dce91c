import { describe, expect, it } from 'vitest';
import { areaOf, inverse, project, type Quad, ratioOf, rectangleToQuad, sidesOf } from './homography.ts';

const quad: Quad = [
  { x: 10, y: 20 },
  { x: 210, y: 40 },
  { x: 190, y: 160 },
  { x: 30, y: 140 },
];

describe('a homography', () => {
  const to = rectangleToQuad(85.6, 54, quad);

  it('takes corners to corners', () => {
    const corners = [
      { x: 0, y: 0 },
      { x: 85.6, y: 0 },
      { x: 85.6, y: 54 },
      { x: 0, y: 54 },
    ];
    for (const [i, corner] of corners.entries()) {
      const { x, y } = project(to, corner);
      expect(x).toBeCloseTo(quad[i]!.x, 9);
      expect(y).toBeCloseTo(quad[i]!.y, 9);
    }
  });

  it('keeps straight lines straight: the diagonals meet in the middle', () => {
    const { x, y } = project(to, { x: 42.8, y: 27 });
    const [a, b, c, d] = quad;
    const onLine = (p: { x: number; y: number }, q: { x: number; y: number }): number =>
      (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x);
    expect(onLine(a, c)).toBeCloseTo(0, 6);
    expect(onLine(b, d)).toBeCloseTo(0, 6);
  });

  it('has a way back', () => {
    const { x, y } = project(inverse(to), project(to, { x: 12.5, y: 40 }));
    expect(x).toBeCloseTo(12.5, 9);
    expect(y).toBeCloseTo(40, 9);
  });
});

it('measures corners', () => {
  const card: Quad = [
    { x: 0, y: 0 },
    { x: 30, y: 40 },
    { x: 14, y: 52 },
    { x: -16, y: 12 },
  ];
  expect(sidesOf(card)).toEqual([50, 20]);
  expect(ratioOf(card)).toBe(2.5);
  expect(areaOf(card)).toBe(1000);
});
