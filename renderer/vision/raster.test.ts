import { describe, expect, it } from 'vitest';
import { boxMask, histogram, laplacianVariance, luminance, polygonMask } from './luminance.ts';
import { blankRaster, halved, mirrored, type Raster, smoothed, warped } from './raster.ts';

function painted(width: number, height: number, grey: (x: number, y: number) => number): Raster {
  const raster = blankRaster(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      raster.data.fill(grey(x, y), 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
  return raster;
}
const at = ({ width, data }: Raster, x: number, y: number) => data[4 * (y * width + x)];

describe('raster', () => {
  it('halves by the mean of four', () => {
    const half = halved(painted(4, 2, (x, y) => 10 * x + 100 * y));
    expect([half.width, half.height]).toEqual([2, 1]);
    expect([at(half, 0, 0), at(half, 1, 0)]).toEqual([55, 75]);
  });

  it('mirrors left and right', () => {
    const mirror = mirrored(painted(3, 1, (x) => x));
    expect([at(mirror, 0, 0), at(mirror, 1, 0), at(mirror, 2, 0)]).toEqual([2, 1, 0]);
  });

  it('copies exactly under the identity, and interpolates half a pixel', () => {
    const source = painted(4, 4, (x) => 40 * x);
    const same = warped(source, { a: 1, b: 0, tx: 0, ty: 0 }, 4);
    expect([...Array(4)].map((_, x) => at(same, x, 2))).toEqual([0, 40, 80, 120]);
    const shifted = warped(source, { a: 1, b: 0, tx: 0.5, ty: 0 }, 3);
    expect([...Array(3)].map((_, x) => at(shifted, x, 1))).toEqual([20, 60, 100]);
  });

  it('turns by a quarter, and is black outside', () => {
    const source = painted(4, 4, (x) => (x < 2 ? 200 : 100));
    const turned = warped(source, { a: 0, b: 1, tx: 4, ty: 0 }, 4);
    expect([at(turned, 1, 0), at(turned, 1, 3)]).toEqual([100, 200]);
    const outside = warped(source, { a: 1, b: 0, tx: 100, ty: 0 }, 2);
    expect([...outside.data.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
  });

  it('does not turn fine stripes into coarse ones when it shrinks', () => {
    const stripes = painted(512, 512, (x) => (x % 2 ? 255 : 0));
    const small = warped(stripes, { a: 5.3, b: 0, tx: 0, ty: 0 }, 90);
    const values = [...Array(90)].map((_, x) => at(small, x, 40)!);
    expect(Math.max(...values) - Math.min(...values)).toBeLessThan(3);
  });
});

describe('luminance', () => {
  it('is linear light', () => {
    const [black, middle, white] = luminance(painted(3, 1, (x) => [0, 188, 255][x]!));
    expect([black, white]).toEqual([0, 255]);
    expect(middle).toBeGreaterThan(125);
    expect(middle).toBeLessThan(131);
  });

  it('masks polygons by pixel centres', () => {
    expect([...boxMask({ x: 1, y: 0, width: 2, height: 1 }, 4, 2)]).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
    const triangle = polygonMask(
      [
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 0, y: 10 },
      ],
      10,
      10,
    );
    expect(triangle.reduce((sum, bit) => sum + bit, 0)).toBe(45);
  });

  it('counts shares inside the mask only', () => {
    const shares = histogram(Uint8Array.of(5, 5, 9, 200), Uint8Array.of(1, 1, 1, 0));
    expect(shares[5]).toBeCloseTo(2 / 3, 9);
    expect(shares[200]).toBe(0);
    expect(histogram(Uint8Array.of(1), Uint8Array.of(0)).every((share) => share === 0)).toBe(true);
  });

  it('finds detail where there is some', () => {
    const everywhere = new Uint8Array(32 * 32).fill(1);
    expect(
      laplacianVariance(
        painted(32, 32, () => 90),
        everywhere,
      ),
    ).toBe(0);
    const soft = laplacianVariance(
      painted(32, 32, (x) => 120 + 60 * Math.sin(x / 4)),
      everywhere,
    );
    const hard = laplacianVariance(
      painted(32, 32, (x) => (x & 4 ? 180 : 60)),
      everywhere,
    );
    expect(hard).toBeGreaterThan(20 * soft);
  });
});

describe('smoothed', () => {
  it('spreads a pixel over its neighbours and keeps an even picture', () => {
    const point = blankRaster(5, 5);
    point.data[4 * 12] = 160;
    const { data } = smoothed(point);
    const reds = Array.from({ length: 25 }, (_, k) => data[4 * k]);
    expect(reds.slice(6, 9)).toEqual([10, 20, 10]);
    expect(reds.slice(11, 14)).toEqual([20, 40, 20]);
    expect(reds[0]).toBe(0);
    const even = blankRaster(4, 3);
    even.data.fill(77);
    expect([...smoothed(even).data]).toEqual([...even.data]);
  });
});
