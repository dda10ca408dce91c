import type { Page } from 'playwright-core';
import type { KeyStroke } from '../../../electron/contract/index.ts';
import { keyCaps } from '../../../native-drivers/protocols/key-layouts.ts';

interface KeyEvent {
  type: 'keyDown' | 'rawKeyDown' | 'keyUp';
  key: string;
  code: string;
  text?: string;
  modifiers: number;
  windowsVirtualKeyCode: number;
  autoRepeat?: boolean;
  timestamp: number;
}

const named: Record<string, [key: string, text: string, windowsVirtualKeyCode: number]> = {
  Enter: ['Enter', '\r', 13],
  Tab: ['Tab', '', 9],
  Space: [' ', ' ', 32],
};
const [altBit, controlBit, shiftBit] = [1, 2, 8];

/** Two windows hear the keys in the order and at the times they are given, however busy the machine is. */
export async function send(page: Page, events: readonly KeyEvent[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await Promise.all(events.map((event) => session.send('Input.dispatchKeyEvent', event)));
  await session.detach();
}

/** What a system set to an American keyboard makes of a reader's strokes: Shift, the key, and both let go again. */
export function pressed(strokes: readonly KeyStroke[], pace = 4): KeyEvent[] {
  let at = Date.now() / 1000;
  const events: KeyEvent[] = [];
  const modifier = (type: 'rawKeyDown' | 'keyUp', key: string, code: string, modifiers: number) =>
    events.push({ type, key, code, modifiers, windowsVirtualKeyCode: 0, timestamp: at });
  let altDown = false;
  for (const [index, stroke] of strokes.entries()) {
    const { code, shift, alt, altBegins, altGraph, control } = stroke;
    at += index === 0 ? 0 : pace / 1000;
    if (altDown && (!alt || altBegins)) modifier('keyUp', 'Alt', 'AltLeft', 0);
    if (alt && altBegins) modifier('rawKeyDown', 'Alt', 'AltLeft', altBit);
    altDown = alt;
    if (altGraph) modifier('rawKeyDown', 'Alt', 'AltRight', altBit);
    if (shift) modifier('rawKeyDown', 'Shift', 'ShiftLeft', shiftBit);
    const [key, text, windowsVirtualKeyCode] = named[code] ?? [capOf(stroke), capOf(stroke), 0];
    const modifiers = (alt || altGraph ? altBit : 0) + (shift ? shiftBit : 0) + (control ? controlBit : 0);
    const typed = text !== '' && !alt && !altGraph && !control;
    events.push(
      {
        type: typed ? 'keyDown' : 'rawKeyDown',
        key,
        code,
        ...(typed && { text }),
        modifiers,
        windowsVirtualKeyCode,
        timestamp: at,
      },
      { type: 'keyUp', key, code, modifiers, windowsVirtualKeyCode, timestamp: at },
    );
    if (shift) modifier('keyUp', 'Shift', 'ShiftLeft', 0);
    if (altGraph) modifier('keyUp', 'Alt', 'AltRight', 0);
  }
  if (altDown) modifier('keyUp', 'Alt', 'AltLeft', 0);
  return events;
}

const capOf = ({ code, shift }: KeyStroke): string =>
  keyCaps('us').get(code)?.levels[shift ? 1 : 0] || code.replace(/^Numpad/, '');
