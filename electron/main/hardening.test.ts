import { expect, test } from 'vitest';
import { cancelable } from './testing/life.ts';
import { startShell } from './testing/start-shell.ts';

const pressed = (keys: string): Electron.Input => {
  const parts = keys.split('+');
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return {
    type: 'keyDown',
    key: parts.at(-1)!,
    code: '',
    control: has('Control'),
    shift: has('Shift'),
    alt: has('Alt'),
    meta: has('Meta'),
  } as Electron.Input;
};

test.each(['visitor', 'staff', 'station', 'vision'])(
  'the %s page cannot leave, open or embed',
  async (role) => {
    const shell = await startShell({ hostReady: true });
    shell.host().says({ type: 'open-vision' });
    const contents = shell.windowsOf(role)[0]!.lastContents;
    expect(contents.attempt('will-navigate', 'https://example.org/')).toBe(false);
    expect(contents.attempt('will-navigate', 'app://kiosk/staff/index.html')).toBe(false);
    expect(contents.attempt('will-frame-navigate')).toBe(false);
    expect(contents.attempt('will-redirect')).toBe(false);
    expect(contents.attempt('will-attach-webview', {}, {})).toBe(false);
    expect(contents.opens('https://example.org/')).toBe(false);
    expect(contents.opens('app://kiosk/staff/index.html')).toBe(false);
  },
);

test('passwords and certificates are never asked for', async () => {
  const shell = await startShell();
  for (const event of ['login', 'select-client-certificate']) {
    const trial = cancelable();
    shell.app.emit(event, trial);
    expect(trial.defaultPrevented).toBe(true);
  }
});

const forbidden = [
  'F5',
  'F11',
  'F12',
  'Alt+F4',
  'Alt+ArrowLeft',
  'Control+r',
  'Control+Shift+I',
  'Control+Shift+r',
  'Control+w',
  'Control+p',
  'Control+o',
  'Control+n',
  'Control++',
  'Control+-',
  'Control+0',
  'Meta+q',
  'Meta+Alt+i',
  'BrowserBack',
];
const allowed = [
  'a',
  'Enter',
  'Tab',
  'Shift+Tab',
  'Control+c',
  'Control+v',
  'Control+z',
  'Control+Alt+@',
  'Control',
];

test('in production tools, reload, zoom and the way out have no keys; writing has', async () => {
  const shell = await startShell({ packaged: true, station: {} });
  const contents = shell.windowsOf('visitor')[0]!.lastContents;
  const reaches = (keys: string) => contents.attempt('before-input-event', pressed(keys));
  expect(forbidden.filter(reaches)).toEqual([]);
  expect(allowed.filter(reaches)).toEqual(allowed);

  contents.toolsOpen = true;
  contents.emit('devtools-opened');
  expect(contents.toolsOpen).toBe(false);
  contents.zoomLevel = 3;
  contents.emit('zoom-changed', {}, 'in');
  expect(contents.zoomLevel).toBe(0);
  expect(contents.attempt('context-menu')).toBe(false);
});

test('characters typed by their numbers come through, with Num Lock and without', async () => {
  const shell = await startShell({ packaged: true, station: {} });
  const contents = shell.windowsOf('visitor')[0]!.lastContents;
  const reaches = (keys: string, code: string) =>
    contents.attempt('before-input-event', { ...pressed(keys), code });
  expect(reaches('Alt+4', 'Numpad4')).toBe(true);
  expect(reaches('Alt+ArrowLeft', 'Numpad4')).toBe(true);
  expect(reaches('Alt+ArrowLeft', 'ArrowLeft')).toBe(false);
  expect(reaches('Control+Alt+ArrowLeft', 'Numpad4')).toBe(false);
});

test('control characters of a reader that is a keyboard come through, and no other shortcut with them', async () => {
  const shell = await startShell({ packaged: true, station: {} });
  const contents = shell.windowsOf('visitor')[0]!.lastContents;
  const reaches = (keys: string, code: string) =>
    contents.attempt('before-input-event', { ...pressed(keys), code });
  expect(reaches('Control+j', 'KeyJ')).toBe(true);
  expect(reaches('Control+Shift+^', 'Digit6')).toBe(true);
  expect(reaches('Control+]', 'BracketRight')).toBe(true);
  expect(reaches('Control+Shift+J', 'KeyJ')).toBe(false);
  expect(reaches('Control+Alt+Delete', 'KeyJ')).toBe(false);
  expect(reaches('Control+i', 'KeyI')).toBe(false);
  expect(reaches('Meta+m', 'KeyM')).toBe(false);
});

test('in development the keys are there', async () => {
  const shell = await startShell();
  const contents = shell.windowsOf('visitor')[0]!.lastContents;
  expect(contents.attempt('before-input-event', pressed('F12'))).toBe(true);
});
