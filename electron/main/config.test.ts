import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig, type Surroundings } from './config.ts';
import { ShellError } from './errors.ts';
import { defaultStationFile } from './station-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(join(folder, 'resources/profiles'), { recursive: true });
for (const posture of ['attended', 'self-service']) {
  writeFileSync(join(folder, `resources/profiles/${posture}.json`), JSON.stringify({ posture }));
}

const station = (content: object): string => {
  const file = join(folder, `station-${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const read = (given: Partial<Surroundings> = {}) =>
  readConfig({
    packaged: false,
    appPath: folder,
    resourcesPath: folder,
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
    resourcesDirectory: join(folder, 'resources'),
    station: { posture: 'self-service', displays: { shared: true } },
  });
});

test('a packaged app with a station file is real, whatever arguments and environment say', () => {
  const file = station({
    profile: 'attended',
    organisation: 'x',
    shell: { displays: { visitor: '2528732444' } },
  });
  const config = read({
    packaged: true,
    argv: ['--simulate', '--windowed', `--station=${file}`],
    env: { PROOFDESK_SIMULATE: '1', PROOFDESK_WEBCAM: '/tmp/film.mjpeg' },
  });
  expect(config).toMatchObject({
    production: true,
    simulated: false,
    windowed: false,
    cameraFile: null,
    stationFile: file,
    resourcesDirectory: join(folder, 'resources'),
    station: { posture: 'attended', displays: { visitor: '2528732444', shared: false } },
    dataDirectory: '/home/kiosk/.config/proofdesk/station',
  });
});

test('a packaged app is a demonstration only when asked, and only without a station file', () => {
  expect(() => read({ packaged: true })).toThrow(ShellError);
  expect(read({ packaged: true, argv: ['--simulate'] })).toMatchObject({
    simulated: true,
    production: true,
  });
});

test('a station file may make a simulated station', () => {
  const config = read({ packaged: true, argv: ['--station', station({ shell: { simulated: true } })] });
  expect(config.simulated).toBe(true);
});

test('arguments go before the environment', () => {
  const env = { PROOFDESK_DATA: '/env', PROOFDESK_WEBCAM: '/env/film.mjpeg' };
  expect(read({ env })).toMatchObject({ dataDirectory: '/env', cameraFile: '/env/film.mjpeg' });
  expect(read({ env, argv: ['--data', '/arg'] }).dataDirectory).toBe('/arg');
});

test.each<[string, Partial<Surroundings>]>([
  ['shell/argument-invalid', { argv: ['--station'] }],
  ['shell/argument-invalid', { argv: ['--data='] }],
  ['shell/station-file-missing', { argv: ['--station=/nowhere/station.json'] }],
  ['shell/station-file-invalid', { argv: ['--station', station({ shell: { displays: { visitor: 2 } } })] }],
])('%s', (code, given) => {
  expect(() => read(given)).toThrow(expect.objectContaining({ code }));
});

test('the station file lies where administrators write', () => {
  expect(defaultStationFile('linux', undefined)).toBe('/etc/proofdesk/station.json');
  expect(defaultStationFile('win32', 'D:\\Data')).toBe('D:\\Data\\Proofdesk\\station.json');
});
