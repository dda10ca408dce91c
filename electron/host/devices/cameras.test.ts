import { describe, expect, it } from 'vitest';
import type { CameraReport } from '../../contract/index.ts';
import { fakeClock } from '../testing/fakes.ts';
import { type CamerasOptions, createCameras } from './cameras.ts';

const BUILT_IN = 'Integrated Camera (1bcf:2b8a)';
const LOGITECH = 'HD Pro Webcam C920 (046d:082d)';
const OBS = 'OBS Virtual Camera';
const builtIn = 'camera:1bcf:2b8a';
const logitech = 'camera:046d:082d';
const good = { widthPixels: 1280, heightPixels: 720, framesPerSecond: 30, brightness: 118, at: 7 };

function station(options: Partial<CamerasOptions> = {}) {
  const clock = fakeClock();
  const told: (string | null)[] = [];
  const cameras = createCameras({
    allowed: [],
    simulated: false,
    limits: { minimumWidth: 640, minimumHeight: 480, minimumBrightness: 32 },
    clock,
    told: (trouble) => told.push(trouble),
    ...options,
  });
  return {
    cameras,
    clock,
    told,
    report: (
      state: CameraReport['state'],
      labels: string[],
      label = '',
      measured: Partial<typeof good> = {},
    ) =>
      cameras.reported({
        state,
        labels,
        label,
        measured: state === 'live' ? { ...good, ...measured } : null,
      }),
    states: () =>
      Object.fromEntries(cameras.devices().map(({ id, state, fault }) => [id, [state, fault?.code ?? null]])),
  };
}

describe('the cameras of a station', () => {
  it('are none, and well, before a window has looked', () => {
    const { cameras, told } = station({ allowed: ['046d:082d'] });
    expect(cameras.devices()).toEqual([]);
    expect(cameras.health()).toEqual({ part: 'camera', state: 'ok', detail: 'not looked through yet' });
    expect(told).toEqual([]);
  });

  it('are each a device, and the one that is used is ready with what was measured', () => {
    const { cameras, clock, report, states } = station();
    report('live', [OBS, BUILT_IN, LOGITECH], BUILT_IN);
    expect(states()).toEqual({
      'camera:OBS Virtual Camera': ['faulted', 'device/camera-virtual'],
      [builtIn]: ['ready', null],
      [logitech]: ['present', null],
    });
    expect(cameras.devices()[1]).toMatchObject({ kind: 'camera', transport: 'media', name: BUILT_IN });
    expect(cameras.measured(builtIn)).toEqual({ ...good, at: clock.now() });
    expect(cameras.measured(logitech)).toBeNull();
    expect(cameras.health()).toEqual({
      part: 'camera',
      state: 'ok',
      detail: '1280 × 720, 30 frames a second, light 118 of 255',
    });
  });

  it('are told apart by number where they are of one kind', () => {
    const { report, states } = station();
    report('live', [LOGITECH, LOGITECH], LOGITECH);
    expect(states()).toEqual({ [logitech]: ['ready', null], [`${logitech}#2`]: ['present', null] });
    report('live', [LOGITECH], LOGITECH);
    expect(states()[`${logitech}#2`]).toEqual(['absent', 'device/disconnected-before-sending']);
  });

  it('that are not the station’s are not used, and the missing one is listed', () => {
    const { cameras, told, report, states } = station({ allowed: ['046D:082D'] });
    report('none', [BUILT_IN]);
    expect(states()).toEqual({
      [builtIn]: ['faulted', 'device/camera-not-allowed'],
      [logitech]: ['absent', 'device/disconnected-before-sending'],
    });
    expect(told).toEqual(['not-allowed']);
    expect(cameras.health()).toMatchObject({ state: 'down', detail: 'not-allowed' });
    report('live', [BUILT_IN, LOGITECH], LOGITECH);
    expect(states()[logitech]).toEqual(['ready', null]);
    expect(told).toEqual(['not-allowed', null]);
  });

  it('that are programs alone are a fault of the station', () => {
    const { cameras, told, report } = station();
    report('none', [OBS]);
    expect(told).toEqual(['virtual']);
    expect(cameras.health().state).toBe('down');
  });

  it('are simulated at a simulated station, and no fault', () => {
    const { cameras, told, report } = station({ simulated: true, allowed: ['046d:082d'] });
    report('live', ['/tmp/webcam.mjpeg'], '/tmp/webcam.mjpeg', { widthPixels: 640, heightPixels: 480 });
    expect(cameras.devices()).toMatchObject([{ simulated: true, state: 'ready', fault: null }]);
    expect(told).toEqual([]);
  });

  it.each([
    ['too dark', { brightness: 20 }, 'dark'],
    ['too small', { widthPixels: 320, heightPixels: 240 }, 'low-resolution'],
    ['too small and too dark', { widthPixels: 320, heightPixels: 240, brightness: 3 }, 'low-resolution'],
    ['mounted upright', { widthPixels: 480, heightPixels: 640 }, null],
  ] as const)('that are %s are ready all the same', (_, measured, code) => {
    const { cameras, told, report, states } = station();
    report('live', [BUILT_IN], BUILT_IN, measured);
    expect(states()).toEqual({ [builtIn]: ['ready', code && `device/camera-${code}`] });
    expect(told).toEqual(code ? [code] : []);
    expect(cameras.health().state).toBe(code ? 'degraded' : 'ok');
  });

  it.each([
    ['denied', 'device/camera-denied', 'denied'],
    ['lost', 'device/busy', 'busy'],
  ] as const)('that are there and %s have a cure', (state, code, trouble) => {
    const { cameras, told, report, states } = station();
    report(state, [BUILT_IN], BUILT_IN);
    expect(states()).toEqual({ [builtIn]: ['faulted', code] });
    expect(cameras.devices()[0]?.fault?.cure).not.toBe('');
    expect(told).toEqual([trouble]);
  });

  it('are lost in a visit and found again, in one picture with what the window lists', () => {
    const { cameras, told, report, states } = station();
    report('live', [BUILT_IN], BUILT_IN);
    cameras.inVisit('starting', '');
    cameras.inVisit('live', BUILT_IN);
    expect(states()).toEqual({ [builtIn]: ['ready', null] });
    cameras.inVisit('lost', '');
    expect(states()).toEqual({ [builtIn]: ['absent', 'device/disconnected-while-sending'] });
    expect(cameras.measured(builtIn)).toBeNull();
    report('none', []);
    expect(states()).toEqual({ [builtIn]: ['absent', 'device/disconnected-while-sending'] });
    report('starting', [BUILT_IN]);
    expect(states()).toEqual({ [builtIn]: ['present', null] });
    cameras.inVisit('live', BUILT_IN);
    expect(states()).toEqual({ [builtIn]: ['ready', null] });
    expect(told).toEqual(['lost', null]);
  });

  it('are known as gone from the list alone, also before the photo', () => {
    const { told, report, states } = station();
    report('live', [BUILT_IN, LOGITECH], BUILT_IN);
    report('starting', [LOGITECH]);
    expect(states()).toEqual({
      [builtIn]: ['absent', 'device/disconnected-before-sending'],
      [logitech]: ['present', null],
    });
    expect(told).toEqual([]);
    report('starting', [OBS]);
    expect(told).toEqual(['lost']);
  });

  it('keep their names while the window may not tell them', () => {
    const { report, states } = station();
    report('live', [BUILT_IN], BUILT_IN);
    report('denied', []);
    expect(states()).toEqual({ [builtIn]: ['faulted', 'device/camera-denied'] });
  });

  it('that come and go under ever new names are not kept without end', () => {
    const { cameras, report } = station();
    for (let number = 0; number < 500; number++) report('live', [`Camera ${number}`], `Camera ${number}`);
    expect(cameras.devices().length).toBeLessThanOrEqual(20);
    expect(cameras.devices().at(-1)).toMatchObject({ name: 'Camera 499', state: 'ready' });
  });
});

