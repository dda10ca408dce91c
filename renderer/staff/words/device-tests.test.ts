import { describe, expect, it } from 'vitest';
import { deviceKind, type TestFinding } from '../../../electron/contract/index.ts';
import { findingWords, testHints, testProgress, testPrompt } from './device-tests.ts';

it('has words for testing every kind of device', () => {
  for (const kind of deviceKind.options) {
    expect(testPrompt({ kind })).not.toBe('');
    expect(testProgress[kind]).not.toBe('');
    expect(testHints[kind]).toMatch(/^A test .*\.$/);
  }
});

it('says what to do with the document as the reader wants it', () => {
  expect(testPrompt({ kind: 'mrz-reader', gesture: 'swipe' })).toContain('Swipe');
  expect(testPrompt({ kind: 'barcode-reader', gesture: 'hold-in-front' })).toContain('barcode');
  expect(testPrompt({ kind: 'chip-reader', gesture: 'tap' })).toContain('chip');
});

describe('what a test found', () => {
  const lines = { kind: 'lines', lines: 2, characters: 44 } as const;
  const image = { kind: 'image', dotsPerInch: 150, bytes: 212_345 } as const;
  it.each<[TestFinding, string, string]>([
    [
      { ...lines, checkDigits: 'right' },
      'good',
      'Read 2 lines of 44 characters. All check digits are right.',
    ],
    [{ ...lines, checkDigits: 'wrong' }, 'warn', 'a check digit is wrong'],
    [
      { ...lines, lines: 1, characters: 1, checkDigits: null },
      'warn',
      'Read 1 line of 1 character, which are no',
    ],
    [
      { ...image, widthPixels: 1240, heightPixels: 1754 },
      'good',
      'A picture of 1,240 × 1,754 pixels at 150 dpi, 212 kB.',
    ],
    [{ ...image, widthPixels: null, heightPixels: null }, 'warn', 'no picture'],
    [{ kind: 'barcode', characters: 312, aim: ']L2' }, 'good', 'Read a PDF417 code of 312 characters.'],
    [{ kind: 'barcode', characters: 1, aim: null }, 'good', 'Read a barcode of 1 character.'],
    [{ kind: 'chip', atrBytes: 18 }, 'good', 'answer to reset has 18 bytes'],
    [{ kind: 'chip', atrBytes: null }, 'good', 'The chip answered.'],
    [
      { kind: 'camera', widthPixels: 1280, heightPixels: 720, framesPerSecond: 29.97, brightness: 121.4 },
      'good',
      '1,280 × 720 pixels, 30 pictures a second, brightness 121 of 255.',
    ],
  ])('%o is told %s', (found, tone, text) => {
    expect(findingWords(found)).toMatchObject({ tone, text: expect.stringContaining(text) });
  });
});
