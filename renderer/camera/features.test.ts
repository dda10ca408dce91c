import { describe, expect, it } from 'vitest';
import type { Point } from '../../electron/contract/index.ts';
import { MESH } from '../vision/index.ts';
import { burntBehind, burntEyes, eyesOpen, lipsBySkin } from './features.ts';

const SIDE = 100;
type Colour = readonly [number, number, number];

/** A square of one colour, others painted over it in boxes. */
function raster(ground: Colour, ...boxes: readonly [Colour, number, number, number, number][]) {
  const data = new Uint8ClampedArray(4 * SIDE * SIDE).fill(255);
  const paint = (colour: Colour, x: number, y: number, width: number, height: number) => {
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++) data.set(colour, 4 * (row * SIDE + column));
  };
  paint(ground, 0, 0, SIDE, SIDE);
  for (const box of boxes) paint(...box);
  return { width: SIDE, height: SIDE, data };
}

/** A mesh whose points lie in the middle, but for those that are named. */
function mesh(change: Record<number, Point> = {}): Point[] {
  const points: Point[] = Array.from({ length: MESH.count }, () => ({ x: 50, y: 50 }));
  const at = (k: number, x: number, y: number) => {
    points[k] = { x, y };
  };
  at(33, 20, 40);
  at(133, 40, 40);
  at(263, 80, 40);
  at(362, 60, 40);
  at(152, 50, 98);
  for (const [k, x, y] of [
    [118, 30, 52],
    [347, 70, 52],
    [9, 50, 32],
  ] as const)
    at(k, x, y);
  const lips = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185];
  for (const [k, point] of lips.entries()) {
    const turn = (2 * Math.PI * k) / lips.length;
    at(point, 50 + 14 * Math.cos(turn), 76 + 6 * Math.sin(turn));
  }
  for (const [k, point] of Object.entries(change)) points[Number(k)] = point;
  return points;
}

const skins: readonly [string, Colour, Colour][] = [
  ['light skin', [224, 190, 170], [196, 130, 124]],
  ['dark skin', [92, 62, 48], [104, 64, 58]],
];
const cloths: readonly [string, Colour][] = [
  ['a white mask', [235, 238, 240]],
  ['a blue mask', [150, 190, 220]],
  ['a black scarf', [34, 34, 36]],
];

describe.each(skins)('lips by %s', (_, skin, lips) => {
  it('are about as red or redder', () => {
    expect(lipsBySkin(raster(skin, [lips, 34, 68, 32, 16]), mesh())).toBeGreaterThan(0.9);
  });

  it.each(cloths)('are not there under %s', (_name, cloth) => {
    expect(lipsBySkin(raster(skin, [cloth, 10, 62, 80, 38]), mesh())!).toBeLessThan(0.2);
  });

  it('cannot be told without colour', () => {
    const grey: Colour = [skin[0], skin[0], skin[0]];
    expect(lipsBySkin(raster(grey), mesh())).toBeNull();
  });
});

describe('eyes', () => {
  const lids = (right: number, left: number) => ({
    [MESH.rightLids[0][0]]: { x: 30, y: 40 - right },
    [MESH.rightLids[0][1]]: { x: 30, y: 40 },
    [MESH.leftLids[0][0]]: { x: 70, y: 40 - left },
    [MESH.leftLids[0][1]]: { x: 70, y: 40 },
  });

  it('are as open as the wider one, by the distance to the chin', () => {
    expect(eyesOpen(mesh(lids(5.8, 5.8)))).toBeCloseTo(0.1);
    expect(eyesOpen(mesh(lids(0, 5.8)))).toBeCloseTo(0.1);
    expect(eyesOpen(mesh(lids(0.5, 0.5)))).toBeLessThan(0.02);
  });

  it('are hidden by a light that is mirrored, not by its point in the eye', () => {
    const skin: Colour = [200, 160, 140];
    expect(burntEyes(raster(skin, [[255, 255, 255], 29, 39, 2, 2]), mesh())).toBeLessThan(0.02);
    expect(burntEyes(raster(skin, [[255, 255, 255], 62, 34, 14, 8]), mesh())).toBeGreaterThan(0.15);
  });
});

describe('the surroundings', () => {
  it('are what is not the head and what is below it', () => {
    const head = { x: 30, y: 20, width: 40, height: 200 };
    const dark: Colour = [20, 20, 20];
    const white: Colour = [255, 255, 255];
    expect(burntBehind(raster(white, [dark, 30, 20, 40, 80]), head)).toBeCloseTo(1, 1);
    expect(burntBehind(raster(dark, [white, 30, 20, 40, 80]), head)).toBe(0);
    expect(burntBehind(raster([240, 240, 240], [dark, 30, 20, 40, 80]), head)).toBe(0);
  });
});
