import { expect, it } from 'vitest';
import { formatOf } from './formats.ts';

const lines = (count: number, length: number, first = 'P'): string[] =>
  Array(count).fill(first.padEnd(length, '<'));

it.each([
  ['TD3', lines(2, 44), 125, 88],
  ['a visa of format A', lines(2, 44, 'V'), 120, 80],
  ['TD2', lines(2, 36, 'I'), 105, 74],
  ['a visa of format B', lines(2, 36, 'V'), 105, 74],
  ['TD1', lines(3, 30, 'I'), 85.6, 53.98],
])('%s', (_name, zone, width, height) => {
  const format = formatOf(zone)!;
  expect([format.width, format.height]).toEqual([width, height]);
  expect(format.lines).toHaveLength(zone.length);
  // The last character ends on the page, with the margin that Doc 9303 keeps free.
  expect(format.left + zone[0]!.length * 2.54).toBeLessThan(width - 2);
  expect(Math.max(...format.lines)).toBeLessThan(height - 7);
});

it('has the portrait beside the particulars and above the zone, large enough for the largest', () => {
  for (const zone of [lines(2, 44), lines(2, 36, 'I'), lines(2, 44, 'V')]) {
    const { portrait, lines: centres, width } = formatOf(zone)!;
    expect(portrait!.width).toBeGreaterThan(2 + 35 + 2);
    expect(portrait!.height).toBeGreaterThan(45);
    expect(portrait!.width).toBeLessThan(width / 2);
    expect(portrait!.y + portrait!.height).toBeLessThan(Math.min(...centres) - 4);
  }
  // On the other side.
  expect(formatOf(lines(3, 30, 'I'))!.portrait).toBeNull();
});

it('is none for other lines', () => {
  for (const zone of [[], lines(1, 30), lines(2, 30), lines(3, 44), lines(2, 40)])
    expect(formatOf(zone)).toBeUndefined();
});
