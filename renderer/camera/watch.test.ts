import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CameraReport, CameraRule } from '../../electron/contract/index.ts';
import { lookThrough } from './look.ts';
import { type FakeCamera, fakeMedia } from './testing/media.ts';
import { watchCameras } from './watch.ts';

const obs = { deviceId: 'obs', label: 'OBS Virtual Camera' };
const builtIn = { deviceId: 'lid', label: 'Integrated Camera (1bcf:2b8a)' };
const logitech = { deviceId: 'c920', label: 'HD Pro Webcam C920 (046d:082d)' };
const rule: CameraRule = { allowed: ['046d:082d'], simulated: false };
const found = { widthPixels: 1280, heightPixels: 720, framesPerSecond: 30, brightness: 118 };
/** Milliseconds the pretended measuring takes. */
const MEASURING = 1_000;

function watching(
  cameras: FakeCamera[] = [builtIn, logitech],
  { measured = found, shy = false }: { measured?: typeof found | null; shy?: boolean } = {},
) {
  const fake = fakeMedia(cameras, shy);
  const reports: CameraReport[] = [];
  const watch = watchCameras(
    { width: 1280, height: 720 },
    (report) => reports.push(report),
    fake.media,
    (options, over, media) =>
      lookThrough(options, over, media, async () => {
        await new Promise((resolve) => setTimeout(resolve, MEASURING));
        return measured;
      }),
  );
  return { fake, reports, watch };
}

