import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DriversPort, forkDrivers, superviseDrivers } from '../electron/host/station/index.ts';
import { serialDevices } from '../native-drivers/devices/serial-devices.ts';
import { namedPort } from '../native-drivers/devices/serial-profiles.ts';
import { simulatedSerialNames, simulateSerial } from '../native-drivers/index.ts';
import { openPty, whyNoPty } from '../native-drivers/peers/pty.ts';
import { writeTextMessage } from '../native-drivers/protocols/mrz-text.ts';
import { capabilitiesXml, statusXml } from '../native-drivers/simulator/escl-xml.ts';
import { fuzz, fuzzTargets } from '../native-drivers/testing/fuzz.ts';
import { nodeSerialTransport } from '../native-drivers/transports/node-serial.ts';
import { inMemory } from './device-latency.ts';
import { residentMiB } from './lib/processes.ts';
import { quantile } from './lib/stats.ts';
import { progress, type Suite } from './lib/suite.ts';
import { ms, print, type Table } from './lib/table.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'native-drivers/main.ts');
const built = join(root, 'out/main/drivers.js');
const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

export interface DeviceBenchOptions {
  /** Bent frames for each parser. */
  frames: number;
  seed: number;
  /** Times a cable is pulled and plugged in again. */
  plugs: number;
  /** Readings of each kind. */
  readings: number;
  /** Restarts of the driver process, and re-plugs. */
  restarts: number;
  /** Scans of a page of 25 MB. */
  pages: number;
  /** Seconds with six devices and nothing to do. */
  idle: number;
}

const usual: DeviceBenchOptions = {
  frames: 1_000_000,
  seed: 1,
  plugs: 1000,
  readings: 60,
  restarts: 5,
  pages: 5,
  idle: 20,
};

/** Every parser under bent frames: only typed outcomes, bounded memory. */
export function fuzzing({ frames, seed }: DeviceBenchOptions): Table {
  const table: Table = {
    title: `Parsers under bent frames (seed ${seed})`,
    columns: ['parser', 'frames', 'seconds', 'outcomes', 'most held', 'heap growth'],
    rows: [],
    failures: [],
  };
  for (const target of fuzzTargets()) {
    progress(`fuzz ${target.name}`);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    try {
      const { milliseconds, outcomes, mostHeld } = fuzz(target, frames, seed);
      globalThis.gc?.();
      const growth = (process.memoryUsage().heapUsed - before) / 2 ** 20;
      const seconds = (milliseconds / 1000).toFixed(1);
      table.rows.push([
        target.name,
        String(frames),
        seconds,
        String(Object.keys(outcomes).length),
        `${mostHeld} B`,
        `${growth.toFixed(1)} MiB`,
      ]);
    } catch (error) {
      table.failures?.push((error as Error).message);
    }
  }
  return table;
}

const openFiles = () => readdirSync('/proc/self/fd').length;
const until = async (met: () => boolean, limit = 15_000) => {
  const began = performance.now();
  while (!met()) {
    if (performance.now() - began > limit) throw new Error('it did not come to that');
    await wait(1);
  }
  return performance.now() - began;
};

/** One reader at a pair of terminals, its cable pulled at every byte of a message and then again and again. */
export async function pulling({ plugs }: DeviceBenchOptions): Promise<Table> {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-bench-'));
  const path = join(folder, 'reader');
  const serial = nodeSerialTransport({
    named: [path],
    pollEvery: 10,
    watch: () => () => {},
    list: async () => [],
  });
  const heard: string[] = [];
  const bus = serialDevices(
    serial,
    {
      changed() {},
      readStarted: () => heard.push('started'),
      documentRead: () => heard.push('read'),
      readFailed: ({ code }) => heard.push(code),
    },
    [namedPort(path)!],
  );
  const state = () => bus.devices()[0]?.connection.state;
  const plug = async () => {
    const pty = await openPty();
    symlinkSync(pty.path, path);
    await until(() => state() === 'ready');
    return async () => {
      unlinkSync(path);
      await pty.pull();
      await until(() => state() === 'absent');
    };
  };
  const failures: string[] = [];
  const message = writeTextMessage(lines);
  progress(`pull the cable at each of ${message.length} bytes`);
  for (let cut = 0; cut <= message.length; cut++) {
    heard.length = 0;
    const pty = await openPty();
    symlinkSync(pty.path, path);
    await until(() => state() === 'ready');
    pty.send(message.subarray(0, cut));
    if (cut > 0) await until(() => heard.length > 0);
    unlinkSync(path);
    await pty.pull();
    await until(() => state() === 'absent');
    const expected =
      cut === 0 ? '' : cut === message.length ? 'started,read' : 'started,device/disconnected-while-sending';
    if (heard.join() !== expected) failures.push(`at byte ${cut}: ${heard.join()}`);
  }
  progress(`plug it in and pull it ${plugs} times`);
  await (await plug())();
  const [files, began] = [openFiles(), performance.now()];
  const resources = process.getActiveResourcesInfo().length;
  for (let count = 0; count < plugs; count++) await (await plug())();
  const each = (performance.now() - began) / plugs;
  const [leakedFiles, leakedResources] = [
    openFiles() - files,
    process.getActiveResourcesInfo().length - resources,
  ];
  await bus.close();
  rmSync(folder, { recursive: true });
  if (leakedFiles > 0) failures.push(`${leakedFiles} files stayed open`);
  if (leakedResources > 2) failures.push(`${leakedResources} handles stayed`);
  return {
    title: 'A serial cable that is pulled (pair of terminals)',
    columns: ['what', 'times', 'ms each', 'files left open', 'handles left'],
    rows: [
      ['at every byte of a message', String(message.length + 1), '', '', ''],
      ['plugged in and pulled', String(plugs), ms(each), String(leakedFiles), String(leakedResources)],
    ],
    failures,
  };
}

