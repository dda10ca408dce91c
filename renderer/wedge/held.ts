import { focusedIn, isText } from './fields.ts';

/** A key that was kept from the page until it is known whose it is. */
export type HeldKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'location'
>;

/** Elements that Space presses. */
const pressable = 'button, summary, input, select, [role="button"]';

/**
 * Keys whose effect could not be taken back: those that press, submit or choose something. Letters in a field are not among
 * them, nor is what moves the focus.
 */
export function isIrrevocable({ key, ctrlKey, metaKey, altKey }: HeldKey, focused: Element | null): boolean {
  if (ctrlKey || metaKey || altKey || !focused) return false;
  if (key === 'Enter') return true;
  // A letter chooses from a list.
  if (focused instanceof HTMLSelectElement) return key.length === 1;
  return key === ' ' && !isText(focused) && focused.matches(pressable);
}

/** Does what the page and the browser would have done with a person's keys, in their order. */
export function giveBack(page: Document, keys: readonly HeldKey[]): void {
  for (const key of keys) press(page, key);
}

function press(page: Document, held: HeldKey): void {
  const target = focusedIn(page) ?? page.body;
  const { key, code, shiftKey, ctrlKey, altKey, metaKey, location } = held;
  const again = new KeyboardEvent('keydown', {
    key,
    code,
    shiftKey,
    ctrlKey,
    altKey,
    metaKey,
    location,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  if (!target.dispatchEvent(again) || ctrlKey || altKey || metaKey) return;
  const focused = focusedIn(page);
  if (focused !== target) return;
  if (isText(target)) {
    if (key === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit();
    else if (key === 'Enter') page.execCommand('insertText', false, '\n');
    else if (key.length === 1) page.execCommand('insertText', false, key);
  } else if (target instanceof HTMLSelectElement) choose(target, key);
  else if (key === 'Enter' ? target.matches('button, a[href], summary') : key === ' ') target.click();
}

/** The next entry that begins with that letter; Space opens the list. */
function choose(list: HTMLSelectElement, key: string): void {
  if (key === ' ') {
    // Browsers open it for a person only, and refuse when the key is long ago.
    try {
      list.showPicker();
    } catch {}
    return;
  }
  const after = [...list.options].map((_, index, all) => all[(list.selectedIndex + 1 + index) % all.length]!);
  const next = after.find(
    ({ text, disabled }) => !disabled && text.trim().toLowerCase().startsWith(key.toLowerCase()),
  );
  if (key.length !== 1 || !next || next.selected) return;
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(list, next.value);
  for (const type of ['input', 'change']) list.dispatchEvent(new Event(type, { bubbles: true }));
}
