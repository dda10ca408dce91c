import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeMrz, parseMrz, readMrzText } from './index.ts';

const folder =
  process.env.PROOFDESK_TESTDATA ?? fileURLToPath(new URL('../../../../../shared/testdata', import.meta.url));
const file = `${folder}/mrz-corpus.json`;

interface Corpus {
  readonly entries: readonly {
    readonly id: string;
    readonly lines: readonly string[];
    readonly expected: { readonly valid: boolean };
  }[];
}

if (existsSync(file)) {
  const corpus = JSON.parse(readFileSync(file, 'utf8')) as Corpus;
  describe('the corpus of specimens', () => {
    it('has its cases', () => expect(corpus.entries.length).toBeGreaterThanOrEqual(125));
    it.each(corpus.entries)('$id', ({ lines, expected }) => {
      expect(describeMrz(parseMrz(lines))).toStrictEqual(expected);
    });
    it.each(corpus.entries.filter((one) => one.expected.valid))('$id needs no repair', ({ lines }) => {
      expect(readMrzText(lines.join('\n'))).toMatchObject({
        outcome: 'read',
        repairs: [],
        result: { lines },
      });
    });
  });
} else {
  it.skip(`the corpus is not there (PROOFDESK_TESTDATA): ${file}`, () => {});
}
