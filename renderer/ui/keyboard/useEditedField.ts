import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { type EditAction, type EditState, edit } from './edit.ts';

/** A text field written to by both keyboards, the one on the glass and the one on the table; the caret is respected. */
export function useEditedField(
  initial: string,
  maxLength: number,
): {
  ref: RefObject<HTMLInputElement | null>;
  field: EditState;
  apply: (action: EditAction) => void;
  /** For the input's onChange and onSelect: takes over what the platform did. */
  take: () => void;
} {
  const ref = useRef<HTMLInputElement>(null);
  const [field, setField] = useState<EditState>({
    text: initial,
    start: initial.length,
    end: initial.length,
  });
  const own = useRef(false);

  useLayoutEffect(() => {
    const input = ref.current;
    if (!own.current || !input) return;
    own.current = false;
    input.setSelectionRange(field.start, field.end);
    // A caret beyond the visible part is brought back into it by the platform only when it is typed there.
    input.scrollLeft = field.start === field.text.length ? input.scrollWidth : input.scrollLeft;
  }, [field]);

  const apply = useCallback(
    (action: EditAction) => {
      own.current = true;
      setField((now) => edit(now, action, maxLength));
    },
    [maxLength],
  );
  const take = useCallback(() => {
    const input = ref.current;
    if (!input || own.current) return;
    const { value: text, selectionStart, selectionEnd } = input;
    setField({ text, start: selectionStart ?? text.length, end: selectionEnd ?? text.length });
  }, []);
  return { ref, field, apply, take };
}
