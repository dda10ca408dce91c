import { expect, test } from 'vitest';
import { dictionaries, directionOf, longDate, messagesIn, shippedLanguage } from './index.ts';

type Tree = { [key: string]: Tree | string | ((...args: number[]) => string) };

/** Every leaf with its place; sentences with gaps are filled with numbers. */
function leaves(tree: Tree, at = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const place = `${at}${key}`;
    if (typeof value === 'string') return [[place, value]];
    if (typeof value === 'function')
      return [0, 1, 2, 5, 22].map((n) => [`${place}(${n})`, String(value(n, n))]);
    return leaves(value, `${place}.`);
  });
}

const english = leaves(dictionaries.en as unknown as Tree);
const others = Object.entries(dictionaries).filter(([code]) => code !== 'en');

test.each(others)('%s says everything that English says, and nothing else', (_code, words) => {
  const places = leaves(words as unknown as Tree).map(([place]) => place);
  expect(places.sort()).toEqual(english.map(([place]) => place).sort());
});

test.each(Object.entries(dictionaries))('%s has no empty or unfinished sentence', (_code, words) => {
  for (const [place, text] of leaves(words as unknown as Tree)) {
    expect(text.trim(), place).not.toBe('');
    expect(text, place).not.toMatch(/undefined|NaN|\[object|TODO|\$\{/);
    expect(text, place).toBe(text.trim());
  }
});

test.each(others)('%s is translated', (_code, words) => {
  const own = new Map(leaves(words as unknown as Tree));
  const long = english.filter(([, text]) => text.length > 24);
  const same = long.filter(([place, text]) => own.get(place) === text);
  expect(same).toEqual([]);
});

test('Arabic is written from right to left and in Arabic letters', () => {
  expect(directionOf('ar')).toBe('rtl');
  expect(directionOf('de')).toBe('ltr');
  for (const [place, text] of leaves(dictionaries.ar as unknown as Tree)) {
    expect(text, place).toMatch(/\p{Script=Arabic}/u);
  }
});

test('fillers of the zone point the same way in Arabic as on the document', () => {
  const shown = leaves(dictionaries.ar as unknown as Tree).filter(([, text]) => text.includes('<'));
  expect(shown.length).toBeGreaterThan(0);
  // Outside an isolate (UAX #9) they would be mirrored.
  for (const [place, text] of shown) expect(text.replaceAll('\u2066<<<\u2069', ''), place).not.toContain('<');
});

test('a regional code finds its language, an unknown one English', () => {
  expect(shippedLanguage('pt-BR')).toBe('pt');
  expect(messagesIn('xx')).toBe(dictionaries.en);
});

test('dates are written out in the language, and by the calendar of the document', () => {
  expect(longDate('1984-08-12', 'de')).toBe('12. August 1984');
  expect(longDate('1984-08-12', 'ar')).toContain('1984');
  expect(longDate('1984', 'de')).toBe('1984');
  expect(longDate('1984-13-40', 'en')).toBe('1984-13-40');
});
