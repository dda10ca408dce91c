import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../contract/shell.ts';
import { display } from '../testing/electron-double.ts';
import { type Shell, startShell } from '../testing/start-shell.ts';
import { goneResponses } from './gone.ts';

const production = { packaged: true, station: { profile: 'attended' }, hostReady: true } as const;
const roles = ['visitor', 'staff', 'station', 'vision'] as const;
const shownVisitors = (shell: Shell) => shell.windowsOf('visitor').filter((window) => window.isVisible());

describe('web preferences', () => {
  test.each(roles)('of the %s window are the strict ones', async (role) => {
    const shell = await startShell({ hostReady: true });
    shell.host().says({ type: 'open-vision' });
    const windows = shell.windowsOf(role);
    expect(windows.length).toBe(role === 'visitor' ? 2 : 1);
    for (const window of windows) {
      expect(window.preferences).toMatchObject({
        preload: `${shell.root}/out/preload/index.cjs`,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        plugins: false,
        spellcheck: false,
        backgroundThrottling: role !== 'vision',
      });
      expect(window.preferences.partition).toMatch(new RegExp(`^${role}`));
      expect(window.lastContents.mainFrame.url).toBe(`app://kiosk/${role}/index.html`);
    }
  });

  test('developer tools exist in development only', async () => {
    expect((await startShell()).windowsOf('visitor')[0]?.preferences.devTools).toBe(true);
    const shell = await startShell(production);
    expect(shell.windows.map((window) => window.preferences.devTools)).not.toContain(true);
  });
});

describe('which windows there are', () => {
  test('a real station has no panel of simulated devices', async () => {
    const shell = await startShell(production);
    expect(shell.windowsOf('station')).toEqual([]);
    expect(shell.windowsOf('staff')).toHaveLength(1);
    expect(shell.windowsOf('vision')).toEqual([]);
  });

  test('a self-service station has no staff window', async () => {
    const shell = await startShell({ packaged: true, station: {} });
    expect(shell.windowsOf('staff')).toEqual([]);
  });

  test('the vision page is never shown, and is replaced when asked for again', async () => {
    const shell = await startShell(production);
    shell.host().says({ type: 'open-vision' });
    const first = shell.windowsOf('vision')[0]!;
    shell.paint();
    expect(first.isVisible()).toBe(false);
    shell.host().says({ type: 'open-vision' });
    expect(first.isDestroyed()).toBe(true);
    expect(shell.windowsOf('vision')).toHaveLength(1);
  });
});

test('the vision page ends with its host, and the next host asks for its own', async () => {
  const shell = await startShell(production);
  shell.host().says({ type: 'open-vision' });
  shell.host().end(1);
  expect(shell.windowsOf('vision')).toEqual([]);
  await shell.pass(10_000);
  expect(shell.windowsOf('vision')).toEqual([]);
});

describe('displays', () => {
  test('the visitor gets the touch screen as a kiosk, staff the main display as a window', async () => {
    const shell = await startShell(production);
    shell.paint();
    const [visitor] = shownVisitors(shell);
    expect(visitor?.isKiosk()).toBe(true);
    expect(visitor?.options).toMatchObject({ frame: false, closable: false });
    expect(visitor?.getBounds()).toEqual({ x: 1920, y: 0, width: 1920, height: 1080 });
    const [staff] = shell.windowsOf('staff');
    expect(staff?.isKiosk()).toBe(false);
    expect(staff?.getBounds().x).toBe(0);
  });

  test('a self-service kiosk moves when its display is taken, and goes back when it returns', async () => {
    const station = { shell: { displays: { visitor: '2' } } };
    const shell = await startShell({ packaged: true, station, hostReady: true });
    shell.paint();
    const [visitor] = shownVisitors(shell);
    expect(visitor?.getBounds().x).toBe(1920);
    shell.screen.remove(2);
    expect(visitor?.getBounds().x).toBe(0);
    expect(visitor?.isKiosk()).toBe(true);
    shell.screen.add(display(2, 1920, true));
    expect(visitor?.getBounds().x).toBe(1920);
    expect(visitor?.isDestroyed()).toBe(false);
  });

  test('what staff see never comes to the visitor’s display', async () => {
    const shell = await startShell(production);
    shell.paint();
    const [staff] = shell.windowsOf('staff');
    shell.screen.remove(1);
    expect(staff?.isVisible()).toBe(false);
    expect(shownVisitors(shell)).toHaveLength(1);
    shell.screen.add(display(1, 0));
    expect(staff?.isVisible()).toBe(true);
    expect(staff?.getBounds().x).toBe(0);
  });

  test('a kiosk never covers the display of staff', async () => {
    const shell = await startShell(production);
    shell.paint();
    shell.screen.remove(2);
    expect(shownVisitors(shell)).toEqual([]);
    expect(shell.windowsOf('staff')[0]?.isVisible()).toBe(true);
    expect(shell.logged).toContainEqual(
      expect.objectContaining({ code: 'window/no-display', role: 'visitor' }),
    );
  });
});

