import { Check, Delete } from 'lucide-react';
import type { EditAction } from './edit.ts';
import { Key } from './Key.tsx';
import type { KeyboardWords } from './Keyboard.tsx';
import { useRovingKeys } from './useRovingKeys.ts';
import './keyboard.css';

const rows = ['123', '456', '789'];

/** Ten digits to touch, as on a telephone in every language; by keys it is one stop with arrows inside. */
export function NumberPad({
  onEdit,
  onEnter,
  words,
}: {
  onEdit: (action: EditAction) => void;
  onEnter: () => void;
  words: Pick<KeyboardWords, 'label' | 'delete' | 'done'>;
}) {
  const keys = useRovingKeys();
  const digit = (text: string) => (
    <Key key={text} label={text} onPress={() => onEdit({ type: 'insert', text })} />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a keyboard is no set of form fields
    <div className="keyboard number-pad" role="group" aria-label={words.label} dir="ltr" {...keys}>
      {rows.map((row) => (
        <div key={row} className="keyboard-row">
          {[...row].map(digit)}
        </div>
      ))}
      <div className="keyboard-row">
        <Key
          quiet
          repeat
          label={<Delete aria-hidden="true" />}
          name={words.delete}
          onPress={() => onEdit({ type: 'backspace' })}
        />
        {digit('0')}
        <Key strong label={<Check aria-hidden="true" />} name={words.done} onPress={onEnter} />
      </div>
    </div>
  );
}
