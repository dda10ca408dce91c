import jpeg from 'jpeg-js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CameraReport, DeviceReport, DocumentRead } from '../../contract/index.ts';
import { chipOf } from '../testing/chips.ts';
import {
  freshDirectory,
  type Kit,
  type KitOptions,
  kit,
  openKit,
  passport,
  walkTo,
} from '../testing/index.ts';

/** A station with every device that can be tested, and a staff window on it. */
async function desk(options: Partial<KitOptions> = {}) {
  const one = await kit(options);
  one.readers.attach('barcode-reader', 'barcodes');
  one.readers.attach('chip-reader');
  const staff = await one.staff();
  onTestFinished(staff.check);
  const report = (id: string) => staff.latest().devices.find((device) => device.id === id) as DeviceReport;
  return {
    ...one,
    screen: staff,
    test: (device: string) => staff.remote.command({ type: 'staff.test-device', device }),
    endTest: (device: string) => staff.remote.command({ type: 'staff.end-test', device }),
    report,
    /** The test of this device when it is in that state; `none` when it has no test. */
    async testAt(id: string, state: NonNullable<DeviceReport['test']>['state'] | 'none') {
      const fits = ({ devices }: { devices: DeviceReport[] }) =>
        (devices.find((device) => device.id === id)?.test?.state ?? 'none') === state;
      await staff.until(fits);
      return report(id).test;
    },
  };
}
type Desk = Awaited<ReturnType<typeof desk>>;

/** A scan that ends when the test says so. */
function heldScan({ readers }: Pick<Desk, 'readers'>) {
  const held = Promise.withResolvers<DocumentRead>();
  readers.onScan(() => held.promise);
  return held;
}

async function pass({ clock, kiosk }: Pick<Kit, 'clock' | 'kiosk'>, milliseconds: number) {
  clock.advance(milliseconds);
  await kiosk.tick();
}

const start = ({ visitor }: Pick<Kit, 'visitor'>) => visitor.remote.command({ type: 'visit.start' });
const refusedWith = (code: string) => ({ ok: false, error: { code, message: expect.any(String) } });
const ok = { ok: true };

it('measures the page of a scanner and keeps no part of it', async () => {
  const one = await desk();
  const bytes = Uint8Array.from(
    jpeg.encode({ width: 31, height: 44, data: new Uint8Array(4 * 31 * 44) }, 80).data,
  );
  one.readers.onScan(async () => ({
    source: 'scanner',
    at: 1,
    reading: { kind: 'image', bytes, mediaType: 'image/jpeg', dotsPerInch: 150 },
  }));
  const put = vi.spyOn(one.vault, 'putImage');
  expect(await one.test('scanner')).toEqual(ok);
  expect(await one.testAt('scanner', 'passed')).toEqual({
    state: 'passed',
    startedAt: one.clock.now(),
    endedAt: one.clock.now(),
    code: null,
    found: { kind: 'image', widthPixels: 31, heightPixels: 44, dotsPerInch: 150, bytes: bytes.length },
  });
  expect(put).not.toHaveBeenCalled();
  expect(one.report('scanner').testable).toBe(true);
});

it('says nothing of the size of what is no picture', async () => {
  const one = await desk();
  await one.test('scanner');
  expect((await one.testAt('scanner', 'passed'))?.found).toMatchObject({
    widthPixels: null,
    heightPixels: null,
  });
});

it('waits for the reader, and tells of its lines how long they are and whether their digits fit', async () => {
  const one = await desk();
  expect(await one.test('reader')).toEqual(ok);
  expect(await one.testAt('reader', 'waiting')).toMatchObject({ endedAt: null, code: null, found: null });
  expect(one.readers.told.triggered).toEqual(['reader']);
  one.readers.begin();
  await one.testAt('reader', 'reading');
  one.readers.swipe();
  const found = { kind: 'lines', lines: 2, characters: 44 };
  expect((await one.testAt('reader', 'passed'))?.found).toEqual({ ...found, checkDigits: 'right' });

  const [first = '', second = ''] = passport();
  for (const [lines, checkDigits] of [
    [[first, second.replace('880417', '880418')], 'wrong'],
    // One letter for a digit, which a visit would repair.
    [[first, second.replace('880417', '88O417')], 'wrong'],
    [['LIBRARY CARD', '1234'], null],
  ] as const) {
    await one.test('reader');
    await one.testAt('reader', 'waiting');
    one.readers.swipe([...lines]);
    expect((await one.testAt('reader', 'passed'))?.found).toMatchObject({ kind: 'lines', checkDigits });
  }
});

