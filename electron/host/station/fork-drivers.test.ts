import { fork, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageScannerId, passportReaderId, simulateSerial } from '../../../native-drivers/index.ts';
import { makeSpecimens, specimenLines } from '../../../native-drivers/testing/specimens.ts';
import type { DeviceFault, DocumentRead } from '../../contract/index.ts';
import { driverArguments } from './driver-arguments.ts';
import { superviseDrivers } from './drivers.ts';
import type { DriverProcess, DriversPort } from './drivers-port.ts';
import { driverProcessOf, forkDrivers } from './fork-drivers.ts';
import { stationDevices } from './station-file.ts';

const entry = join(import.meta.dirname, '../../../native-drivers/main.ts');
const present = { type: 'present', person: 'anna', document: 'passport' } as const;
const wait = { timeout: 10_000, interval: 20 };

let specimens: ReturnType<typeof makeSpecimens>;
let drivers: DriversPort;
let current: DriverProcess;
let exits: number;
const reads: DocumentRead[] = [];
const failures: { source: string; code: DeviceFault }[] = [];

const states = () => Object.fromEntries(drivers.devices().map(({ id, state }) => [id, state]));
const bothReady = () =>
  expect(states()).toMatchObject({ [passportReaderId]: 'ready', [pageScannerId]: 'ready' });
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Of Linux, which alone has the pairs of terminals that stand for serial ports here. */
function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : [];
}

beforeEach(async () => {
  reads.length = 0;
  failures.length = 0;
  exits = 0;
  specimens = makeSpecimens();
  drivers = superviseDrivers({
    spawn: () => {
      current = forkDrivers({
        entry,
        args: ['--simulate', '--specimens', specimens.folder, '--webcam', specimens.webcam],
      });
      current.onExit(() => {
        exits += 1;
      });
      return current;
    },
  });
  drivers.on('documentRead', (read) => reads.push(read));
  drivers.on('readFailed', (failure) => failures.push(failure));
  await vi.waitFor(() => {
    bothReady();
    expect(drivers.health().state).toBe('up');
  }, wait);
});
afterEach(async () => {
  await drivers.stop();
  specimens.remove();
});

describe('the driver process, really forked', () => {
  it('reads and scans a presented document, and leaves quietly with its devices open', async () => {
    await drivers.simulate(present);
    await vi.waitFor(() => expect(reads).toHaveLength(1), wait);
    expect(reads[0]).toMatchObject({
      source: passportReaderId,
      reading: { kind: 'lines', lines: specimenLines },
    });
    const { reading } = await drivers.scan({ device: pageScannerId, dotsPerInch: 300 });
    expect(reading.kind === 'image' && Buffer.from(reading.bytes).equals(Buffer.from(specimens.page))).toBe(
      true,
    );
    const { pid } = drivers.health();
    const start = performance.now();
    await drivers.stop();
    expect(performance.now() - start).toBeLessThan(1400);
    expect(alive(pid!)).toBe(false);
  });

  it('says that a reader was unplugged while it was sending', async () => {
    await drivers.simulate({ type: 'break', device: passportReaderId, fault: 'unplug-mid-read' });
    await drivers.simulate(present);
    await vi.waitFor(() => expect(failures).toHaveLength(1), wait);
    expect(failures).toEqual([{ source: passportReaderId, code: 'device/disconnected-while-sending' }]);
    await vi.waitFor(() => expect(states()[passportReaderId]).toBe('absent'), wait);
    await drivers.simulate({ type: 'plug', device: passportReaderId });
    await vi.waitFor(bothReady, wait);
  });

  it.each(['crash', 'hang'] as const)('comes back with its devices after a %s', async (fault) => {
    await drivers.simulate({ type: 'break', device: passportReaderId, fault });
    await drivers.simulate(present);
    await vi.waitFor(() => expect(exits).toBe(1), wait);
    expect(failures).toEqual([{ source: passportReaderId, code: 'device/failed' }]);
    expect(new Set(Object.values(states()))).toEqual(new Set(['absent']));
    const died = performance.now();
    await vi.waitFor(bothReady, wait);
    expect(performance.now() - died).toBeLessThan(8000);
    expect(drivers.health()).toMatchObject({ restarts: 1, hangs: fault === 'hang' ? 1 : 0 });
    await drivers.simulate(present);
    await vi.waitFor(() => expect(reads).toHaveLength(1), wait);
  });

  it('survives messages that mean nothing', async () => {
    const { pid } = drivers.health();
    for (const noise of [
      null,
      7,
      'x',
      [],
      { t: 'q' },
      { t: 'q', m: 'scan', a: [null] },
      { t: 'q', m: 'nothing', a: [], i: 'z' },
    ]) {
      current.channel.post(noise);
    }
    await expect(drivers.scan({ device: '', dotsPerInch: -1 })).rejects.toMatchObject({
      code: 'device/failed',
    });
    await expect(drivers.simulate({ type: 'fly' } as never)).rejects.toMatchObject({
      code: 'drivers/malformed',
    });
    await vi.waitFor(bothReady, wait);
    expect(drivers.health().pid).toBe(pid);
  });

  it('does not outlive the process that started it', async () => {
    const { pid } = drivers.health();
    current.channel.close();
    await vi.waitFor(() => expect(alive(pid!)).toBe(false), wait);
  });
});

