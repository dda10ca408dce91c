import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DriverEvents, SimulatorAction } from '../../electron/contract/index.ts';
import { type DriverStation, driverStation } from '../station.ts';
import { makeSpecimens } from '../testing/specimens.ts';
import { pageCameraId } from './page-camera.ts';
import { startSimulator } from './simulator.ts';

let specimens: ReturnType<typeof makeSpecimens>;
let station: DriverStation;
const ends = { crash: vi.fn(), hang: vi.fn() };

beforeEach(async () => {
  vi.clearAllMocks();
  specimens = makeSpecimens();
  const simulator = await startSimulator({
    specimens: specimens.folder,
    webcam: null,
    devices: ['page-camera'],
    ends,
  });
  const tell = new Proxy({} as DriverEvents, { get: () => () => {} });
  station = driverStation({ hid: [], escl: [], served: async () => false, simulator, tell });
  await state('ready');
});
afterEach(async () => {
  await station.close();
  specimens.remove();
});

const act = async (action: SimulatorAction) => station.calls.simulate(action);
const breakIt = (fault: Extract<SimulatorAction, { type: 'break' }>['fault']) =>
  act({ type: 'break', device: pageCameraId, fault });
const scan = async () => station.calls.scan({ device: pageCameraId, dotsPerInch: 300 });
const state = (name: string) =>
  vi.waitFor(
    async () => expect(await station.calls.list()).toMatchObject([{ id: pageCameraId, state: name }]),
    5000,
  );
const present: SimulatorAction = { type: 'present', person: 'anna', document: 'passport' };

describe('a simulated page camera', () => {
  it('takes the page that lies under it', async () => {
    await act(present);
    expect((await scan()).reading).toMatchObject({ kind: 'image', bytes: specimens.page });
  });

  it.each([
    ['garbage', 'device/protocol'],
    ['endless', 'device/protocol'],
    ['wrong-order', 'device/protocol'],
    ['stuck', 'device/busy'],
    ['unplug-mid-read', 'device/disconnected-while-sending'],
  ] as const)('breaks, and takes pictures again when it is whole: %s', async (fault, code) => {
    await act(present);
    await breakIt(fault);
    await expect(scan()).rejects.toMatchObject({ code });
    await breakIt('none');
    await act({ type: 'plug', device: pageCameraId });
    await state('ready');
    expect((await scan()).reading).toMatchObject({ kind: 'image', bytes: specimens.page });
  });

  it.each(['slow', 'duplicate'] as const)('takes its picture all the same: %s', async (fault) => {
    await act(present);
    await breakIt(fault);
    expect((await scan()).reading).toMatchObject({ kind: 'image', bytes: specimens.page });
    await breakIt('none');
    expect((await scan()).reading).toMatchObject({ kind: 'image', bytes: specimens.page });
  });

  it.each(['crash', 'hang'] as const)('may take the process with it: %s', async (end) => {
    await act(present);
    await breakIt(end);
    const shot = scan().catch(() => {});
    await vi.waitFor(() => expect(ends[end]).toHaveBeenCalledTimes(1), 2000);
    await act({ type: 'unplug', device: pageCameraId });
    await shot;
  });

  it('that sends half a picture is given up when its cable is pulled', async () => {
    await act(present);
    await breakIt('half-frame');
    const shot = scan();
    shot.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    await act({ type: 'unplug', device: pageCameraId });
    await expect(shot).rejects.toMatchObject({ code: 'device/disconnected-while-sending' });
  });
});
