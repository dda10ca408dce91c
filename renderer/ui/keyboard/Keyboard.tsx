import { ArrowBigUp, ArrowLeft, ArrowRight, Check, Delete } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  type EditAction,
  type EditState,
  isRaised,
  pressShift,
  raise,
  type Shift,
  shiftAfterLetter,
} from './edit.ts';
import { Key } from './Key.tsx';
import {
  accentsOf,
  digitRow,
  extraRow,
  type KeyboardMode,
  layoutFor,
  needsLatinToo,
  symbolRows,
} from './layouts.ts';
import { useRovingKeys } from './useRovingKeys.ts';
import './keyboard.css';

/** The keyboard's own words; the visitor's dictionary has them under `keyboard`. */
export interface KeyboardWords {
  label: string;
  shift: string;
  delete: string;
  space: string;
  accents: string;
  symbols: string;
  letters: string;
  next: string;
  done: string;
  left: string;
  right: string;
}

export interface KeyboardProps {
  language: string;
  mode: KeyboardMode;
  field: EditState;
  onEdit: (action: EditAction) => void;
  /** What the corner key does: the next field, or closing the form. */
  onEnter?: () => void;
  enter?: 'next' | 'done';
  words: KeyboardWords;
}

/** A keyboard to touch. It never takes the focus from the field under a finger; by keys it is one stop with arrows inside. */
export function Keyboard({ language, mode, field, onEdit, onEnter, enter = 'next', words }: KeyboardProps) {
  const [shift, setShift] = useState<Shift>('auto');
  const [symbols, setSymbols] = useState(false);
  const [latin, setLatin] = useState(false);
  const keys = useRovingKeys();

  const twoScripts = needsLatinToo(language) && mode !== 'email';
  const script = latin || (mode === 'email' && needsLatinToo(language)) ? 'en' : language;
  const layout = layoutFor(script);
  // Keys lie as on the keyboards one buys, from left to right; in a line that runs the other way the arrows change places.
  const [back, forth] =
    layout.direction === 'rtl' ? (['right', 'left'] as const) : (['left', 'right'] as const);
  const raised = isRaised(shift, mode, field);
  const shown = (letter: string) => (raised && mode !== 'email' ? raise(letter, script) : letter);
  const write = (text: string) => {
    onEdit({ type: 'insert', text });
    setShift(shiftAfterLetter);
  };
  const letter = (each: string) => (
    <Key
      key={each}
      label={shown(each)}
      onPress={() => write(shown(each))}
      more={accentsOf(each).map(shown)}
      onMore={write}
    />
  );
  const plain = (each: string) => <Key key={each} label={each} onPress={() => write(each)} />;
  const rows = symbols ? symbolRows : layout.rows;
  const row = (text: string) => [...text].map(symbols ? plain : letter);

  const backspace = (
    <Key
      wide
      quiet
      repeat
      label={<Delete aria-hidden="true" />}
      name={words.delete}
      onPress={() => onEdit({ type: 'backspace' })}
    />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a keyboard is no set of form fields
    <div className="keyboard" role="group" aria-label={words.label} dir="ltr" {...keys}>
      {!symbols && digitRow(mode) && <Row>{[...digitRow(mode)].map(plain)}</Row>}
      {!symbols && mode !== 'email' && layout.accents && (
        <Row label={words.accents}>{[...layout.accents].map(letter)}</Row>
      )}
      <Row>{row(rows[0])}</Row>
      <Row>{row(rows[1])}</Row>
      <Row>
        {!symbols && layout.direction === 'ltr' && (
          <Key
            wide
            quiet
            label={<ArrowBigUp aria-hidden="true" fill={raised ? 'currentColor' : 'none'} />}
            name={words.shift}
            pressed={raised}
            locked={shift === 'lock'}
            onPress={() => setShift((now) => pressShift(now, raised))}
          />
        )}
        {row(rows[2])}
        {backspace}
      </Row>
      <Row>
        <Key
          wide
          quiet
          label={symbols ? 'ABC' : '123'}
          name={symbols ? `ABC ${words.letters}` : `123 ${words.symbols}`}
          onPress={() => setSymbols(!symbols)}
        />
        {twoScripts && !symbols && (
          <Key
            wide
            quiet
            label={latin ? 'ع' : 'ABC'}
            name={`${latin ? 'ع' : 'ABC'} ${words.letters}`}
            onPress={() => setLatin(!latin)}
          />
        )}
        {!symbols && extraRow(mode).map(plain)}
        {mode !== 'email' && <Key space label=" " name={words.space} onPress={() => write(' ')} />}
        <Key
          quiet
          label={<ArrowLeft aria-hidden="true" />}
          name={words.left}
          onPress={() => onEdit({ type: back })}
        />
        <Key
          quiet
          label={<ArrowRight aria-hidden="true" />}
          name={words.right}
          onPress={() => onEdit({ type: forth })}
        />
        {onEnter && (
          <Key
            wide
            strong
            label={enter === 'next' ? words.next : <Check aria-hidden="true" />}
            name={enter === 'next' ? words.next : words.done}
            onPress={onEnter}
          />
        )}
      </Row>
    </div>
  );
}

function Row({ children, label }: { children: ReactNode; label?: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of keys is no fieldset; it has a name only where one helps
    <div className="keyboard-row" role="group" aria-label={label}>
      {children}
    </div>
  );
}
