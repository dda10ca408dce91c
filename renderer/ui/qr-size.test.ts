import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrModuleSize } from './qr-size.ts';

const screen = { modules: 57, devicePixelRatio: 1, pixelsPerInch: 96 };
const millimetres = (size: number, ratio: number, ppi: number) => ((size * ratio) / ppi) * 25.4;

test('a module is of the size that is read best, where there is room for it', () => {
  const size = qrModuleSize({ ...screen, available: 800 });
  expect(millimetres(size, 1, 96)).toBeCloseTo(2.1, 1);
  expect(qrModuleSize({ ...screen, available: 4000 })).toBe(size);
});

test('a module is never below 1.5 mm where the screen allows it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60, max: 400 }),
      fc.constantFrom(1, 1.25, 1.5, 2, 3),
      fc.integer({ min: 29, max: 85 }),
      (pixelsPerInch, devicePixelRatio, modules) => {
        const available =
          (modules * 2.5 * pixelsPerInch) / 25.4 / devicePixelRatio + modules / devicePixelRatio;
        const size = qrModuleSize({ available, modules, devicePixelRatio, pixelsPerInch });
        expect(millimetres(size, devicePixelRatio, pixelsPerInch)).toBeGreaterThanOrEqual(1.499);
      },
    ),
  );
});

test('a module is a whole number of device pixels and never too large for its place', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 100, max: 2000, noNaN: true }),
      fc.constantFrom(1, 1.25, 1.5, 2),
      fc.option(fc.integer({ min: 60, max: 400 })),
      (available, devicePixelRatio, pixelsPerInch) => {
        const size = qrModuleSize({ available, modules: 57, devicePixelRatio, pixelsPerInch });
        expect(size * 57).toBeLessThanOrEqual(available + 1e-9);
        const device = size * devicePixelRatio;
        expect(Math.abs(device - Math.round(device))).toBeLessThan(1e-9);
      },
    ),
  );
});

test('where there is no room for whole pixels the code is still drawn', () => {
  expect(qrModuleSize({ ...screen, available: 40 })).toBeCloseTo(40 / 57);
});
