import { describe, expect, test } from 'vitest';
import { cancelable } from './testing/life.ts';
import { type Shell, startShell } from './testing/start-shell.ts';

const page = 'app://kiosk/visitor/index.html';

async function shown(): Promise<Shell> {
  const shell = await startShell({ hostReady: true });
  shell.paint();
  return shell;
}

const contentsOf = (shell: Shell, role: string) => shell.windowsOf(role)[0]!.lastContents;

describe('permissions', () => {
  test('the shown visitor page gets the picture of the camera, and only that', async () => {
    const shell = await shown();
    const contents = contentsOf(shell, 'visitor');
    const asked = (details: object) =>
      contents.session.request(contents, 'media', {
        securityOrigin: 'app://kiosk/',
        requestingUrl: page,
        mediaTypes: ['video'],
        ...details,
      });
    expect(asked({})).toBe(true);
    expect(asked({ mediaTypes: ['audio'] })).toBe(false);
    expect(asked({ mediaTypes: ['video', 'audio'] })).toBe(false);
    expect(asked({ mediaTypes: [] })).toBe(false);
    expect(asked({ mediaTypes: undefined })).toBe(false);
    expect(asked({ securityOrigin: 'https://kiosk/' })).toBe(false);
    expect(asked({ securityOrigin: 'app://kiosk.evil/' })).toBe(false);
    expect(asked({ requestingUrl: 'app://kiosk/staff/index.html' })).toBe(false);
    expect(asked({ isMainFrame: false })).toBe(false);
  });

  test('no other window gets the camera, nor does the pre-warmed one', async () => {
    const shell = await shown();
    shell.host().says({ type: 'open-vision' });
    const details = { securityOrigin: 'app://kiosk/', requestingUrl: page, mediaTypes: ['video' as const] };
    const spare = shell.windowsOf('visitor')[1]!.lastContents;
    for (const contents of [
      spare,
      ...['staff', 'station', 'vision'].map((role) => contentsOf(shell, role)),
    ]) {
      expect(contents.session.request(contents, 'media', details)).toBe(false);
      expect(contents.session.check(contents, 'media', 'app://kiosk/', { mediaType: 'video' })).toBe(false);
    }
  });

  test('the check answers as the request does', async () => {
    const shell = await shown();
    const contents = contentsOf(shell, 'visitor');
    const { session } = contents;
    expect(session.check(contents, 'media', 'app://kiosk/', { mediaType: 'video' })).toBe(true);
    expect(session.check(contents, 'media', 'app://kiosk/', { mediaType: 'audio' })).toBe(false);
    expect(session.check(contents, 'media', 'app://kiosk/', { mediaType: 'unknown' })).toBe(false);
    expect(session.check(contents, 'media', 'file:///', { mediaType: 'video' })).toBe(false);
    expect(session.check(null, 'media', 'app://kiosk/', { mediaType: 'video' })).toBe(false);
    const inFrame = { mediaType: 'video' as const, isMainFrame: false };
    expect(session.check(contents, 'media', 'app://kiosk/', inFrame)).toBe(false);
  });

  test.each([
    'clipboard-read',
    'clipboard-sanitized-write',
    'deprecated-sync-clipboard-read',
    'display-capture',
    'fullscreen',
    'geolocation',
    'hid',
    'idle-detection',
    'keyboardLock',
    'local-network',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'smart-card',
    'speaker-selection',
    'storage-access',
    'usb',
    'web-printing',
    'window-management',
    'unknown',
  ])('%s is denied to every window', async (permission) => {
    const shell = await shown();
    for (const role of ['visitor', 'staff', 'station']) {
      const contents = contentsOf(shell, role);
      const details = { securityOrigin: 'app://kiosk/', requestingUrl: page };
      expect(contents.session.request(contents, permission, details)).toBe(false);
      expect(contents.session.check(contents, permission, 'app://kiosk/')).toBe(false);
    }
  });

  test('devices and screens are denied, also in sessions nobody planned for', async () => {
    const shell = await shown();
    for (const partition of ['visitor-a', 'visitor-b', 'staff', 'vision', '', 'persist:surprise']) {
      const session = shell.sessionOf(partition);
      expect(
        session.devicePermission?.({ deviceType: 'hid', origin: 'app://kiosk', device: {} as never }),
      ).toBe(false);
      let streams: unknown = 'unanswered';
      session.displayMedia?.({} as never, (given) => {
        streams = given;
      });
      expect(streams).toBeNull();
      expect(session.spellChecker).toBe(false);
      expect(session.request({}, 'media', { mediaTypes: ['video'] })).toBe(false);
      expect(session.lets('https://example.org/')).toBe(false);
    }
  });
});

