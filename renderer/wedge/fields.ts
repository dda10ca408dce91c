type TextElement = HTMLInputElement | HTMLTextAreaElement;

/** What the focus was on, and what stood there. */
export interface Scene {
  focused: Element | null;
  field: { element: TextElement; text: string; start: number | null; end: number | null } | null;
}

/** The element that keys go to, the page itself aside. */
export function focusedIn(page: Document): HTMLElement | null {
  const { activeElement } = page;
  return activeElement instanceof HTMLElement && activeElement !== page.body ? activeElement : null;
}

export function isText(element: Element | null): element is TextElement {
  if (element instanceof HTMLTextAreaElement) return true;
  return (
    element instanceof HTMLInputElement &&
    !/^(button|checkbox|radio|submit|reset|file|range|color|image|hidden)$/.test(element.type)
  );
}

export function sceneOf(page: Document): Scene {
  const focused = focusedIn(page);
  const field = isText(focused)
    ? { element: focused, text: focused.value, start: focused.selectionStart, end: focused.selectionEnd }
    : null;
  return { focused, field };
}

/** Has every field, and the focus if wanted, as they were in the first of these scenes they appear in. */
export function restore(page: Document, scenes: readonly Scene[], focusToo: boolean): void {
  const done = new Set<Element>();
  for (const { field } of scenes) {
    if (!field || done.has(field.element)) continue;
    done.add(field.element);
    putBack(field);
  }
  const [first] = scenes;
  if (!first || !focusToo || first.focused === focusedIn(page)) return;
  if (first.focused instanceof HTMLElement && first.focused.isConnected) {
    first.focused.focus({ preventScroll: true });
  } else focusedIn(page)?.blur();
}

/** React keeps the value it knows on the element itself; only the prototype's setter goes around that, so that it sees a change. */
function putBack({ element, text, start, end }: NonNullable<Scene['field']>): void {
  if (!element.isConnected) return;
  if (element.value !== text) {
    const prototype = element instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set?.call(element, text);
    select(element, start, end);
    element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }));
  }
  select(element, start, end);
}

function select(element: TextElement, start: number | null, end: number | null): void {
  // Fields of some types have no selection.
  if (start !== null && end !== null) element.setSelectionRange(start, end);
}
