import { describe, expect, test } from 'vitest';
import type { CameraReport, StaffSnapshot } from '../../contract/index.ts';
import { type Kit, kit, sameFace, selfie, walkTo } from '../testing/index.ts';

const BUILT_IN = 'Integrated Camera (1bcf:2b8a)';
const LOGITECH = 'HD Pro Webcam C920 (046d:082d)';
const OBS = 'OBS Virtual Camera';

const measured = (brightness = 118) => ({
  widthPixels: 1280,
  heightPixels: 720,
  framesPerSecond: 30,
  brightness,
  at: 0,
});
const report = (one: Kit, state: CameraReport['state'], labels: string[], label = '', brightness?: number) =>
  one.visitor.remote.command({
    type: 'camera.report',
    report: { state, labels, label, measured: state === 'live' ? measured(brightness) : null },
  });
const camera = (one: Kit, state: CameraReport['state'], label: string) =>
  one.visitor.remote.command({ type: 'face.camera', state, label });
const real = (cameras: string[] = []) =>
  kit({
    simulated: false,
    station: { cameras },
    profile: { steps: { wallet: true, pairing: true, proof: true } },
  });

const camerasOf = ({ devices }: StaffSnapshot) =>
  devices
    .filter(({ kind }) => kind === 'camera')
    .map(({ name, state, fault }) => [name, state, fault?.code ?? null]);
const healthOf = ({ health }: StaffSnapshot) => health.find(({ part }) => part === 'camera')?.state;

describe('before a visitor comes', () => {
  test('a look is wanted at the start, and told no visitor anything', async () => {
    const one = await real();
    expect(one.visitor.latest()).toMatchObject({ cameraCheckWanted: 1, step: { name: 'attract' } });
    expect(await report(one, 'live', [BUILT_IN], BUILT_IN)).toEqual({ ok: true });
    await one.visitor.until(({ cameraCheckWanted }) => cameraCheckWanted === null);
    const staff = await one.staff();
    expect(camerasOf(staff.latest())).toEqual([[BUILT_IN, 'ready', null]]);
    expect(healthOf(staff.latest())).toBe('ok');
    expect(staff.latest().notices).toEqual([]);
    one.clock.advance(600_000);
    await one.kiosk.tick();
    expect((await one.visitor.until(({ cameraCheckWanted }) => cameraCheckWanted === 2)).step.name).toBe(
      'attract',
    );
  });

  test.each([
    ['a program alone', [], [OBS], 'camera/virtual', 'device/camera-virtual'],
    [
      'another than the station’s',
      ['046d:082d'],
      [BUILT_IN],
      'camera/not-allowed',
      'device/camera-not-allowed',
    ],
  ])('staff are told of %s', async (_, allowed, labels, notice, fault) => {
    const one = await real(allowed);
    await report(one, 'none', labels);
    const staff = await one.staff();
    expect(staff.latest().notices).toMatchObject([{ code: notice, level: 'error' }]);
    expect(healthOf(staff.latest())).toBe('down');
    expect(camerasOf(staff.latest())[0]).toEqual([labels[0], 'faulted', fault]);
    await report(one, 'live', [...labels, LOGITECH], LOGITECH);
    await staff.until(({ notices }) => notices.length === 0);
    expect(healthOf(staff.latest())).toBe('ok');
  });

  test('staff are told of a dark room once, though it stays dark', async () => {
    const one = await real();
    await report(one, 'live', [BUILT_IN], BUILT_IN, 12);
    const staff = await one.staff();
    expect(staff.latest().notices).toMatchObject([{ code: 'camera/dark', level: 'warning' }]);
    expect(healthOf(staff.latest())).toBe('degraded');
    await staff.remote.command({ type: 'staff.dismiss-notice', notice: 'camera/dark' });
    await report(one, 'live', [BUILT_IN], BUILT_IN, 14);
    expect((await staff.until(({ notices }) => notices.length === 0)).health).toEqual(staff.latest().health);
    expect(one.kiosk.notices()).toEqual([]);
    // What it had stays to be read after the light is on.
    await report(one, 'live', [BUILT_IN], BUILT_IN, 90);
    const { devices } = await staff.until(({ devices }) => devices.at(-1)?.fault === null);
    expect(devices.at(-1)?.lastFault).toMatchObject({ code: 'device/camera-dark' });
  });
});

describe('in a visit', () => {
  test('a camera that is lost and comes back is one device, to staff and to the visitor', async () => {
    const one = await real(['046d:082d']);
    await report(one, 'live', [LOGITECH], LOGITECH);
    await walkTo(one, 'face-capture');
    await camera(one, 'live', LOGITECH);
    await camera(one, 'lost', '');
    const staff = await one.staff();
    await staff.until(({ notices }) => notices.some(({ code }) => code === 'camera/lost'));
    expect(camerasOf(staff.latest())).toEqual([[LOGITECH, 'absent', 'device/disconnected-while-sending']]);
    expect(healthOf(staff.latest())).toBe('down');
    await camera(one, 'live', LOGITECH);
    await staff.until(({ notices }) => notices.length === 0);
    expect(camerasOf(staff.latest())).toEqual([[LOGITECH, 'ready', null]]);
    const genuine = staff.latest().visit?.checks.find(({ check }) => check === 'camera-genuine');
    expect(genuine).toMatchObject({ outcome: 'passed', reason: 'camera-of-this-station' });
  });

  test('a camera that is pulled before the photo is known as gone', async () => {
    const one = await real();
    await report(one, 'live', [BUILT_IN], BUILT_IN);
    await walkTo(one, 'consent');
    await report(one, 'none', []);
    const staff = await one.staff();
    expect(camerasOf(staff.latest())).toEqual([[BUILT_IN, 'absent', 'device/disconnected-before-sending']]);
    expect(staff.latest().notices).toMatchObject([{ code: 'camera/lost' }]);
  });

  test.each([
    ['of a program', [], OBS, 'virtual-camera'],
    ['of a camera that is not the station’s', ['046d:082d'], BUILT_IN, 'camera-not-allowed'],
    ['of a program that bears the right number', ['046d:082d'], 'Virtual (046d:082d)', 'virtual-camera'],
  ])('pictures %s are refused, though the face is the same', async (_, allowed, label, reason) => {
    const one = await real(allowed);
    one.faces.answers(sameFace);
    await walkTo(one, 'face-capture');
    await camera(one, 'live', label);
    await one.visitor.remote.command({ type: 'face.submit', frames: [selfie()] });
    await one.visitor.until(({ step }) => step.name === 'refused');
    const staff = await one.staff();
    expect(staff.latest().visit?.checks).toContainEqual(
      expect.objectContaining({ check: 'camera-genuine', outcome: 'failed', reason }),
    );
    // The visitor is not told what it was.
    expect(JSON.stringify(one.visitor.latest().step)).toBe('{"name":"refused"}');
  });

  test('pictures of a camera that nobody named are for staff to decide on, and so are those of none', async () => {
    for (const label of [BUILT_IN, null]) {
      const one = await real();
      await walkTo(one, 'face-capture');
      if (label) await camera(one, 'live', label);
      await one.visitor.remote.command({ type: 'face.submit', frames: [selfie()] });
      const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
      expect(step).toMatchObject({ reason: 'undecided' });
    }
  });
});
