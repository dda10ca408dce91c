import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areaOf, ratioOf } from './homography.ts';
import { convexHull, smallestRectangle } from './hull.ts';

it('finds the corners of what is turned', () => {
  const turn = 0.3;
  const points = Array.from({ length: 300 }, (_, i) => {
    const [u, v] = [(i * 37) % 90, (i * 53) % 40];
    return { x: u * Math.cos(turn) - v * Math.sin(turn), y: u * Math.sin(turn) + v * Math.cos(turn) };
  });
  const corners = smallestRectangle(points);
  expect(areaOf(corners)).toBeGreaterThan(0.97 * 89 * 39);
  expect(areaOf(corners)).toBeLessThan(1.01 * 89 * 39);
  expect(ratioOf(corners)).toBeCloseTo(89 / 39, 1);
});

it('holds every point, whatever they are', () => {
  const coordinate = fc.integer({ min: 0, max: 50 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 30 }),
      (points) => {
        const [a, b, , d] = smallestRectangle(points);
        const along = { x: b.x - a.x, y: b.y - a.y };
        const down = { x: d.x - a.x, y: d.y - a.y };
        for (const hull of convexHull(points)) expect(points).toContainEqual(hull);
        for (const { x, y } of points)
          for (const side of [along, down]) {
            const part = (x - a.x) * side.x + (y - a.y) * side.y;
            expect(part).toBeGreaterThanOrEqual(-1e-6);
            expect(part).toBeLessThanOrEqual(side.x ** 2 + side.y ** 2 + 1e-6);
          }
      },
    ),
  );
});