const plainReader = await simulateSerial('elyctis').then(
  (reader) => reader.unplug().then(() => true),
  () => false,
);

describe('the driver program', () => {
  it.skipIf(!plainReader)(
    'leaves in order with a serial port and an adapter open, and none stays',
    async () => {
      const reader = await simulateSerial('elyctis');
      const sample = join(import.meta.dirname, '../../../resources/vendor-adapter/sample-adapter.mjs');
      const station = stationDevices.parse({
        serialPorts: [`${reader.path}=${reader.profile}`],
        adapters: [`"${process.execPath}" "${sample}"`],
      });
      let code: number | null = null;
      const port = superviseDrivers({
        spawn() {
          const child = fork(entry, driverArguments(station), { serialization: 'advanced', execArgv: [] });
          child.on('exit', (exitCode) => {
            code = exitCode;
          });
          return driverProcessOf(child);
        },
      });
      await vi.waitFor(() => {
        const ready = port.devices().filter(({ state }) => state === 'ready');
        expect(ready.map(({ transport }) => transport)).toEqual(expect.arrayContaining(['serial', 'vendor']));
        expect(port.health().state).toBe('up');
      }, wait);
      const children = childrenOf(port.health().pid!);
      expect(children.length).toBeGreaterThan(0);
      await port.stop();
      // A process that had to be killed has no code.
      expect(code).toBe(0);
      await vi.waitFor(() => expect(children.filter(alive)).toEqual([]), wait);
      await reader.unplug();
    },
  );

  it('serves its readers even where the people and the camera of the simulation are missing', async () => {
    const port = superviseDrivers({
      spawn: () =>
        forkDrivers({ entry, args: ['--simulate', '--specimens', '/nowhere', '--webcam', '/nowhere/x'] }),
    });
    const readers = () =>
      port.devices().flatMap(({ id, state, simulated }) => (simulated && state === 'ready' ? [id] : []));
    await vi.waitFor(() => expect(readers()).toHaveLength(4), wait);
    expect(readers()).toEqual(
      expect.arrayContaining([passportReaderId, pageScannerId, 'pcsc:Simulated-chip-reader']),
    );
    expect(port.simulator()?.people).toEqual([]);
    await port.stop();
  });

  it('leaves in order and is started again when it leaks', { timeout: 30_000 }, async () => {
    // The program itself, which hoards until it has once been told to leave.
    const marker = join(specimens.folder, 'has-leaked');
    const hoarding = `
      import { existsSync, writeFileSync } from 'node:fs';
      const hoard = [];
      const mine = !existsSync(${JSON.stringify(marker)});
      if (mine) setInterval(() => { if (hoard.length < 25) hoard.push(Buffer.alloc(20 * 2 ** 20, 1)); }, 100);
      process.on('exit', (code) => { if (mine) writeFileSync(${JSON.stringify(marker)}, String(code)); });
    `;
    const why: string[] = [];
    const port = superviseDrivers({
      spawn: () =>
        forkDrivers({
          entry,
          args: ['--escl', 'http://127.0.0.1:9/eSCL'],
          env: {
            ...process.env,
            NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hoarding)}`,
          },
        }),
      onRestart: (reason) => why.push(reason),
      memory: { leaking: 300 * 2 ** 20, sustained: 1500, outOfHand: 2 ** 40 },
    });
    await vi.waitFor(() => expect(port.health()).toMatchObject({ state: 'up', restarts: 0 }), wait);
    const { pid } = port.health();
    await vi.waitFor(() => expect(port.health()).toMatchObject({ state: 'up', leaks: 1, restarts: 1 }), {
      ...wait,
      timeout: 20_000,
    });
    expect(why).toEqual(['leaking']);
    expect(alive(pid!)).toBe(false);
    // A killed process runs no exit handler.
    expect(readFileSync(marker, 'utf8')).toBe('0');
    expect(port.health().residentBytes).toBeLessThan(300 * 2 ** 20);
    await port.stop();
  });

  it('refuses to be started by hand', async () => {
    const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (part) => {
      told += part;
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(1);
    expect(told).toContain('started by Proofdesk');
  });

  it('is reported gone when it cannot be started', async () => {
    const process = forkDrivers({ entry: join(import.meta.dirname, 'nothing-here.ts') });
    await new Promise<void>((resolve) => process.onExit(resolve));
  });
});
