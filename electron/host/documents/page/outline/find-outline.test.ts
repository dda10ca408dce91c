import { describe, expect, it } from 'vitest';
import { distance, type Quad } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { type LidKind, paintLid } from '../testing/lid.ts';
import { createRandom } from '../testing/random.ts';
import { type Scene, stage } from '../testing/scene.ts';
import { ID1_SIZE, specimenCard, specimenPage } from '../testing/specimen.ts';
import { blurred, cropped, glaring, noisy } from '../testing/spoil.ts';
import { findOutline } from './find-outline.ts';

const DPI = 120;
const side = specimenCard();
const lids: LidKind[] = ['white', 'black', 'grey', 'beige', 'ribbed', 'dotted', 'railed', 'dusty', 'table'];

function card(scene: Partial<Scene>) {
  return stage({
    side,
    size: ID1_SIZE,
    glass: [130, 115],
    dpi: DPI,
    lid: 'grey',
    shadow: true,
    rounded: true,
    ...scene,
  });
}

/** Millimetres by which the worst corner is off; corners may be named from any of the four. */
function off(found: Quad, corners: Quad): number {
  const turns = [0, 1, 2, 3].map((turn) =>
    Math.max(...corners.map((corner, i) => distance(corner, found[(i + turn) % 4]!))),
  );
  return Math.min(...turns) / (DPI / 25.4);
}

describe('a card without a zone', () => {
  for (const lid of lids)
    it(`is found on a ${lid} lid, straight and turned`, () => {
      for (const rotation of [0, 6, -13, 90]) {
        const { picture, corners } = card({ lid, rotation });
        const outline = findOutline(picture)!;
        expect(off(outline.corners, corners), `turned by ${rotation}`).toBeLessThan(1.5);
        expect(outline.size).toEqual([85.6, 53.98]);
        expect(outline.cutOff).toBe(false);
      }
    });

  it('is followed into a light perspective', () => {
    for (const lid of ['white', 'black', 'table'] as const) {
      const { picture, corners } = card({ lid, rotation: 8, tilt: 0.07, turn: 0.04 });
      expect(off(findOutline(picture)!.corners, corners), lid).toBeLessThan(2);
    }
  });

  it('is found on a glass many times its size', () => {
    for (const lid of ['white', 'black', 'dusty'] as const) {
      const { picture, corners } = card({ lid, glass: [216, 297], middle: [130, 90], rotation: 11 });
      expect(off(findOutline(picture)!.corners, corners), lid).toBeLessThan(2);
    }
  });

  it('is found in the corner of the glass, where two of its edges are not seen', () => {
    for (const lid of ['white', 'black', 'grey', 'dusty'] as const) {
      const { picture, corners } = card({ lid, glass: [216, 297], middle: [42.8, 26.99] });
      const outline = findOutline(picture)!;
      expect(off(outline.corners, corners), lid).toBeLessThan(2.5);
      expect(outline.cutOff).toBe(false);
    }
  });

  it('lies on its long edge, as little turned as may be', () => {
    const outline = (rotation: number) => findOutline(card({ rotation }).picture)!.corners;
    for (const rotation of [0, 20, -20, 180]) {
      const [topLeft, topRight, , bottomLeft] = outline(rotation);
      expect(topRight.x).toBeGreaterThan(topLeft.x);
      expect(bottomLeft.y).toBeGreaterThan(topLeft.y);
    }
  });
});

describe('what ends with the picture', () => {
  const whole = { ...specimenCard(200), dotsPerInch: 200 };
  const cut = (mm: number, from: 'left' | 'top'): Picture => {
    const px = Math.round((mm / 25.4) * 200);
    return from === 'left'
      ? cropped(whole, px, 0, whole.width - px, whole.height)
      : cropped(whole, 0, px, whole.width, whole.height - px);
  };

  it('is whole when it has the size of a document', () => {
    for (const picture of [whole, { ...whole, dotsPerInch: null }]) {
      const outline = findOutline(picture)!;
      expect(outline).toMatchObject({ cutOff: false, size: [85.6, 53.98] });
      expect(outline.corners[2].x).toBeGreaterThan(picture.width - 2);
      expect(outline.corners[2].y).toBeGreaterThan(picture.height - 2);
    }
  });

  it('is cut off when it has not', () => {
    for (const mm of [6, 10, 20])
      for (const from of ['left', 'top'] as const)
        expect(findOutline(cut(mm, from))?.cutOff, `${mm} mm from the ${from}`).toBe(true);
  });

  it('is cut off on a glass that it sticks out of', () => {
    for (const lid of ['white', 'black'] as const)
      for (const left of [36, 32, 25])
        expect(findOutline(card({ lid, glass: [216, 297], middle: [left, 60] }).picture)?.cutOff, lid).toBe(
          true,
        );
  });
});

describe('an empty glass has no outline', () => {
  for (const lid of lids)
    it(lid, () => {
      for (const [width, height] of [
        [216, 297],
        [130, 95],
      ] as const)
        for (const seed of [1, 2, 3])
          for (const dpi of [60, 120]) {
            const px = dpi / 25.4;
            const glass = paintLid(
              lid,
              Math.round(width * px),
              Math.round(height * px),
              px,
              createRandom(seed),
            );
            expect(findOutline(glass), `${width} mm, ${dpi} dpi, seed ${seed}`).toBeUndefined();
          }
    });

  it('of noise, of a lamp, of blank cards', () => {
    const grey = paintLid('grey', 600, 440, 4, createRandom(5));
    const blank = (level: number): Picture => {
      const rgba = grey.rgba.slice();
      for (let y = 60; y < 280; y += 1) rgba.fill(level, (y * 600 + 100) * 4, (y * 600 + 440) * 4);
      return { ...grey, rgba };
    };
    for (const picture of [
      noisy(grey, 20),
      blurred(noisy(grey, 40), 2),
      glaring(grey, 300, 200, 60),
      blank(40),
      blank(230),
    ])
      expect(findOutline(picture)).toBeUndefined();
  });

  it('of one pixel, or a strip', () => {
    for (const [width, height] of [
      [1, 1],
      [3000, 2],
      [7, 5],
    ] as const)
      expect(
        findOutline({ width, height, rgba: new Uint8Array(width * height * 4).fill(90), dotsPerInch: null }),
      ).toBeUndefined();
  });
});

it('finds something to say of a page far out of focus', () => {
  expect(findOutline(blurred(specimenPage(150), 5))).toBeDefined();
  expect(findOutline(blurred(specimenCard(150), 5))).toBeDefined();
});
