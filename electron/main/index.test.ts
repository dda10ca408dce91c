import { afterEach, expect, test, vi } from 'vitest';
import { exitCodes } from '../contract/shell.ts';
import { startShell } from './testing/start-shell.ts';

afterEach(() => vi.unstubAllEnvs());

test('a second instance leaves at once and starts nothing', async () => {
  const shell = await startShell({ lock: false });
  expect(shell.app.exitCode).toBe(exitCodes.done);
  expect(shell.windows).toEqual([]);
  expect(shell.processes).toEqual([]);
});

test('before it is ready, the app has its scheme, its sandbox and no menu', async () => {
  const shell = await startShell({ early: true });
  expect(shell.app.sandboxed).toBe(true);
  expect(shell.menus).toEqual([null]);
  expect(shell.schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
  expect(shell.schemes[0]?.privileges).not.toMatchObject({ bypassCSP: true });
  expect(shell.windows).toEqual([]);
});

test('forks the host with the station it found, and hands it no Node options', async () => {
  vi.stubEnv('NODE_OPTIONS', '--no-warnings');
  const shell = await startShell({ station: null, args: ['--simulate'] });
  const host = shell.host();
  expect(host.entry).toBe(`${shell.root}/out/main/host.js`);
  expect(host.options.env).not.toHaveProperty('NODE_OPTIONS');
  expect(host.received[0]?.message).toEqual({
    type: 'start',
    config: {
      dataDirectory: `${shell.root}/user/station`,
      resourcesDirectory: `${shell.root}/resources`,
      stationFile: null,
      simulated: true,
      cameraFile: `${shell.root}/user/station/camera.mjpeg`,
      version: '0.1.0-test',
      keyStoreBackend: 'gnome_libsecret',
    },
  });
});

test('in simulation the camera plays a film, in production never', async () => {
  const simulated = await startShell();
  expect(simulated.app.commandLine.getSwitchValue('use-file-for-fake-video-capture')).toContain(
    'camera.mjpeg',
  );
  expect(simulated.app.commandLine.hasSwitch('use-fake-device-for-media-stream')).toBe(true);

  const real = await startShell({ packaged: true, station: {}, args: ['--simulate', '--webcam=/x'] });
  expect([...real.app.commandLine.switches.keys()].filter((name) => name.includes('fake'))).toEqual([]);
  expect(real.host().told('start')[0]?.message).toMatchObject({
    config: { simulated: false, cameraFile: null },
  });
});

test.each(['remote-debugging-port', 'no-sandbox', 'use-fake-device-for-media-stream', 'js-flags'])(
  'in production --%s stops the app',
  async (name) => {
    const shell = await startShell({ packaged: true, station: {}, switches: { [name]: '' } });
    expect(shell.app.exitCode).toBe(exitCodes.needsOperator);
    expect(shell.windows).toEqual([]);
  },
);

test.each([
  ['no station file', { packaged: true }, 'shell/station-file-missing'],
  ['half a file', { packaged: true, station: '{"profile":' }, 'shell/station-file-invalid'],
  ['a wrong setting', { packaged: true, station: { shell: { kiosk: false } } }, 'shell/station-file-invalid'],
  ['an unknown profile', { packaged: true, station: { profile: 'lax' } }, 'shell/station-file-missing'],
])('%s: the app asks for an operator and shows no dialog', async (_name, options, code) => {
  const shell = await startShell(options);
  expect(shell.app.exitCode).toBe(exitCodes.needsOperator);
  expect(shell.logged.at(-1)).toMatchObject({ code: 'app/exit', because: code });
});

test('an unforeseen error ends the app with a code, without its text', async () => {
  const shell = await startShell({ hostReady: true });
  const [handler] = process.listeners('uncaughtException').slice(-1);
  handler?.(new TypeError('Erika Mustermann'), 'uncaughtException');
  expect(shell.app.exitCode).toBe(exitCodes.restart);
  expect(shell.app.relaunches).toBe(0);
  expect(JSON.stringify(shell.logged)).not.toContain('Erika');
});

test('a quit lets the host close its vault first', async () => {
  const shell = await startShell({ hostReady: true });
  const host = shell.host();
  shell.app.quit();
  expect(host.told('stop')).toHaveLength(1);
  expect(shell.app.exitCode).toBeUndefined();
  expect(shell.windows.every((window) => window.isDestroyed())).toBe(true);
  host.end(0);
  await shell.pass(1_000);
  expect(shell.app.exitCode).toBe(exitCodes.done);
  expect(shell.processes).toEqual([host]);
});

test('a host that does not close is killed, and the app leaves all the same', async () => {
  const shell = await startShell({ hostReady: true });
  const host = shell.host();
  shell.powerMonitor.emit('shutdown', { preventDefault() {} });
  await shell.pass(7_000);
  expect(shell.app.exitCode).toBeUndefined();
  await shell.pass(2_000);
  expect(host.kills).toBe(1);
  expect(shell.app.exitCode).toBe(exitCodes.done);
});
