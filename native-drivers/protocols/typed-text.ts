import type { KeyStroke } from '../../electron/contract/index.ts';
import { characterOfNumber } from './code-pages.ts';
import { type KeyCap, type KeyLayout, keyCaps } from './key-layouts.ts';

/** One character and the strokes that wrote it; the text is empty for keys that write nothing. */
interface TypedCharacter {
  text: string;
  strokes: readonly KeyStroke[];
}

/** Stands for what a key writes that the layout does not have (SUB, ISO/IEC 6429): the layout is another one. */
export const unknownCharacter = '\u001a';

/** What Caps Lock does: nothing the reader knows of, or what it does to letters, or to all keys as in France. */
type Locking = 'none' | 'letters' | 'all';

/**
 * What a reader wrote by these strokes, it being set to that layout. The system's own layout and keyboard are not asked.
 *
 * Whether a reader knows that Caps Lock is on, and presses Shift the other way round, cannot be seen from outside; where it
 * is on, the sense is taken that has the most capitals, digits and fillers, since documents have no small letters.
 */
export function typedCharacters(strokes: readonly KeyStroke[], layout: KeyLayout): TypedCharacter[] {
  const caps = keyCaps(layout);
  const senses: Locking[] = strokes.some(({ capsLock }) => capsLock) ? ['none', 'letters', 'all'] : ['none'];
  let best: TypedCharacter[] = [];
  let most = -1;
  for (const locking of senses) {
    const typed = charactersOf(strokes, caps, locking);
    const likely = typed.filter(({ text }) => /^[A-Z0-9<]$/.test(text)).length;
    if (likely > most) [best, most] = [typed, likely];
  }
  return best;
}

export function typedText(strokes: readonly KeyStroke[], layout: KeyLayout): string {
  return typedCharacters(strokes, layout)
    .map(({ text }) => text)
    .join('');
}

function charactersOf(
  strokes: readonly KeyStroke[],
  caps: ReadonlyMap<string, KeyCap>,
  locking: Locking,
): TypedCharacter[] {
  const typed: TypedCharacter[] = [];
  for (let at = 0; at < strokes.length; ) {
    const from = at;
    const stroke = strokes[at++]!;
    let text: string;
    if (isDigitOfNumber(stroke)) {
      while (at < strokes.length && isDigitOfNumber(strokes[at]!) && !strokes[at]!.altBegins) at++;
      text = characterOfNumber(
        strokes
          .slice(from, at)
          .map(({ code }) => code.at(-1))
          .join(''),
      );
    } else {
      const mark = deadMark(stroke, caps, locking);
      const next = strokes[at];
      text = mark ?? characterOf(stroke, caps, locking);
      if (mark && next) {
        const under = characterOf(next, caps, locking);
        const joined = under === ' ' ? mark : (composed(mark, under) ?? null);
        if (joined !== null) [text, at] = [joined, at + 1];
      }
    }
    typed.push({ text, strokes: strokes.slice(from, at) });
  }
  return typed;
}

const isDigitOfNumber = ({ alt, code }: KeyStroke) => alt && /^Numpad\d$/.test(code);

const others: Readonly<Record<string, string>> = {
  Enter: '\r',
  NumpadEnter: '\r',
  Tab: '\t',
  Space: ' ',
  NumpadAdd: '+',
  NumpadSubtract: '-',
  NumpadMultiply: '*',
  NumpadDivide: '/',
  NumpadDecimal: '.',
};
/** Keys of other keyboards that write something. */
const foreign = /^(Intl|Lang|Kana|Numpad)/;

function characterOf(stroke: KeyStroke, caps: ReadonlyMap<string, KeyCap>, locking: Locking): string {
  const { code, alt, altGraph, control } = stroke;
  const cap = caps.get(code);
  if (control && !altGraph) return cap ? controlOf(cap.levels[stroke.shift ? 1 : 0]) : (others[code] ?? '');
  if (alt) return '';
  if (cap) return cap.levels[levelOf(stroke, cap, locking)] || unknownCharacter;
  if (/^Numpad\d$/.test(code)) return code.at(-1)!;
  return others[code] ?? (foreign.test(code) ? unknownCharacter : '');
}

function levelOf({ shift, altGraph, capsLock }: KeyStroke, { levels }: KeyCap, locking: Locking): 0 | 1 | 2 {
  if (altGraph) return 2;
  const isLetter = levels[0] !== levels[1] && levels[0].toUpperCase() === levels[1];
  const turned = capsLock && (locking === 'all' || (locking === 'letters' && isLetter));
  return shift !== turned ? 1 : 0;
}

/** Control with a key takes the two upper bits off its character (ISO/IEC 646); with 6 it is Control with ^, whose key that is. */
function controlOf(character: string): string {
  const code = (character === '6' ? '^' : character.toUpperCase()).charCodeAt(0);
  return code > 0x40 && code < 0x60 ? String.fromCharCode(code & 0x1f) : '';
}

const marks: Readonly<Record<string, string>> = {
  '^': '\u0302',
  '´': '\u0301',
  '`': '\u0300',
  '¨': '\u0308',
  '~': '\u0303',
};

function deadMark(stroke: KeyStroke, caps: ReadonlyMap<string, KeyCap>, locking: Locking): string | null {
  const cap = caps.get(stroke.code);
  if (!cap || stroke.alt || stroke.control) return null;
  const level = levelOf(stroke, cap, locking);
  return cap.dead.includes(level) ? cap.levels[level] : null;
}

function composed(mark: string, letter: string): string | null {
  const joined = /^\p{L}$/u.test(letter) ? `${letter}${marks[mark] ?? ''}`.normalize('NFC') : '';
  return joined.length === 1 ? joined : null;
}
