import type { KeyStroke } from '../../electron/contract/index.ts';
import { type KeyLayout, keyCaps } from '../protocols/key-layouts.ts';

/** Milliseconds between two characters of a quick reader. */
const usualPace = 8;

/**
 * The strokes by which a reader set to that layout writes a text: lines end with Enter, other control characters and what
 * has no key come by Alt and a number.
 *
 * @param text of Latin-1
 * @param pace milliseconds from character to character
 */
export function strokesOf(text: string, layout: KeyLayout, pace = usualPace): KeyStroke[] {
  const strokes = [...text].flatMap((character) => keysOf(character, layout, pace));
  return strokes.map((stroke, index) => (index === 0 ? { ...stroke, after: 0 } : stroke));
}

const plain = { shift: false, altGraph: false, alt: false, capsLock: false };
const named: Readonly<Record<string, string>> = { '\r': 'Enter', '\t': 'Tab', ' ': 'Space' };

function keysOf(character: string, layout: KeyLayout, pace: number): KeyStroke[] {
  const code = named[character];
  if (code) return [{ ...plain, code, after: pace }];
  for (const [code, { levels, dead }] of keyCaps(layout)) {
    const level = levels.indexOf(character);
    if (level < 0) continue;
    const stroke = { ...plain, code, shift: level === 1, altGraph: level === 2, after: pace };
    return dead.includes(level) ? [stroke, { ...plain, code: 'Space', after: pace }] : [stroke];
  }
  const digits = [...`0${String(character.charCodeAt(0)).padStart(3, '0')}`];
  return digits.map((digit, index) => ({
    ...plain,
    code: `Numpad${digit}`,
    alt: true,
    altBegins: index === 0,
    after: index === 0 ? pace : 1,
  }));
}