describe('a look through the camera', () => {
  it('is due after a visit in which the camera failed', () => {
    const { cameras, report } = station();
    report('live', [BUILT_IN], BUILT_IN);
    cameras.inVisit('live', BUILT_IN);
    cameras.visitEnded();
    expect(cameras.wanted()).toBeNull();
    cameras.inVisit('lost', '');
    cameras.visitEnded();
    expect(cameras.wanted()).toBe(2);
  });

  it('is due at the start, and every ten minutes while all is well', () => {
    const { cameras, clock, report } = station();
    expect(cameras.wanted()).toBe(1);
    report('starting', [BUILT_IN]);
    expect(cameras.wanted()).toBe(1);
    report('live', [BUILT_IN], BUILT_IN);
    expect(cameras.wanted()).toBeNull();
    clock.advance(599_000);
    expect(cameras.tick()).toBe(false);
    clock.advance(1_000);
    expect([cameras.tick(), cameras.tick()]).toEqual([true, false]);
    expect(cameras.wanted()).toBe(2);
  });

  it.each([
    ['none', [], 60_000],
    ['live', [BUILT_IN], 600_000],
  ] as const)('is due sooner where the camera cannot be had (%s)', (state, labels, wait) => {
    const { cameras, clock, report } = station();
    // Dark as it is, its lamp is not to be lit every minute of the night.
    report(state, [...labels], labels[0] ?? '', { brightness: 3 });
    clock.advance(wait - 1);
    expect(cameras.tick()).toBe(false);
    clock.advance(1);
    expect(cameras.tick()).toBe(true);
  });

  it('can be asked for where the station would use the camera', () => {
    const { cameras, clock, report } = station();
    expect(cameras.askFor(builtIn)).toBe(false);
    report('live', [BUILT_IN, LOGITECH, OBS], BUILT_IN);
    expect(cameras.askFor(logitech)).toBe(false);
    expect(cameras.askFor('camera:OBS Virtual Camera')).toBe(false);
    expect(cameras.askFor(builtIn)).toBe(true);
    expect(cameras.wanted()).toBe(2);
    clock.advance(1_500);
    report('live', [BUILT_IN, LOGITECH, OBS], BUILT_IN, { brightness: 99 });
    expect(cameras.measured(builtIn)).toEqual({ ...good, brightness: 99, at: clock.now() });
    expect(cameras.wanted()).toBeNull();
  });
});