describe('network', () => {
  test.each([
    [true, 'app://kiosk/visitor/index.html'],
    [true, 'blob:app://kiosk/8c8f'],
    [true, 'data:image/png;base64,AA=='],
    [false, 'https://telemetry.example/'],
    [false, 'http://127.0.0.1:8080/'],
    [false, 'ws://127.0.0.1/'],
    [false, 'file:///etc/passwd'],
    [false, 'app://other/visitor/index.html'],
    [false, 'app://user@kiosk/visitor/index.html'],
    [false, 'blob:https://example.org/8c8f'],
    [false, 'data:text/html,<script>'],
    [false, 'chrome://gpu'],
    [false, 'no address'],
  ])('%s: %s', async (goes, url) => {
    const shell = await shown();
    expect(contentsOf(shell, 'visitor').session.lets(url)).toBe(goes);
  });

  test('developer tools load in development only', async () => {
    const development = await shown();
    expect(contentsOf(development, 'visitor').session.lets('devtools://devtools/a.html')).toBe(true);
    const production = await startShell({ packaged: true, station: {} });
    expect(production.sessionOf('visitor-a').lets('devtools://devtools/a.html')).toBe(false);
  });

  test('nothing is downloaded', async () => {
    const shell = await shown();
    const trial = cancelable();
    shell.sessionOf('visitor-a').emit('will-download', trial);
    expect(trial.defaultPrevented).toBe(true);
  });
});

describe('app://', () => {
  const fetched = async (url: string, partition = 'visitor-a', method = 'GET') =>
    (await shown()).sessionOf(partition).fetch(url, method);

  test('serves the page with its policy', async () => {
    const response = await fetched(page);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>visitor</title>');
    const csp = response.headers.get('Content-Security-Policy') ?? '';
    expect(csp.split('; ')).toEqual([
      "default-src 'self'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' blob: data:",
      "media-src 'self' blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(response.headers.get('Permissions-Policy')).toContain('camera=(self), microphone=()');
  });

  test.each([
    ['app://kiosk/assets/visitor-1a2b.js', 'text/javascript; charset=utf-8'],
    ['app://kiosk/models/wasm/vision.wasm', 'application/wasm'],
    ['app://kiosk/models/face.task', 'application/octet-stream'],
    ['app://kiosk/visitor/index.html?x=1#y', 'text/html; charset=utf-8'],
  ])('%s is %s', async (url, type) => {
    const response = await fetched(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe(type);
  });

  test.each([
    'app://kiosk/',
    'app://kiosk/visitor/',
    'app://kiosk/visitor/missing.html',
    'app://kiosk/../../secret.json',
    'app://kiosk/assets/../../../secret.json',
    'app://kiosk/%2e%2e/%2e%2e/secret.json',
    'app://kiosk/..%2f..%2fsecret.json',
    'app://kiosk/assets/..%5c..%5csecret.json',
    'app://kiosk/assets/..\\..\\..\\secret.json',
    'app://kiosk/models/../models.json',
    'app://kiosk/models/%2e%2e/models.json',
    'app://kiosk//etc/passwd.json',
    'app://kiosk/assets//visitor-1a2b.js',
    'app://kiosk/assets/visitor-1a2b.js%00.html',
    'app://kiosk/assets/visitor-1a2b.js/',
    'app://kiosk/assets/.hidden.js',
    'app://kiosk/assets/link.json',
    'app://kiosk/assets/page.exe',
    'app://kiosk/C:/secret.json',
    'app://other/visitor/index.html',
    'app://kiosk:80/visitor/index.html',
  ])('%s is refused', async (url) => {
    const shell = await shown();
    const { symlinkSync } = await import('node:fs');
    symlinkSync(`${shell.root}/secret.json`, `${shell.root}/out/renderer/assets/link.json`);
    const response = await shell.sessionOf('visitor-a').fetch(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'self'");
  });

  test('a page of another role is refused, and so is anything but GET', async () => {
    expect((await fetched('app://kiosk/staff/index.html')).status).toBe(404);
    expect((await fetched('app://kiosk/staff/index.html', 'staff')).status).toBe(200);
    expect((await fetched(page, 'visitor-a', 'POST')).status).toBe(405);
  });
});
