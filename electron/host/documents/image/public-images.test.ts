import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMrz } from '../mrz/index.ts';
import { decodeImageFile, loadGlyphNet, readMrzImage } from './index.ts';

const root = join(import.meta.dirname, '../../../..');
const folder = join(process.env.PROOFDESK_TESTDATA ?? join(root, '../shared/testdata'), 'mrz-images');

describe.skipIf(!existsSync(folder))('public specimen images (the test data must be there)', () => {
  const truth = existsSync(folder)
    ? (JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, string[]>)
    : {};

  it('are read or given up, never read wrong', { timeout: 60_000 }, () => {
    const net = loadGlyphNet(join(root, 'resources/mrz-net'));
    const wrong: string[] = [];
    let exact = 0;
    let valid = 0;
    for (const [name, lines] of Object.entries(truth)) {
      const reading = readMrzImage(decodeImageFile(readFileSync(join(folder, name))), net);
      const right = reading.lines.join() === lines.join();
      const parsed = parseMrz(lines);
      if (parsed.kind === 'mrz' && parsed.valid) valid += 1;
      if (reading.outcome === 'unreadable') continue;
      if (right) exact += 1;
      else wrong.push(name);
    }
    expect(wrong).toEqual([]);
    // Of the 30 whose check digits are right, one shows other characters than its truth has.
    expect(valid).toBe(30);
    expect(exact).toBeGreaterThanOrEqual(29);
  });
});
