import type { KeyStroke } from '../../electron/contract/index.ts';

/** Keys that change what others write and write nothing. */
const modifiers =
  /^(Shift|Control|Alt|AltGraph|Meta|OS|CapsLock|NumLock|ScrollLock|Fn|FnLock|Hyper|Super|Symbol|SymbolLock)$/;

export const isModifier = ({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>) =>
  modifiers.test(key) || modifiers.test(code.replace(/(Left|Right)$/, ''));

/** Digits of the number pad while Alt is down: a character by its number, which appears when Alt is let go. */
export const isDigitOfNumber = ({ code, altKey }: Pick<KeyboardEvent, 'code' | 'altKey'>) =>
  altKey && /^Numpad\d$/.test(code);

/** Puts together what the contract tells of strokes, from all keys that are heard. */
export function strokeMaker() {
  let rightAlt = false;
  let altIsNew = false;
  let before: number | null = null;
  return {
    /** Of a key going down, modifiers included. */
    down(event: KeyboardEvent) {
      if (event.code === 'AltRight') rightAlt = true;
      if (event.key === 'Alt') altIsNew = true;
    },
    up(event: KeyboardEvent) {
      if (event.code === 'AltRight') rightAlt = false;
    },
    stroke(event: KeyboardEvent): KeyStroke {
      const { code, shiftKey, ctrlKey, altKey, timeStamp } = event;
      // Readers make AltGr of the right Alt key, and some of Control with the left one, whatever the system's layout is.
      const altGraph = event.getModifierState('AltGraph') || (altKey && (rightAlt || ctrlKey));
      const number = isDigitOfNumber(event) && !altGraph;
      const after = before === null ? 0 : Math.min(10_000, Math.max(0, timeStamp - before));
      before = timeStamp;
      const begins = number && altIsNew;
      altIsNew = false;
      return {
        code: code.slice(0, 30),
        shift: shiftKey,
        altGraph,
        alt: altKey && !altGraph,
        ...(number && { altBegins: begins }),
        ...(ctrlKey && !altGraph && { control: true }),
        capsLock: event.getModifierState('CapsLock'),
        after: Math.round(after * 10) / 10,
      };
    },
    reset() {
      rightAlt = false;
      altIsNew = false;
    },
  };
}