interface Rig {
  drivers: DriversPort;
  ready(count: number): Promise<number>;
}

async function withDrivers<T>(
  args: readonly string[],
  work: (rig: Rig) => Promise<T>,
  entry = source,
): Promise<T> {
  const drivers = superviseDrivers({
    spawn: () => forkDrivers({ entry, args: ['--escl', 'http://127.0.0.1:9/eSCL', ...args] }),
  });
  const ready = (count: number) =>
    until(() => drivers.devices().filter(({ state }) => state === 'ready').length >= count, 30_000);
  try {
    return await work({ drivers, ready });
  } finally {
    await drivers.stop();
  }
}

const figures = (values: readonly number[]) => [
  String(values.length),
  ms(quantile(values, 0.5)),
  ms(quantile(values, 0.99)),
];

/** From the last byte leaving the device to the event in the host, which is another process. */
export async function latency({ readings }: DeviceBenchOptions): Promise<Table> {
  const rows: string[][] = [];
  for (const name of simulatedSerialNames) {
    progress(`read over a serial port: ${name}`);
    const reader = await simulateSerial(name);
    const times = await withDrivers(
      ['--serial', `${reader.path}=${reader.profile}`],
      async ({ drivers, ready }) => {
        const found: number[] = [];
        let lost = 0;
        await ready(1);
        let came = 0;
        drivers.on('documentRead', () => {
          came = performance.now();
        });
        for (let tries = 0; found.length < readings; tries++) {
          came = 0;
          const sent = performance.now();
          reader.show(lines);
          // One that has to be armed anew for each document has not been yet, on a busy machine: that is no reading.
          const late = await until(() => came > 0, 2000).catch(() => null);
          if (late !== null) found.push(came - sent);
          else lost += 1;
          if (late === null && tries > 2 * readings) throw new Error(`${name} does not read`);
          reader.remove();
          await wait(30);
        }
        if (lost > 0) progress(`${name}: ${lost} documents were shown before it was armed, and not read`);
        return found;
      },
    );
    await reader.unplug();
    rows.push([`serial, ${name}`, ...figures(times)]);
  }
  for (const [name, times] of Object.entries(inMemory)) {
    progress(`read over ${name}`);
    rows.push([name, ...figures(await times(readings))]);
  }
  return {
    title: 'From the last byte at the device to the event in the host',
    columns: ['device', 'readings', 'p50 ms', 'p99 ms'],
    rows,
    notes: [
      'Readers without an end mark (bare-lines, honeywell, newland) are waited for: 80 ms of silence end a message.',
      'In memory means what the drivers take, in this process and without kernel, cable or the way to the host; serial is over a pair of terminals and into the host.',
    ],
  };
}

/** Milliseconds; a visitor is to see at most "one moment". */
const longestRestart = 1000;

/** A cable that comes back, and a driver process that has died, until everything is ready. */
export async function comingBack(options: DeviceBenchOptions): Promise<Table> {
  const programs = [['source', source] as const, ['built', built] as const].filter(([, entry]) =>
    existsSync(entry),
  );
  const [rows, failures]: [string[][], string[]] = [[], []];
  for (const [name, entry] of programs) {
    const { plugged, restarted } = await backAgain(options, name, entry);
    rows.push([`cable plugged in again, to ready (${name})`, ...figures(plugged)]);
    rows.push([`driver process killed, to ready (${name})`, ...figures(restarted)]);
    const usual = quantile(restarted, 0.5);
    if (usual > longestRestart) failures.push(`${name}: ${ms(usual)} ms until it is ready again`);
  }
  return {
    title: 'Coming back',
    columns: ['what', 'times', 'p50 ms', 'p99 ms'],
    rows,
    failures,
    notes: [
      'The first restart is at once; one that follows soon upon another waits, and ever longer.',
      ...(existsSync(built)
        ? []
        : ['The built driver program is not there, so only its source was measured.']),
    ],
  };
}