describe('after a visit', () => {
  test('the renderer is destroyed and a waiting one shown, in another partition', async () => {
    const shell = await startShell(production);
    shell.paint();
    const [old] = shownVisitors(shell);
    const [, spare] = shell.windowsOf('visitor');
    shell.host().says({ type: 'visit-ended' });
    await shell.pass(0);
    expect(old?.isDestroyed()).toBe(true);
    expect(shownVisitors(shell)).toEqual([spare]);
    expect(spare?.isKiosk()).toBe(true);
    expect(spare?.preferences.partition).not.toBe(old?.preferences.partition);
    expect(shell.sessionOf(String(old?.preferences.partition)).cleared).toBe(1);
    expect(shell.clipboard.cleared).toBe(1);
    expect(shell.windowsOf('visitor')).toHaveLength(2);
  });

  test('never are there two before the visitor, however fast visits end', async () => {
    const shell = await startShell(production);
    for (let i = 0; i < 5; i += 1) {
      shell.host().says({ type: 'visit-ended' });
      if (i % 2) await shell.pass(1);
      shell.paint();
      expect(shownVisitors(shell)).toHaveLength(1);
    }
    await shell.pass(100);
    expect(shell.windowsOf('visitor')).toHaveLength(2);
    expect(shell.app.exitCode).toBeUndefined();
  });

  test('an unpainted window is shown when it has something to show', async () => {
    const shell = await startShell(production);
    shell.host().says({ type: 'visit-ended' });
    expect(shownVisitors(shell)).toEqual([]);
    shell.paint();
    expect(shownVisitors(shell)).toHaveLength(1);
  });
});

describe('a page that fails', () => {
  const reasons = Object.keys(goneResponses);

  test.each(reasons)('render process gone: %s', async (reason) => {
    for (const role of ['visitor', 'staff'] as const) {
      const shell = await startShell(production);
      shell.paint();
      const [failed] = shell.windowsOf(role);
      failed?.lastContents.goneBecause(reason);
      if (reason === 'integrity-failure') {
        expect(shell.app.exitCode).toBe(exitCodes.needsOperator);
        continue;
      }
      await shell.pass(1_000);
      shell.paint();
      expect(failed?.isDestroyed()).toBe(true);
      expect(shell.windowsOf(role).filter((window) => window.isVisible())).toHaveLength(1);
      expect(shell.app.exitCode).toBeUndefined();
    }
  });

  test.each([
    ['unresponsive', []],
    ['preload-error', [{}, 'index.cjs', new Error('x')]],
    ['did-fail-load', [{}, -6, 'ERR_FILE_NOT_FOUND', 'app://kiosk/visitor/index.html', true]],
  ])('%s', async (event, args) => {
    const shell = await startShell(production);
    shell.paint();
    const [failed] = shownVisitors(shell);
    failed?.lastContents.emit(event, ...args);
    expect(failed?.isDestroyed()).toBe(true);
    expect(shownVisitors(shell)).toHaveLength(1);
    await shell.pass(1_000);
    expect(shell.windowsOf('visitor')).toHaveLength(2);
  });

  test('an aborted load and a failed part of a page are no failure of the page', async () => {
    const shell = await startShell(production);
    const [visitor] = shell.windowsOf('visitor');
    visitor?.lastContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', '', true);
    visitor?.lastContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', '', false);
    expect(visitor?.isDestroyed()).toBe(false);
  });

  test('the spare may fail too: it is made again', async () => {
    const shell = await startShell(production);
    shell.paint();
    const [current, spare] = shell.windowsOf('visitor');
    spare?.lastContents.goneBecause('oom');
    await shell.pass(1_000);
    expect(current?.isDestroyed()).toBe(false);
    expect(shell.windowsOf('visitor')).toHaveLength(2);
  });

  test.each(['visitor', 'staff'])('%s again and again: the app exits with a code', async (role) => {
    const shell = await startShell(production);
    for (let i = 0; i < 6; i += 1) {
      shell.windowsOf(role)[0]?.lastContents.goneBecause('crashed');
      await shell.pass(15_000);
    }
    expect(shell.app.exitCode).toBe(exitCodes.restart);
    expect(shell.app.relaunches).toBe(0);
  });

  test('vision again and again: the kiosk goes on, and the host may ask once more', async () => {
    const shell = await startShell(production);
    shell.host().says({ type: 'open-vision' });
    for (let i = 0; i < 8; i += 1) {
      shell.windowsOf('vision')[0]?.lastContents.goneBecause('crashed');
      await shell.pass(15_000);
    }
    expect(shell.app.exitCode).toBeUndefined();
    expect(shell.windowsOf('vision')).toEqual([]);
    shell.host().says({ type: 'open-vision' });
    expect(shell.windowsOf('vision')).toHaveLength(1);
  });

  test('a window somebody closed comes back', async () => {
    const shell = await startShell(production);
    const [staff] = shell.windowsOf('staff');
    staff?.destroy();
    await shell.pass(1_000);
    expect(shell.windowsOf('staff')).toHaveLength(1);
  });
});