it('tells of a barcode its length and kind', async () => {
  const one = await desk();
  await one.test('barcodes');
  one.readers.scanBarcode('@ANSI 636000090002DL', ']L2');
  expect((await one.testAt('barcodes', 'passed'))?.found).toEqual({
    kind: 'barcode',
    characters: 20,
    aim: ']L2',
  });
});

it('hears a chip answer and gives it back, whether it lies there already or comes', async () => {
  const one = await desk();
  await one.test('chip-reader');
  await one.testAt('chip-reader', 'waiting');
  one.readers.chips.lay(await chipOf());
  expect((await one.testAt('chip-reader', 'passed'))?.found).toEqual({ kind: 'chip', atrBytes: null });
  expect(one.readers.chips.seen).toEqual({ opened: 1, closed: 1, commands: 1 });
  await one.test('chip-reader');
  await one.testAt('chip-reader', 'passed');
  expect(one.readers.chips.seen).toEqual({ opened: 2, closed: 2, commands: 2 });
});

describe('a camera', () => {
  const label = 'Desk camera (046d:0825)';
  const id = 'camera:046d:0825';
  const measured = { widthPixels: 1280, heightPixels: 720, framesPerSecond: 30, brightness: 118, at: 1 };
  const tells = ({ visitor }: Desk, report: Partial<CameraReport> = {}) =>
    visitor.remote.command({
      type: 'camera.report',
      report: { labels: [label], state: 'live', label, measured, ...report },
    });
  async function watched() {
    const one = await desk();
    await tells(one);
    await one.screen.until(() => one.report(id)?.testable);
    return one;
  }

  it('is looked through by the visitor’s window when staff test it', async () => {
    const one = await watched();
    await one.visitor.until(({ cameraCheckWanted }) => cameraCheckWanted === null);
    expect(await one.test(id)).toEqual(ok);
    await one.visitor.until(({ cameraCheckWanted }) => cameraCheckWanted !== null);
    await one.testAt(id, 'reading');
    await tells(one, { measured: { ...measured, brightness: 97 } });
    expect((await one.testAt(id, 'passed'))?.found).toEqual({
      kind: 'camera',
      widthPixels: 1280,
      heightPixels: 720,
      framesPerSecond: 30,
      brightness: 97,
    });
  });

  it('fails its test when what it gives will not do, when it is lost, and when nobody looks', async () => {
    const one = await watched();
    await one.test(id);
    await tells(one, { measured: { ...measured, brightness: 3 } });
    expect(await one.testAt(id, 'failed')).toMatchObject({ code: 'device/camera-dark', found: null });
    await one.test(id);
    await pass(one, 30_000);
    await one.screen.until(() => one.report(id).test?.code === 'device/time-out');
    await one.test(id);
    await tells(one, { labels: [], state: 'none', label: '', measured: null });
    await one.screen.until(() => one.report(id).test?.code === 'device/disconnected-before-sending');
    expect(await one.test(id)).toEqual(refusedWith('device/not-ready'));
  });
});

it('fails with the code of whatever went wrong', async () => {
  const one = await desk();
  one.readers.failScan('device/cover-open');
  await one.test('scanner');
  expect(await one.testAt('scanner', 'failed')).toMatchObject({ code: 'device/cover-open', found: null });
  one.readers.onScan(async () => {
    throw new Error('of nobody’s making');
  });
  await one.test('scanner');
  await one.screen.until(() => one.report('scanner').test?.code === 'device/failed');

  await one.test('reader');
  one.readers.begin();
  one.readers.fail('device/protocol');
  expect(await one.testAt('reader', 'failed')).toMatchObject({ code: 'device/protocol' });

  one.readers.chips.refuses('device/busy');
  await one.test('chip-reader');
  one.readers.chips.lay(await chipOf());
  expect(await one.testAt('chip-reader', 'failed')).toMatchObject({ code: 'device/busy' });
  expect(one.readers.chips.seen.closed).toBe(0);
});

