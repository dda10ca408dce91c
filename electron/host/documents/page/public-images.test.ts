import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGlyphNet } from '../image/index.ts';
import { readPage } from './index.ts';
import type { PageProblem } from './types.ts';

const root = join(import.meta.dirname, '../../../..');
const folder = join(process.env.PROOFDESK_TESTDATA ?? join(root, '../shared/testdata'), 'mrz-images');

/**
 * One lacks its bottom: the picture ends under the last line. One is a page bent away from the camera, whose upper end
 * the zone has beyond the picture. Two have 55 dots to the inch.
 */
const PROBLEMS: Readonly<Record<string, PageProblem>> = {
  '100_visa-usa.jpg': 'cut-off',
  '100_pass-lux.jpg': 'cut-off',
  '25_pass-uto.jpg': 'too-small',
  '27_pass-gbr.jpg': 'too-small',
};

function ratioFor(lines: readonly string[]): number {
  if (lines.length === 3) return 85.6 / 53.98;
  return lines[0]!.length === 44 && lines[0]!.startsWith('V') ? 120 / 80 : 125 / 88;
}

describe.skipIf(!existsSync(folder))('public specimen images (the test data must be there)', () => {
  it('are pages, upright and of their format', { timeout: 240_000 }, async () => {
    const net = loadGlyphNet(join(root, 'resources/mrz-net'));
    const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, string[]>;
    let read = 0;
    for (const name of Object.keys(truth)) {
      const { zone, upright, problem } = await readPage(readFileSync(join(folder, name)), net);
      expect(upright, name).not.toBeNull();
      if (!zone || zone.outcome === 'unreadable') continue;
      read += 1;
      expect(problem, name).toBe(PROBLEMS[name] ?? null);
      expect(upright?.certain, name).toBe(true);
      const ratio = upright!.width / upright!.height;
      const of = ratioFor(zone.lines);
      expect(Math.abs(ratio / of - 1), name).toBeLessThan(0.02);
      expect(upright!.portraitWindow === null, name).toBe(zone.lines.length === 3);
    }
    expect(read).toBeGreaterThan(25);
  });
});
