import { describe, expect, it } from 'vitest';
import { greyFromRgba } from '../../image/index.ts';
import type { Picture } from '../picture/picture.ts';
import { specimenCard, specimenPage } from '../testing/specimen.ts';
import { blurred, glaring } from '../testing/spoil.ts';
import { findGlare, glareIn } from './glare.ts';
import { sharpnessOf } from './sharpness.ts';

const page = specimenPage(200);
const sharpness = ({ width, height, rgba }: Picture, dpi: number) =>
  sharpnessOf(greyFromRgba(width, height, rgba), dpi);

describe('sharpness', () => {
  it('falls as the picture goes out of focus', () => {
    const values = [0, 1, 2, 3, 4].map((sigma) => sharpness(blurred(page, sigma), 200));
    for (const [i, value] of values.entries()) if (i > 0) expect(value).toBeLessThan(values[i - 1]!);
    expect(values[0]).toBeGreaterThan(0.8);
    expect(values[4]).toBeLessThan(0.25);
  });

  it('falls as the picture has fewer pixels', () => {
    const values = [300, 150, 100, 70].map((dpi) => sharpness(specimenPage(dpi), dpi));
    for (const [i, value] of values.entries()) if (i > 0) expect(value).toBeLessThan(values[i - 1]!);
  });

  it('is none where nothing is printed', () => {
    expect(
      sharpness(
        { width: 99, height: 50, rgba: new Uint8Array(99 * 50 * 4).fill(240), dotsPerInch: null },
        200,
      ),
    ).toBe(0);
  });
});

describe('glare', () => {
  const card = specimenCard(200);
  const part = (picture: Picture) => glareIn(findGlare(picture, 200));

  it('is as large as the spot and the best part of what fades around it', () => {
    for (const radius of [30, 60]) {
      const area = (Math.PI * radius ** 2) / (card.width * card.height);
      const found = part(glaring(card, 330, 200, radius));
      expect(found).toBeGreaterThan(0.7 * area);
      expect(found).toBeLessThan(2.5 * area);
    }
  });

  it('is told where it is', () => {
    const map = findGlare(glaring(card, 140, 220, 40), 200);
    expect(glareIn(map, { x: 3, y: 10, width: 35, height: 40 })).toBeGreaterThan(0.05);
    expect(glareIn(map, { x: 45, y: 10, width: 35, height: 40 })).toBe(0);
  });

  it('is none on a page that is as it should be', () => {
    expect(part(card)).toBe(0);
    expect(part(page)).toBe(0);
  });

  it('is none where the paper is white: it does not fade', () => {
    const white = {
      ...page,
      rgba: page.rgba.map((one, at) => (at % 4 === 3 ? 255 : Math.min(255, one + 8))),
    };
    expect(part(white)).toBe(0);
    const label = { ...card, rgba: card.rgba.slice() };
    for (let y = 100; y < 220; y += 1)
      label.rgba.fill(255, (y * card.width + 300) * 4, (y * card.width + 450) * 4);
    expect(part(label)).toBe(0);
  });
});
