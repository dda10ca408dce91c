import { focusedIn, isText } from './fields.ts';

/** A key that was kept from the page until it is known whose it is. */
export type HeldKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'location'
>;

/** Elements that Space or Enter presses. */
const pressable = 'button, a[href], summary, input, [role="button"]';

/**
 * Keys whose effect could not be taken back: those that press, submit or leave something. Letters are not among them, nor
 * is what moves the focus.
 */
export function isIrrevocable({ key, ctrlKey, metaKey, altKey }: HeldKey, focused: Element | null): boolean {
  if (ctrlKey || metaKey || altKey || !focused) return false;
  if (key === 'Enter') return true;
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
  } else if (key === 'Enter' ? target.matches('button, a[href], summary') : key === ' ') target.click();
}
