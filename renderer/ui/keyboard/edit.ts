/** A field's text and its selection, in UTF-16 units as the platform counts them. */
export interface EditState {
  text: string;
  start: number;
  end: number;
}

export type EditAction =
  | { type: 'insert'; text: string }
  | { type: 'backspace' }
  | { type: 'left' }
  | { type: 'right' }
  | { type: 'clear' };

/** What one key does to a field. A step is what a reader takes for one letter, marks included. */
export function edit(state: EditState, action: EditAction, maxLength = 200): EditState {
  const { text, start, end } = state;
  switch (action.type) {
    case 'insert': {
      const next = text.slice(0, start) + action.text + text.slice(end);
      if (next.length > maxLength) return state;
      return caret(next, start + action.text.length);
    }
    case 'backspace': {
      if (start !== end) return caret(text.slice(0, start) + text.slice(end), start);
      const from = start - lastLetter(text.slice(0, start)).length;
      return caret(text.slice(0, from) + text.slice(end), from);
    }
    case 'left':
      return caret(text, start === end ? start - lastLetter(text.slice(0, start)).length : start);
    case 'right':
      return caret(text, start === end ? end + firstLetter(text.slice(end)).length : end);
    case 'clear':
      return caret('', 0);
  }
}

/** `auto` follows what is written, `once` ends with the next letter, `lock` stays. */
export type Shift = 'auto' | 'off' | 'once' | 'lock';

/** What the shift key does next. */
export function pressShift(shift: Shift, raised: boolean): Shift {
  if (shift === 'once') return 'lock';
  if (shift === 'lock') return 'off';
  return raised ? 'off' : 'once';
}

/** What is left of the shift once a letter has been written. */
export function shiftAfterLetter(shift: Shift): Shift {
  return shift === 'lock' ? 'lock' : 'auto';
}

/** Whether letters are written large: in a name the first one of each part is. */
export function isRaised(
  shift: Shift,
  mode: 'name' | 'email' | 'search',
  { text, start }: EditState,
): boolean {
  if (shift !== 'auto') return shift === 'once' || shift === 'lock';
  return mode === 'name' && /(^|[\s\-’'])$/u.test(text.slice(0, start));
}

/** Upper case as the language has it: Turkish i has its dot, German ß stays. */
export function raise(letter: string, language: string): string {
  return letter === 'ß' ? 'ß' : letter.toLocaleUpperCase(language);
}

function caret(text: string, position: number): EditState {
  return { text, start: position, end: position };
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function lastLetter(text: string): string {
  return [...letters.segment(text)].at(-1)?.segment ?? '';
}

function firstLetter(text: string): string {
  return [...letters.segment(text)][0]?.segment ?? '';
}
