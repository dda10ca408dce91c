import { describe, expect, it } from 'vitest';
import { judgeCalibration, namedAlignments } from '../../host/faces/slot/index.ts';
import { calibrationOf } from './calibration-of.ts';
import { type Embedded, measurePairs, type Sides } from './measure-pairs.ts';
import type { PairList } from './pair-list.ts';

const setup = {
  sha256: 'a'.repeat(64),
  format: 'onnx' as const,
  input: {
    width: 112,
    layout: 'NCHW' as const,
    colour: 'RGB' as const,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  dimensions: 8,
  metric: 'euclidean' as const,
  alignment: namedAlignments['arcface-5'],
  paddings: [0],
  mirror: true,
  smoothPortrait: false,
};
const data = {
  name: 'points',
  pairsSha256: 'b'.repeat(64),
  images: 0,
  notDetected: 0,
  people: 'folders' as const,
};

/** People as points in a plane, ten pictures around each, the same ones every time. */
function people(count: number): { list: PairList; sides: Sides } {
  const embedded = new Map<string, Embedded>();
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let person = 0; person < count; person += 1) {
    const at = [random() * 2, random() * 2];
    for (let k = 0; k < 10; k += 1) {
      const vector = Float32Array.from(at, (value) => value + 0.04 * (random() - 0.5));
      embedded.set(`p${person}/${k}.jpg`, { vector, ms: { find: 1, embed: 2 } });
    }
  }
  const images = [...embedded.keys()];
  const pairs = Array.from({ length: count }, (_, k) => [
    { a: `p${k}/0.jpg`, b: `p${k}/1.jpg`, same: true },
    { a: `p${k}/0.jpg`, b: `p${(k + 1) % count}/1.jpg`, same: false },
  ]).flat();
  const personIn = (path: string) => path.split('/')[0]!;
  return {
    list: { pairs, images, sha256: data.pairsSha256, personIn },
    sides: { first: embedded, second: embedded },
  };
}

describe('measurePairs', () => {
  it('takes thresholds from all different people, each two pictures once', () => {
    const { list, sides } = people(20);
    const measured = measurePairs('euclidean', list, sides);
    expect(measured.strangers.total).toBe((200 * 190) / 2);
    // The mean of three pictures of each of twenty, against all pictures of the others.
    expect(measured.strangersOfMean.total).toBe(20 * 190);
    expect(measured.report.pairs).toEqual({ same: 20, different: 20, notCompared: 0 });
    expect(measured.report.falseNonMatch[0]!.rate).toBeLessThanOrEqual(1);
    // Both sides treated differently: every picture is compared in both parts.
    const degraded = measurePairs('euclidean', list, { ...sides, first: new Map(sides.first) });
    expect(degraded.strangers.total).toBe(200 * 190);
  });

  it('takes them from the listed pairs where nobody knows who is who', () => {
    const { list, sides } = people(20);
    const measured = measurePairs('euclidean', { ...list, personIn: null }, sides);
    expect(measured.strangers.total).toBe(20);
    expect(measured.strangersOfMean.total).toBe(0);
  });

  it('counts a picture without a face as no match', () => {
    const { list, sides } = people(20);
    const first = new Map(sides.first).set('p0/0.jpg', { vector: null, ms: null });
    const { report } = measurePairs('euclidean', list, { ...sides, first });
    expect(report.pairs.notCompared).toBe(2);
  });
});

describe('calibrationOf', () => {
  const report = (count: number) => {
    const { list, sides } = people(count);
    const measured = measurePairs('euclidean', list, sides);
    return calibrationOf({ setup, data, chip: measured, page: measured, madeAt: new Date(0) });
  };

  it('states the thresholds that the comparisons carry, and is valid', () => {
    const made = report(90);
    expect(judgeCalibration(JSON.parse(JSON.stringify(made)), setup)).toHaveProperty('calibration');
    // 90 people, 900 pictures: 400 500 comparisons carry 1e-4; 80 100 of means carry 1e-3.
    expect(made.thresholds.map(({ portrait, falseMatchRate }) => [portrait, falseMatchRate])).toEqual([
      ['chip', 0.01],
      ['chip', 0.001],
      ['chip', 0.0001],
      ['page', 0.01],
      ['page', 0.001],
      ['page', 0.0001],
    ]);
    const [loose, usual, strict] = made.thresholds;
    expect(loose!.distance).toBeGreaterThan(usual!.distance);
    expect(usual!.distance).toBeGreaterThan(strict!.distance);
    expect(usual!.distanceOfMean).not.toBe(null);
    expect(strict!.distanceOfMean).toBe(null);
  });

  it('states none, and is not valid, with a handful of people', () => {
    const made = report(4);
    expect(made.thresholds).toEqual([]);
    expect(judgeCalibration(made, setup)).toEqual({ problem: 'calibration-too-small' });
  });
});