it('gives up what nobody feeds after half a minute, and a page after a minute and a half', async () => {
  const one = await desk();
  heldScan(one);
  for (const device of ['reader', 'chip-reader', 'scanner']) expect(await one.test(device)).toEqual(ok);
  await pass(one, 29_999);
  expect(one.kiosk.deviceReports().map(({ test }) => test?.state)).toEqual([
    'waiting',
    'reading',
    undefined,
    'waiting',
  ]);
  await pass(one, 1);
  expect(await one.testAt('reader', 'failed')).toMatchObject({ code: 'device/no-document' });
  expect(await one.testAt('chip-reader', 'failed')).toMatchObject({ code: 'device/no-document' });
  one.readers.chips.lay(await chipOf());
  expect(one.readers.chips.seen.opened).toBe(0);
  await one.test('reader');
  one.readers.begin();
  await pass(one, 60_000);
  expect(await one.testAt('reader', 'failed')).toMatchObject({ code: 'device/time-out' });
  expect(await one.testAt('scanner', 'failed')).toMatchObject({ code: 'device/time-out' });
  expect(one.readers.told.cancelled).toEqual(['scanner']);
});

it('is called off at once, and what comes late is nobody’s', async () => {
  const one = await desk();
  const held = heldScan(one);
  await one.test('scanner');
  expect(await one.endTest('scanner')).toEqual(ok);
  expect(await one.testAt('scanner', 'none')).toBeNull();
  expect(one.readers.told.cancelled).toEqual(['scanner']);
  held.resolve(one.readers.page());

  await one.test('reader');
  one.readers.begin();
  await one.endTest('reader');
  await one.test('reader');
  one.readers.fail('device/protocol');
  await one.testAt('reader', 'waiting');
  one.readers.swipe();
  await one.testAt('reader', 'passed');
  expect(one.report('scanner').test).toBeNull();
  expect(await one.endTest('reader')).toEqual(refusedWith('device/no-test'));
});

it('runs once a device, and on several devices side by side', async () => {
  const one = await desk();
  const held = heldScan(one);
  expect(await one.test('reader')).toEqual(ok);
  expect(await one.test('scanner')).toEqual(ok);
  await one.testAt('scanner', 'reading');
  expect(one.report('reader').testable).toBe(false);
  expect(await one.test('reader')).toEqual(refusedWith('device/test-running'));
  one.readers.swipe();
  await one.testAt('reader', 'passed');
  expect(one.report('scanner').test?.state).toBe('reading');
  held.resolve(one.readers.page());
  await one.testAt('scanner', 'passed');
});

it('ends with the device that is pulled out, and says why', async () => {
  const one = await desk();
  const held = heldScan(one);
  await one.test('scanner');
  one.readers.breaks('scanner', 'device/disconnected-while-sending', 'absent');
  expect(await one.testAt('scanner', 'failed')).toMatchObject({ code: 'device/disconnected-while-sending' });
  held.resolve(one.readers.page());
  await one.test('reader');
  one.readers.unplug('reader');
  expect(await one.testAt('reader', 'failed')).toMatchObject({ code: 'device/disconnected-before-sending' });
  await one.test('chip-reader');
  one.readers.removeAll();
  await one.screen.until(({ devices }) => devices.length === 0);
  expect(one.report('chip-reader')).toBeUndefined();
});

it('is refused for what cannot be tested now, with the reason', async () => {
  const one = await desk();
  one.readers.breaks('scanner', 'device/jam');
  await one.screen.until(() => one.report('scanner').state === 'faulted');
  const testable = Object.fromEntries(
    one.screen.latest().devices.map((device) => [device.id, device.testable]),
  );
  expect(testable).toEqual({
    reader: true,
    scanner: false,
    barcodes: true,
    'chip-reader': true,
  });
  expect(await one.test('scanner')).toEqual(refusedWith('device/not-ready'));
  expect(await one.test('nobody')).toEqual(refusedWith('device/unknown'));
});

it('is not to be had beside a visit, nor while somebody’s last screen is there', async () => {
  const one = await desk();
  await start(one);
  await one.screen.until(({ visit }) => visit !== null);
  expect(one.screen.latest().devices.some(({ testable }) => testable)).toBe(false);
  expect(await one.test('scanner')).toEqual(refusedWith('device/visit-running'));
  await one.visitor.remote.command({ type: 'visit.cancel' });
  await one.visitor.until(({ step }) => step.name === 'ended');
  expect(await one.test('scanner')).toEqual(refusedWith('device/visit-running'));
  await pass(one, 4_000);
  expect(await one.test('scanner')).toEqual(ok);
  expect(one.readers.scans()).toBe(1);
});

