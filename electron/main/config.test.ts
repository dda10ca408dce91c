import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig, type Surroundings } from './config.ts';
import { ShellError } from './errors.ts';
import { defaultStationFile } from './station-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const station = (content: object): string => {
  const file = join(folder, `station-${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const read = (given: Partial<Surroundings> = {}) =>
  readConfig({
    packaged: false,
    appPath: '/app',
    resourcesPath: '/opt/Proofdesk/resources',
    userData: '/home/kiosk/.config/proofdesk',
    platform: 'linux',
    argv: [],
    env: {},
    ...given,
  });

test('a source tree without a station file is a simulated, shared demonstration', () => {
  const config = read();
  expect(config).toMatchObject({
    production: false,
    simulated: true,
    stationFile: null,
    resourcesDirectory: '/app/resources',
    station: { posture: 'attended', displays: { shared: true } },
  });
});

test('a packaged app with a station file is real, whatever arguments and environment say', () => {
  const file = station({ posture: 'self-service', displays: { visitor: '2528732444' }, organisation: 'x' });
  const config = read({
    packaged: true,
    argv: ['--simulated', '--windowed', `--station=${file}`],
    env: { PROOFDESK_SIMULATED: '1', PROOFDESK_CAMERA_FILE: '/tmp/film.mjpeg' },
  });
  expect(config).toMatchObject({
    production: true,
    simulated: false,
    windowed: false,
    cameraFile: null,
    stationFile: file,
    resourcesDirectory: '/opt/Proofdesk/resources/resources',
    dataDirectory: '/home/kiosk/.config/proofdesk/station',
  });
});

test('a packaged app is a demonstration only when asked, and only without a station file', () => {
  expect(() => read({ packaged: true })).toThrow(ShellError);
  expect(read({ packaged: true, argv: ['--simulated'] })).toMatchObject({
    simulated: true,
    production: true,
  });
});

test('a station file may make a simulated station', () => {
  const config = read({ packaged: true, argv: ['--station', station({ simulated: true })] });
  expect(config.simulated).toBe(true);
});

test('arguments go before the environment', () => {
  const env = { PROOFDESK_DATA: '/env', PROOFDESK_CAMERA_FILE: '/env/film.mjpeg' };
  expect(read({ env })).toMatchObject({ dataDirectory: '/env', cameraFile: '/env/film.mjpeg' });
  expect(read({ env, argv: ['--data', '/arg'] }).dataDirectory).toBe('/arg');
});

test.each<[string, Partial<Surroundings>]>([
  ['shell/argument-invalid', { argv: ['--station'] }],
  ['shell/argument-invalid', { argv: ['--data='] }],
  ['shell/station-file-missing', { argv: ['--station=/nowhere/station.json'] }],
  ['shell/station-file-invalid', { argv: ['--station', station({ displays: { visitor: 2 } })] }],
])('%s', (code, given) => {
  expect(() => read(given)).toThrow(expect.objectContaining({ code }));
});

test('the station file lies where administrators write', () => {
  expect(defaultStationFile('linux', undefined)).toBe('/etc/proofdesk/station.json');
  expect(defaultStationFile('win32', 'D:\\Data')).toBe('D:\\Data\\Proofdesk\\station.json');
});
