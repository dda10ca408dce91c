import { app, Menu, type WebContents } from 'electron';
import { log } from './log.ts';

/** Keys that reload, zoom, print, open tools or leave the window. They reach no page in production. */
export function isForbiddenShortcut(input: Electron.Input): boolean {
  const command = input.control || input.meta;
  if (/^F([1-9]|1[0-2])$/.test(input.key)) return true;
  // A reader that is a keyboard types characters by their numbers; without Num Lock these keys are called arrows.
  if (input.alt && !command && /^Numpad\d$/.test(input.code)) return false;
  if (input.alt && ['F4', 'Tab', 'ArrowLeft', 'ArrowRight', 'Home', ' '].includes(input.key)) return true;
  if (['BrowserBack', 'BrowserForward', 'BrowserHome', 'BrowserRefresh'].includes(input.key)) return true;
  if (!command) return false;
  const editing = !input.shift && !input.alt && /^[acvxz]$/i.test(input.key);
  const alone = ['Control', 'Meta', 'Shift', 'Alt', 'AltGraph'].includes(input.key);
  // AltGr arrives as Control+Alt on Windows and writes ordinary characters such as "@".
  const writing = input.control && input.alt && !input.meta && input.key.length === 1;
  return !editing && !alone && !writing && !isControlCharacter(input);
}

/** STX, ETX, LF, CR, RS and GS as readers that are keyboards type them. A page without a browser around it does nothing at these. */
function isControlCharacter({ control, shift, alt, meta, code }: Electron.Input): boolean {
  if (!control || alt || meta) return false;
  return code === 'Digit6' || (!shift && /^(Key[BCJM]|BracketRight)$/.test(code));
}

/** For every page that will ever be: it cannot go anywhere, open anything or embed anything. */
export function hardenContents(production: boolean): void {
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (what: string) => (event: { preventDefault(): void }) => {
      event.preventDefault();
      log('page/refused', { what });
    };
    contents.on('will-navigate', refuse('navigation'));
    contents.on('will-frame-navigate', refuse('frame-navigation'));
    contents.on('will-redirect', refuse('redirect'));
    contents.on('will-attach-webview', refuse('webview'));
    contents.setWindowOpenHandler(() => {
      log('page/refused', { what: 'window-open' });
      return { action: 'deny' };
    });
    // A page that would rather stay is not asked, and nobody sees a question.
    contents.on('will-prevent-unload', (event) => event.preventDefault());
    contents.on('select-bluetooth-device', (event, _devices, choose) => {
      event.preventDefault();
      choose('');
    });
    if (production) lockKeys(contents);
  });
  app.on('login', (event) => event.preventDefault());
  app.on('select-client-certificate', (event) => event.preventDefault());
}

function lockKeys(contents: WebContents): void {
  contents.on('before-input-event', (event, input) => {
    if (isForbiddenShortcut(input)) event.preventDefault();
  });
  contents.on('zoom-changed', () => contents.setZoomLevel(0));
  contents.on('dom-ready', () => void contents.setVisualZoomLevelLimits(1, 1));
  contents.on('devtools-opened', () => contents.closeDevTools());
  contents.on('context-menu', (event) => event.preventDefault());
}
