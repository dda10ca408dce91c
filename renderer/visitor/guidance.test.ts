import { expect, test } from 'vitest';
import { documentType, readerKind } from '../../electron/contract/index.ts';
import { dictionaries } from '../i18n/index.ts';
import { dataFace, firstFace } from './documents.ts';
import { guidanceWords } from './guidance.ts';

const m = dictionaries.en;

test('every reader tells every document how it is shown, with at least two things to mind', () => {
  for (const reader of readerKind.options)
    for (const type of documentType.options) {
      const { how, tips } = guidanceWords({ reader, documentType: type }, m);
      expect(how).not.toBe('');
      expect(tips.length).toBeGreaterThanOrEqual(reader === 'none' ? 0 : 2);
      expect(new Set(tips.map(({ tip }) => tip)).size).toBe(tips.length);
    }
});

test('no card is opened like a booklet', () => {
  for (const reader of readerKind.options)
    for (const type of documentType.options) {
      if (type === 'passport') continue;
      const { how, tips } = guidanceWords({ reader, documentType: type }, m);
      expect([how, ...tips.map(({ text }) => text)].join(' ')).not.toMatch(/open it|close it|photo page/i);
    }
});

test('of a card, the side that comes next is the one that does not come first', () => {
  for (const reader of ['full-page', 'scanner'] as const)
    for (const type of ['identity-card', 'residence-permit', 'driving-licence'] as const) {
      const next = guidanceWords({ reader, documentType: type }, m).tips.find(({ tip }) => tip === 'turn');
      const first = firstFace(reader, type);
      expect(next?.text).toContain(
        { photo: dataFace(type) === 'lines' ? 'lines' : 'barcode', lines: 'photo' }[
          first as 'photo' | 'lines'
        ],
      );
    }
});

test('a slot is never told to be held still', () => {
  const { tips } = guidanceWords({ reader: 'swipe', documentType: 'passport' }, m);
  expect(tips.map(({ tip }) => tip)).toEqual(['cover', 'clean', 'smooth']);
});
