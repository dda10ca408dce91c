import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conformCommand } from './conform.ts';

const sample = fileURLToPath(
  new URL('../../../resources/vendor-adapter/sample-adapter.mjs', import.meta.url),
);
const source = readFileSync(sample, 'utf8');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'proofdesk-adapter-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
/** Runs the sample with one piece of it replaced. */
async function mutant(piece: string | RegExp, by: string) {
  expect(source).toMatch(piece);
  const file = join(folder, `${++count}.mjs`);
  writeFileSync(file, source.replace(piece, by).replace('readTime = 400', 'readTime = 80'));
  const { results } = await conformCommand(`"${process.execPath}" '${file}'`, undefined, 4);
  return results.filter(({ outcome }) => outcome !== 'passed');
}

describe('the conformance kit', { timeout: 60_000 }, () => {
  it('finds nothing wrong with the sample', async () => {
    const { adapter, results } = await conformCommand(`"${process.execPath}" "${sample}"`);
    expect(adapter).toEqual({ name: 'sample', version: '1.0' });
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(results.length).toBeGreaterThan(20);
  });

  it.concurrent.each<[string, string | RegExp, string, string]>([
    ['a picture that does not open', "'/9j/", "'/9j/AAAA", 'reads a document'],
    ['fewer bytes than announced', 'bytes: picture.length', 'bytes: picture.length + 1', 'reads a document'],
    [
      'pictures in a light that nobody looks at',
      / {2}tell\(\{ tell: 'lines', device, lines \}\);([\s\S]*?)'white'/,
      "$1'infrared'",
      'reads a document',
    ],
    [
      'a second reading let in',
      "if (state() !== 'ready')",
      "if (state() === 'absent')",
      'refuses a second reading',
    ],
    ['another fault than there is', /fault = `device.*`/, "fault = 'device/failed'", 'its cover is open'],
    [
      'text among its messages',
      'const input =',
      "console.log('ready');\nconst input =",
      'nothing but messages',
    ],
    ['another name each time', "device = 'page'", "device = 'page' + process.pid", 'ended and started again'],
    [
      'a lost reading when pulled',
      "stop('device/disconnected-while-sending');",
      '',
      'unplugged in a reading',
    ],
    [
      'no word for the unknown',
      "return error('there is no such order')",
      'return',
      'an order it does not know',
    ],
    [
      'no end when nobody listens',
      "input.on('close', () => process.exit(0));",
      'setInterval(() => {}, 1000);',
      'nobody listens',
    ],
  ])('finds %s', async (_, piece, by, check) => {
    const wrong = await mutant(piece, by);
    expect(wrong.map((one) => one.check).join('\n')).toContain(check);
    expect(wrong.every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it('does not call passed what an adapter cannot act out', async () => {
    const wrong = await mutant(/'cover-open',\s*'jam',/, '');
    expect(wrong.map(({ check, outcome }) => [check, outcome])).toEqual([
      ['says that its cover is open', 'not-checked'],
      ['says that a document is jammed', 'not-checked'],
    ]);
  });

  it('ends with the first sentence when nothing answers', async () => {
    for (const command of ['/no/such/program', `"${process.execPath}" -e "process.exit(3)"`]) {
      const { adapter, results } = await conformCommand(command);
      expect(adapter).toBeNull();
      expect(results).toMatchObject([{ check: 'starts and says hello', outcome: 'failed' }]);
    }
  });
});