describe('watchCameras', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it('looks through the station’s camera when the host wants it, once, and closes it', async () => {
    const { fake, reports, watch } = watching();
    watch.update({ rule, wanted: 1, free: true });
    await pass(MEASURING / 2);
    expect(fake.open()).toMatchObject([{ label: logitech.label }]);
    await pass(MEASURING);
    expect(fake.open()).toEqual([]);
    expect(reports).toEqual([
      {
        labels: [builtIn.label, logitech.label],
        state: 'live',
        label: logitech.label,
        measured: { ...found, at: expect.any(Number) },
      },
    ]);
    watch.update({ rule, wanted: 1, free: true });
    await pass(3_600_000);
    watch.update({ rule, wanted: null, free: true });
    expect(fake.tracks).toHaveLength(1);
    watch.update({ rule, wanted: 2, free: true });
    await pass(2_000);
    expect(fake.tracks).toHaveLength(2);
  });

  it('lets go at once when a visit begins, says nothing, and looks again after it', async () => {
    const { fake, reports, watch } = watching();
    watch.update({ rule, wanted: 1, free: true });
    await pass(MEASURING / 2);
    watch.update({ rule, wanted: 1, free: false });
    expect(fake.open()).toEqual([]);
    await pass(60_000);
    expect(reports).toEqual([]);
    watch.update({ rule, wanted: 1, free: true });
    await pass(2_000);
    expect(reports).toHaveLength(1);
  });

  it('closes a camera that opens only after a visit began', async () => {
    const { fake, reports, watch } = watching();
    let open = () => {};
    fake.until = new Promise((resolve) => (open = resolve));
    watch.update({ rule, wanted: 1, free: true });
    await pass(100);
    watch.update({ rule, wanted: 1, free: false });
    open();
    await pass(2_000);
    expect(fake.tracks).toHaveLength(1);
    expect(fake.open()).toEqual([]);
    expect(reports).toEqual([]);
  });

  it('does nothing while it is not free, or nothing is wanted', async () => {
    const { fake, watch } = watching();
    watch.update({ rule, wanted: 1, free: false });
    watch.update({ rule, wanted: null, free: true });
    await pass(600_000);
    expect(fake.asked).toEqual([]);
  });

  it('looks again when a camera comes, and not when one merely wakes up', async () => {
    const { fake, reports, watch } = watching([builtIn]);
    watch.update({ rule, wanted: 1, free: true });
    await pass(2_000);
    expect(reports.at(-1)).toMatchObject({ state: 'none', labels: [builtIn.label] });
    watch.update({ rule, wanted: null, free: true });
    fake.plugged();
    await pass(2_000);
    expect(reports).toHaveLength(1);
    fake.cameras = [builtIn, logitech];
    fake.plugged();
    fake.plugged();
    await pass(3_000);
    expect(reports).toHaveLength(2);
    expect(reports.at(-1)).toMatchObject({ state: 'live', label: logitech.label });
  });

  it('names the cameras where names are told only while one is open, and sees others come', async () => {
    const { fake, reports, watch } = watching([obs, builtIn], { shy: true });
    watch.update({ rule, wanted: 1, free: true });
    await pass(2_000);
    expect(reports).toEqual([
      { labels: [obs.label, builtIn.label], state: 'none', label: '', measured: null },
    ]);
    watch.update({ rule, wanted: null, free: true });
    // What the look itself may have caused.
    fake.plugged();
    await pass(6_000);
    expect(reports).toHaveLength(1);
    fake.cameras = [obs, builtIn, logitech];
    fake.plugged();
    await pass(3_000);
    expect(reports.at(-1)).toMatchObject({
      labels: [obs.label, builtIn.label, logitech.label],
      state: 'live',
      label: logitech.label,
    });
    expect(fake.open()).toEqual([]);
  });

  it('tells during a visit which cameras there are, and opens none', async () => {
    const { fake, reports, watch } = watching();
    watch.update({ rule, wanted: null, free: false });
    fake.cameras = [builtIn];
    fake.plugged();
    await pass(2_000);
    fake.cameras = [];
    fake.plugged();
    await pass(2_000);
    expect(reports).toEqual([
      { labels: [builtIn.label], state: 'starting', label: '', measured: null },
      { labels: [], state: 'none', label: '', measured: null },
    ]);
    expect(fake.asked).toEqual([]);
    fake.cameras = [logitech];
    fake.plugged();
    await pass(2_000);
    watch.update({ rule, wanted: null, free: true });
    await pass(2_000);
    expect(reports.at(-1)).toMatchObject({ state: 'live', label: logitech.label });
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotReadableError', 'lost'],
  ])('tells of %s as %s, with the camera it meant', async (failure, state) => {
    const { fake, reports, watch } = watching();
    fake.failure = failure;
    watch.update({ rule, wanted: 1, free: true });
    await pass(2_000);
    expect(reports).toEqual([
      { labels: [builtIn.label, logitech.label], state, label: logitech.label, measured: null },
    ]);
  });

  it('tells of a camera that gives no pictures', async () => {
    const { fake, reports, watch } = watching([logitech], { measured: null });
    watch.update({ rule, wanted: 1, free: true });
    await pass(2_000);
    expect(reports).toMatchObject([{ state: 'lost', label: logitech.label, measured: null }]);
    expect(fake.open()).toEqual([]);
  });

  it('takes a camera that never opens for lost, and closes it should it open after all', async () => {
    const { fake, reports, watch } = watching();
    let open = () => {};
    fake.until = new Promise((resolve) => (open = resolve));
    watch.update({ rule, wanted: 1, free: true });
    await pass(19_000);
    expect(reports).toEqual([]);
    await pass(2_000);
    expect(reports).toMatchObject([{ state: 'lost', label: logitech.label }]);
    open();
    await pass(2_000);
    expect(fake.tracks).toHaveLength(1);
    expect(fake.open()).toEqual([]);
    watch.update({ rule, wanted: 2, free: true });
    await pass(2_000);
    expect(reports.at(-1)).toMatchObject({ state: 'live' });
  });

  it('lets go when it is stopped', async () => {
    const { fake, reports, watch } = watching();
    watch.update({ rule, wanted: 1, free: true });
    await pass(MEASURING / 2);
    watch.stop();
    fake.plugged();
    await pass(5_000);
    expect(fake.open()).toEqual([]);
    expect(reports).toEqual([]);
  });
});