it('gives way to a visitor in the middle of everything, and nothing it read reaches them', async () => {
  const one = await desk();
  const held = heldScan(one);
  const append = vi.spyOn(one.vault, 'append');
  const put = vi.spyOn(one.vault, 'putImage');
  for (const device of ['scanner', 'reader', 'chip-reader']) await one.test(device);
  one.readers.begin();
  await one.testAt('reader', 'reading');
  expect(await start(one)).toEqual(ok);
  await one.screen.until(({ devices }) => devices.every(({ test, testable }) => test === null && !testable));
  expect(one.readers.told.cancelled).toEqual(['scanner']);

  // The visitor is quick; the rest of the test's reading comes when their document is asked for.
  one.readers.onScan(async () => one.readers.page());
  await walkTo(one, 'document-reading');
  const before = append.mock.calls.length;
  const lines = passport({ primary: 'Tester', secondary: 'Of The Desk' });
  held.resolve(one.readers.page());
  one.readers.deliver(lines);
  one.readers.chips.lay(await chipOf());
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(append.mock.calls.length).toBe(before);
  expect(put).not.toHaveBeenCalled();
  expect(one.readers.chips.seen.opened).toBe(0);
  expect(one.visitor.latest().step).toMatchObject({ name: 'document-reading', phase: 'waiting' });
  // The next reading is the visitor's own.
  one.readers.swipe();
  await one.visitor.until(({ step }) => step.name === 'document-review', 20_000);
  expect(JSON.stringify(append.mock.calls)).not.toContain('TESTER');
});

it('lets go of the chip before the visitor needs it, once', async () => {
  const one = await desk();
  const chip = await chipOf();
  const answer = Promise.withResolvers<void>();
  const process = chip.process.bind(chip);
  vi.spyOn(chip, 'process').mockImplementation(async (command) => {
    await answer.promise;
    return process(command);
  });
  one.readers.chips.lay(chip);
  await one.test('chip-reader');
  await vi.waitFor(() => expect(one.readers.chips.seen.commands).toBe(1));
  await start(one);
  await one.testAt('chip-reader', 'none');
  expect(one.readers.chips.seen.closed).toBe(1);
  answer.resolve();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(one.readers.chips.seen.closed).toBe(1);
  expect(one.report('chip-reader').test).toBeNull();
});

it('names nobody to staff, whatever was read', async () => {
  const one = await desk();
  const told: string[] = [];
  one.screen.onSnapshot((snapshot) => told.push(JSON.stringify(snapshot)));
  for (const end of [() => one.readers.swipe(), () => one.readers.fail('device/protocol')]) {
    await one.test('reader');
    one.readers.begin();
    await one.testAt('reader', 'reading');
    end();
    await one.screen.until(() => one.report('reader').test?.endedAt !== null);
  }
  expect(told.length).toBeGreaterThan(3);
  expect(told.join()).not.toMatch(/lindqvist|maja|X1234567/i);
  expect(await one.vault.listVisits()).toEqual([]);
});

it('keeps what a device failed with last while it is away and when it is well, and knows it from the next time', async () => {
  const one = await desk();
  const cover = { code: 'device/cover-open', cure: 'cure of device/cover-open', at: one.clock.now() };
  one.readers.breaks('scanner', 'device/cover-open');
  one.readers.unplug('scanner');
  one.readers.plug('scanner');
  await one.screen.until(
    () => one.report('scanner').fault === null && one.report('scanner').lastFault !== null,
  );
  expect(one.report('scanner').lastFault).toEqual(cover);
  one.clock.advance(60_000);
  one.readers.breaks('scanner', 'device/cover-open');
  one.clock.advance(5_000);
  one.readers.attach('mrz-reader', 'second');
  await one.screen.until(() => one.report('second') !== undefined);
  expect(one.report('scanner').lastFault).toEqual({ ...cover, at: cover.at + 60_000 });
  // A reader that sends what nobody understands is no worse for it.
  one.readers.fail('device/protocol');
  expect(one.kiosk.deviceReports()[0]?.lastFault).toEqual({
    code: 'device/protocol',
    cure: '',
    at: one.clock.now(),
  });
});

it('leaves the devices alone when the kiosk stops', async () => {
  const one = await openKit({ directory: freshDirectory() });
  const staff = await one.staff();
  heldScan(one);
  await staff.remote.command({ type: 'staff.test-device', device: 'scanner' });
  await one.close();
  expect(one.readers.told.cancelled).toEqual(['scanner']);
});
