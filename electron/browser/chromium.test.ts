import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findChromium, openChromium } from './chromium.ts';
import { readOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-chromium-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}

describe('findChromium', () => {
  test('takes the first of the usual names on the path that may be run', () => {
    program('chromium', 'exit 0', 0o644);
    const chrome = program('google-chrome', 'exit 0');
    expect(findChromium({ PATH: ['/nowhere', folder].join(delimiter) })).toBe(chrome);
  });

  test('takes the one that was named, and no other', () => {
    const own = program('my browser', 'exit 0');
    expect(findChromium({ PROOFDESK_CHROMIUM: own, PATH: folder })).toBe(own);
    expect(() => findChromium({ PROOFDESK_CHROMIUM: '/nowhere/chrome', PATH: folder })).toThrow(
      expect.objectContaining({ code: 'browser/not-found' }),
    );
  });

  test('says what to do when there is none', () => {
    expect(() => findChromium({ PATH: '/nowhere' })).toThrow(/apt-get install chromium/);
    expect(() => findChromium({})).toThrow(expect.objectContaining({ code: 'browser/not-found' }));
  });
});

describe.skipIf(process.platform === 'win32')('openChromium', () => {
  const kind = (profiles: string) => ({
    profiles: join(folder, profiles),
    mode: 'headless' as const,
    flags: [],
  });

  test('gives each window a profile of its own, and deletes it with the window', async () => {
    const sleeper = program('sleeper', 'exec sleep 30');
    const window = openChromium(sleeper, 'http://127.0.0.1:1/', kind('kept'));
    const other = openChromium(sleeper, 'http://127.0.0.1:1/', kind('kept'));
    expect(readdirSync(join(folder, 'kept'))).toHaveLength(2);
    const codes: (number | null)[] = [];
    window.onExit((code) => codes.push(code));
    await window.close();
    await other.close();
    await window.close();
    expect(codes).toHaveLength(1);
    expect(readdirSync(join(folder, 'kept'))).toEqual([]);
  });

  test('lets the page of its address use the camera, and nobody else anything', async () => {
    const sleeper = program('camera-sleeper', 'exec sleep 30');
    const preferences = (name: string) => {
      const [profile = ''] = readdirSync(join(folder, name));
      const file = join(folder, name, profile, 'Default', 'Preferences');
      return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
    };
    const address = 'http://127.0.0.1:4711/visitor#token=secret';
    const seeing = openChromium(sleeper, address, { ...kind('seeing'), camera: true });
    const blind = openChromium(sleeper, address, kind('blind'));
    expect(preferences('seeing')).toEqual({
      profile: {
        content_settings: {
          exceptions: { media_stream_camera: { 'http://127.0.0.1:4711,*': { setting: 1 } } },
        },
      },
    });
    expect(preferences('blind')).toBeNull();
    await Promise.all([seeing.close(), blind.close()]);
  });

  test('tells of a program that ends or cannot be started', async () => {
    for (const executable of [program('ending', 'exit 3'), join(folder, 'missing')]) {
      const window = openChromium(executable, 'http://127.0.0.1:1/', kind('gone'));
      const code = await new Promise((resolve) => window.onExit(resolve));
      expect(code).toBe(executable.endsWith('missing') ? null : 3);
      await window.close();
      expect(existsSync(join(folder, 'gone')) && readdirSync(join(folder, 'gone'))).toEqual([]);
    }
  });
});

describe('readOptions', () => {
  test('has a default for everything', () => {
    expect(readOptions([])).toMatchObject({
      station: null,
      simulate: false,
      port: 0,
      window: true,
      vision: true,
    });
  });

  test('reads what it is told, and makes paths whole', () => {
    const read = readOptions([
      '--simulate',
      '--no-window',
      '--no-vision',
      '--json',
      '--port',
      '8080',
      '--data',
      'x',
    ]);
    expect(read).toMatchObject({ simulate: true, window: false, vision: false, json: true, port: 8080 });
    expect(read.data).toBe(join(process.cwd(), 'x'));
  });

  test.each([['--port', '70000'], ['--port', 'http'], ['--port', '-1'], ['--unknown'], ['loose']])(
    'refuses %s %s',
    (...argv) => {
      expect(() => readOptions(argv.filter(Boolean))).toThrow(TypeError);
    },
  );
});