async function backAgain({ restarts }: DeviceBenchOptions, name: string, entry: string) {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-bench-'));
  const path = join(folder, 'reader');
  const [plugged, restarted]: [number[], number[]] = [[], []];
  let pty = await openPty();
  symlinkSync(pty.path, path);
  const once = async ({ drivers, ready }: Rig) => {
    await ready(1);
    unlinkSync(path);
    await pty.pull();
    await until(() => drivers.devices().every(({ state }) => state === 'absent'));
    pty = await openPty();
    const came = performance.now();
    symlinkSync(pty.path, path);
    await ready(1);
    plugged.push(performance.now() - came);
    const { pid } = drivers.health();
    const died = performance.now();
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => drivers.devices().every(({ state }) => state === 'absent'));
    await ready(1);
    restarted.push(performance.now() - died);
  };
  for (let count = 0; count < restarts; count++) {
    progress(`pull and plug, kill and restart (${name}): ${count + 1} of ${restarts}`);
    // A fresh supervisor each time: one whose process dies often waits longer before each restart.
    await withDrivers(['--serial', path], once, entry);
  }
  await pty.pull();
  rmSync(folder, { recursive: true });
  return { plugged, restarted };
}

/** A page as large as a scanner sends it, from the scanner to the host. */
export async function throughput({ pages }: DeviceBenchOptions): Promise<Table> {
  const page = Buffer.alloc(25 * 2 ** 20, 7);
  page.set([0xff, 0xd8, 0xff]);
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    if (url.endsWith('Capabilities')) response.end(capabilitiesXml(600));
    else if (url.endsWith('Status')) response.end(statusXml('idle', true));
    else if (request.method === 'POST') response.writeHead(201, { location: '/eSCL/ScanJobs/1' }).end();
    else response.end(url.endsWith('NextDocument') ? page : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  progress(`scan ${pages} pages of 25 MB`);
  const times = await withDrivers(['--escl', `http://127.0.0.1:${port}/eSCL`], async ({ drivers, ready }) => {
    await ready(1);
    const found: number[] = [];
    for (let count = 0; count < pages; count++) {
      const began = performance.now();
      const { reading } = await drivers.scan({ device: `escl:127.0.0.1:${port}`, dotsPerInch: 600 });
      if (reading.kind !== 'image' || reading.bytes.length !== page.length)
        throw new Error('another page came');
      found.push(performance.now() - began);
    }
    return found;
  });
  server.close();
  const rate = 25 / (quantile(times, 0.5) / 1000);
  return {
    title: 'A page of 25 MB, from the scanner over HTTP to the host',
    columns: ['what', 'pages', 'p50 ms', 'p99 ms', 'MiB/s'],
    rows: [['eSCL on the loopback interface', ...figures(times), rate.toFixed(0)]],
  };
}

/** Six devices and nothing to do. */
export async function idling({ idle }: DeviceBenchOptions): Promise<Table> {
  const readers = await Promise.all(simulatedSerialNames.map((name) => simulateSerial(name)));
  const sample = join(root, 'resources/vendor-adapter/sample-adapter.mjs');
  const args = [
    ...readers.flatMap(({ path, profile }) => ['--serial', `${path}=${profile}`]),
    '--adapter',
    `"${process.execPath}" "${sample}"`,
  ];
  const row = await withDrivers(args, async ({ drivers, ready }) => {
    await ready(6);
    await wait(2000);
    const pid = drivers.health().pid ?? 0;
    const ticks = () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return Number(fields[11]) + Number(fields[12]);
    };
    progress(`six devices, ${idle} s with nothing to do`);
    const before = ticks();
    await wait(idle * 1000);
    // A tick is a hundredth of a second on Linux.
    const percent = (ticks() - before) / idle;
    return ['driver process with 6 devices', String(idle), percent.toFixed(2), residentMiB(pid).toFixed(0)];
  });
  await Promise.all(readers.map((reader) => reader.unplug()));
  return { title: 'Idle', columns: ['what', 'seconds', '% of a processor', 'resident MiB'], rows: [row] };
}

const parts: Record<string, (options: DeviceBenchOptions) => Table | Promise<Table>> = {
  fuzz: fuzzing,
  pull: pulling,
  latency,
  back: comingBack,
  throughput,
  idle: idling,
};

/** All of it, with figures of the usual size. */
export const run: Suite = () => measure(Object.keys(parts), usual);

async function measure(names: readonly string[], options: DeviceBenchOptions): Promise<Table[]> {
  const tables: Table[] = [];
  for (const name of names) {
    const skipped = name !== 'fuzz' && name !== 'throughput' && whyNoPty;
    tables.push(
      skipped
        ? { title: name, columns: ['not measured'], rows: [], notes: [skipped] }
        : await parts[name]!(options),
    );
  }
  return tables;
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: Object.fromEntries(Object.keys(usual).map((name) => [name, { type: 'string' as const }])),
  });
  const options = Object.fromEntries(
    Object.entries(usual).map(([name, number]) => [name, Number(values[name] ?? number)]),
  ) as unknown as DeviceBenchOptions;
  const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    process.stderr.write(
      `node bench/devices.ts [${Object.keys(parts).join(' ')}] [--frames N] [--plugs N] …\n`,
    );
    process.exit(2);
  }
  const tables = await measure(positionals.length > 0 ? positionals : Object.keys(parts), options);
  for (const table of tables) process.stdout.write(`\n${print(table)}\n`);
  process.exit(tables.some(({ failures = [] }) => failures.length > 0) ? 1 : 0);
}
