import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EditAction, edit, isRaised, pressShift, raise, shiftAfterLetter } from './edit.ts';
import { accentsOf, extraRow, layoutFor, needsLatinToo } from './layouts.ts';

const at = (text: string, start = text.length, end = start) => ({ text, start, end });

describe('editing', () => {
  test('writes at the caret and over a selection', () => {
    expect(edit(at('Ana', 2), { type: 'insert', text: 'n' })).toEqual(at('Anna', 3));
    expect(edit(at('Hello', 1, 4), { type: 'insert', text: 'i' })).toEqual(at('Hio', 2));
  });

  test('takes back a letter with all its marks, or the selection', () => {
    expect(edit(at('Zoe\u0308'), { type: 'backspace' })).toEqual(at('Zo'));
    expect(edit(at('a👩‍👧'), { type: 'backspace' })).toEqual(at('a'));
    expect(edit(at('abcd', 1, 3), { type: 'backspace' })).toEqual(at('ad', 1));
    expect(edit(at('ab', 0), { type: 'backspace' })).toEqual(at('ab', 0));
  });

  test('moves by letters and closes a selection at its side', () => {
    expect(edit(at('né', 2), { type: 'left' }).start).toBe(1);
    expect(edit(at('abc', 1, 2), { type: 'right' }).start).toBe(2);
    expect(edit(at('abc', 1, 2), { type: 'left' }).start).toBe(1);
    expect(edit(at('abc'), { type: 'right' }).start).toBe(3);
  });

  test('never goes beyond the length of the field', () => {
    const full = at('x'.repeat(100));
    expect(edit(full, { type: 'insert', text: 'y' }, 100)).toBe(full);
  });

  test('whatever is pressed, the caret stays in the text', () => {
    const action: fc.Arbitrary<EditAction> = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 3 }).map((text): EditAction => ({ type: 'insert', text })),
      fc.constantFrom<EditAction>(
        { type: 'backspace' },
        { type: 'left' },
        { type: 'right' },
        { type: 'clear' },
      ),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const { text, start, end } = actions.reduce((state, each) => edit(state, each, 50), at(''));
        expect(start).toBe(end);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThanOrEqual(text.length);
        expect(text.length).toBeLessThanOrEqual(50);
      }),
      { numRuns: 200 },
    );
  });
});

describe('shift', () => {
  test('a name begins large, and so does each part of it', () => {
    expect(isRaised('auto', 'name', at(''))).toBe(true);
    expect(isRaised('auto', 'name', at('Anna'))).toBe(false);
    expect(isRaised('auto', 'name', at('Anna-'))).toBe(true);
    expect(isRaised('auto', 'name', at('Anna '))).toBe(true);
    expect(isRaised('auto', 'email', at(''))).toBe(false);
    expect(isRaised('off', 'name', at(''))).toBe(false);
  });

  test('goes from once to lock to off, and once ends with a letter', () => {
    expect(pressShift('auto', false)).toBe('once');
    expect(pressShift('once', true)).toBe('lock');
    expect(pressShift('lock', true)).toBe('off');
    expect(pressShift('auto', true)).toBe('off');
    expect(shiftAfterLetter('once')).toBe('auto');
    expect(shiftAfterLetter('lock')).toBe('lock');
  });

  test('large letters are those of the language', () => {
    expect(raise('i', 'tr')).toBe('İ');
    expect(raise('ı', 'tr')).toBe('I');
    expect(raise('i', 'de')).toBe('I');
    expect(raise('ß', 'de')).toBe('ß');
  });
});

describe('layouts', () => {
  test('each language has all its letters, one touch or one hold away', () => {
    const needed = {
      en: 'abcdefghijklmnopqrstuvwxyz',
      de: 'abcdefghijklmnopqrstuvwxyzäöüß',
      fr: 'abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœæ',
      es: 'abcdefghijklmnñopqrstuvwxyzáéíóúü',
      pt: 'abcdefghijklmnopqrstuvwxyzãõáéíóúâêôàç',
      pl: 'abcdefghijklmnopqrstuvwxyząćęłńóśźż',
      tr: 'abcçdefgğhıijklmnoöprsştuüvyz',
      ar: 'ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىة',
    };
    for (const [language, letters] of Object.entries(needed)) {
      const layout = layoutFor(language);
      const keys = [...layout.rows.join(''), ...layout.accents];
      const within = new Set([...keys, ...keys.flatMap((key) => accentsOf(key))]);
      expect(
        [...letters].filter((letter) => !within.has(letter)),
        language,
      ).toEqual([]);
    }
  });

  test('no row is too long for a key of 64 pixels on a 1080 wide screen', () => {
    for (const language of ['en', 'de', 'fr', 'es', 'pt', 'pl', 'tr', 'ar']) {
      for (const row of layoutFor(language).rows) expect([...row].length).toBeLessThanOrEqual(12);
    }
  });

  test('an address has its signs; Arabic has Latin letters beside it', () => {
    expect(extraRow('email')).toEqual(expect.arrayContaining(['@', '.', '.com', '-', '_']));
    expect(needsLatinToo('ar')).toBe(true);
    expect(needsLatinToo('tr')).toBe(false);
    expect(layoutFor('xx')).toBe(layoutFor('en'));
  });
});
