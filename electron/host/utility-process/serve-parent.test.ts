import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type Channel,
  type DriverCalls,
  type HostForStaff,
  type HostForVisitor,
  link,
  type VisitorSnapshot,
} from '../../contract/index.ts';
import { type HostToShell, hostToShell } from '../../contract/shell.ts';
import { freshDirectory, resourcesDirectory } from '../testing/index.ts';
import { keysOverShell } from './keys-over-shell.ts';
import { type ParentPort, type Port, portChannel } from './parent-port.ts';
import { serveParent } from './serve-parent.ts';
import { shellDrivers } from './shell-drivers.ts';

/** A port as Electron's main gives it out, over one of Node's. */
function electronPort(port: MessagePort): Port {
  const on = (event: string, listener: (event: { data: unknown }) => void) =>
    port.on(event, (data: unknown) => listener({ data }));
  return {
    on: on as Port['on'],
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

function pipe(): { far: Port; near: Channel } {
  const { port1, port2 } = new MessageChannel();
  return { far: electronPort(port2), near: portChannel(electronPort(port1)) };
}

/** Electron's main process, as the host sees it: starts drivers, keeps keys, and notes what it is told. */
function fakeMain(options: { keys?: 'good' | 'refused'; station?: object } = {}) {
  const directory = freshDirectory();
  const stationFile = options.station ? join(directory, 'station.json') : null;
  if (stationFile) writeFileSync(stationFile, JSON.stringify(options.station));
  const told: HostToShell[] = [];
  let listener: (event: { data: unknown; ports: Port[] }) => void = () => {};
  let exited: (code: number) => void = () => {};
  const exit = new Promise<number>((resolve) => {
    exited = resolve;
  });
  const say = (data: unknown, ports: Port[] = []) => setImmediate(() => listener({ data, ports }));
  const turned = (bytes: Uint8Array) => new Uint8Array(bytes.map((byte) => byte ^ 0x55));
  const parent: ParentPort = {
    on: (_event, heard) => {
      listener = heard;
    },
    postMessage(raw) {
      const message = hostToShell.parse(raw);
      told.push(message);
      if (message.type === 'spawn-drivers') giveDrivers();
      if (message.type === 'wrap-key' || message.type === 'unwrap-key') {
        const good = options.keys !== 'refused';
        const bytes = good ? turned(message.bytes) : null;
        const error = good ? null : 'shell/key-store-locked';
        say({ type: 'key', id: message.id, bytes, error, rewrap: false });
      }
    },
  };
  const calls = { list: () => [], ping: () => ({ pid: 1, residentBytes: 1 }), quit: () => say(gone) };
  const gone = { type: 'drivers-gone', exitCode: 0, final: false };
  const giveDrivers = () => {
    const { far, near } = pipe();
    link(near, calls satisfies Partial<DriverCalls>);
    say({ type: 'drivers-port' }, [far]);
  };
  serveParent(parent, exited);
  onTestFinished(async () => {
    say({ type: 'stop' });
    await exit;
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    told,
    say,
    gone,
    exit,
    start: () =>
      say({
        type: 'start',
        config: {
          dataDirectory: directory,
          resourcesDirectory,
          stationFile,
          simulated: true,
          cameraFile: null,
          version: '0.0.0',
          keyStoreBackend: 'gnome_libsecret',
        },
      }),
    window<Host extends object>(role: 'visitor' | 'staff', changed: (raw: unknown) => void = () => {}) {
      const { far, near } = pipe();
      say({ type: 'port', role }, [far]);
      return link<Host>(near, { changed }, 10_000);
    },
    heard: (type: HostToShell['type']) =>
      expect.poll(() => told.some((one) => one.type === type), { timeout: 10_000 }),
  };
}

describe('the host under Electron', () => {
  test('starts when told, serves windows that came before it was ready, and stops when told', async () => {
    const main = fakeMain();
    main.start();
    const shown: unknown[] = [];
    const visitor = main.window<HostForVisitor>('visitor', (raw) => shown.push(raw));
    await main.heard('ready').toBe(true);
    expect(main.told.map(({ type }) => type)).toContain('open-vision');
    expect((await visitor.remote.snapshot()).step).toEqual({ name: 'attract' });
    expect(await visitor.remote.command({ type: 'visit.start' })).toEqual({ ok: true });
    await expect.poll(() => (shown.at(-1) as VisitorSnapshot | undefined)?.step.name).toBe('language');
    const staff = main.window<HostForStaff>('staff');
    const { health } = await staff.remote.snapshot();
    expect(health.find(({ part }) => part === 'vault')).toMatchObject({ state: 'ok' });
    await expect
      .poll(async () => (await staff.remote.snapshot()).health)
      .toContainEqual(expect.objectContaining({ part: 'drivers', state: 'ok' }));
    main.say({ type: 'stop' });
    expect(await main.exit).toBe(0);
  });

  test('tells main when a visitor left, and asks for drivers that are gone', async () => {
    const main = fakeMain();
    main.start();
    const visitor = main.window<HostForVisitor>('visitor');
    await visitor.remote.command({ type: 'visit.start' });
    await visitor.remote.command({ type: 'visit.cancel' });
    await visitor.remote.command({ type: 'visit.start' });
    await main.heard('visit-ended').toBe(true);
    const asked = () => main.told.filter(({ type }) => type === 'spawn-drivers').length;
    const before = asked();
    main.say(main.gone);
    await expect.poll(asked).toBe(before + 1);
    const staff = main.window<HostForStaff>('staff');
    expect((await staff.remote.snapshot()).notices.map(({ code }) => code)).toContain('drivers/restarted');
  });

  test('asks for no drivers before it knows what the station names, and then for those, every time', async () => {
    const main = fakeMain({ station: { devices: { serialPorts: ['COM3=elyctis'], sane: true } } });
    main.say({ type: 'ping', id: 1 });
    await main.heard('pong').toBe(true);
    expect(main.told.map(({ type }) => type)).toEqual(['pong']);
    main.start();
    await main.heard('ready').toBe(true);
    main.say(main.gone);
    const asked = () => main.told.filter(({ type }) => type === 'spawn-drivers');
    const wanted = { type: 'spawn-drivers', args: ['--serial=COM3=elyctis', '--sane'] };
    await expect.poll(asked).toEqual([wanted, wanted]);
  });

  test('starts nothing by a station file that is wrong, and names the place', async () => {
    const written: string[] = [];
    const write = vi
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    const main = fakeMain({ station: { devices: { pageCameras: ['04e8'] } } });
    main.start();
    await main.heard('fatal').toBe(true);
    write.mockRestore();
    expect(main.told).toEqual([{ type: 'fatal', code: 'station/resource-malformed' }]);
    expect(written.join('')).toContain('devices.pageCameras.0');
  });

  test('answers pings at once, and hears nothing in what is no message', async () => {
    const main = fakeMain();
    for (const garbage of [null, 'text', {}, { type: 'start' }, { type: 'port', role: 'operator' }]) {
      main.say(garbage);
    }
    main.say({ type: 'port', role: 'visitor' });
    main.say({ type: 'suspending' });
    main.say({ type: 'resumed' });
    main.say({ type: 'key', id: 99, bytes: null, error: null, rewrap: false });
    main.say({ type: 'ping', id: 7 });
    await expect.poll(() => main.told.at(-1)).toEqual({ type: 'pong', id: 7 });
  });

  test('says by its code why it cannot start', async () => {
    const main = fakeMain({ keys: 'refused' });
    main.start();
    await main.heard('fatal').toBe(true);
    const fatal = main.told.find(({ type }) => type === 'fatal');
    expect(fatal).toMatchObject({ code: expect.stringMatching(/^(shell|vault)\//) });
    expect(main.told.map(({ type }) => type)).not.toContain('ready');
  });

  test('is started by Electron alone', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')]);
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
    expect(said).toContain('host/no-parent');
  });
});

describe('keys over the shell', () => {
  test('come back by number, whichever is answered first, and only once', async () => {
    const asked: HostToShell[] = [];
    const keys = keysOverShell((message) => asked.push(message));
    const first = keys.wrap(new Uint8Array([1]));
    const second = keys.unwrap(new Uint8Array([2]));
    const [one, two] = asked as { id: number }[];
    const answer = (id = 0, bytes: Uint8Array | null = null, error: string | null = null) =>
      keys.answered({ type: 'key', id, bytes, error, rewrap: false });
    answer(12345, new Uint8Array([0]));
    answer(two?.id, null, 'shell/key-store-locked');
    answer(one?.id, new Uint8Array([3]));
    answer(one?.id, null, 'shell/late');
    expect(await first).toEqual(new Uint8Array([3]));
    await expect(second).rejects.toMatchObject({ code: 'shell/key-store-locked' });
  });
});

describe('the driver process under Electron', () => {
  test('gets what was said before its pipe came, in order; a pipe of a process that is gone is nobody’s', async () => {
    let asked = 0;
    const drivers = shellDrivers(() => {
      asked += 1;
    });
    const first = drivers.spawn();
    expect(asked).toBe(1);
    const exits: string[] = [];
    first.onExit(() => exits.push('exit'));
    first.channel.onClose(() => exits.push('close'));
    first.channel.post('one');
    first.channel.post('two');
    const { far, near } = pipe();
    const got: unknown[] = [];
    near.onMessage((message) => got.push(message));
    drivers.arrived(portChannel(far));
    first.channel.post('three');
    await expect.poll(() => got).toEqual(['one', 'two', 'three']);
    const heard: unknown[] = [];
    first.channel.onMessage((message) => heard.push(message));
    near.post('answer');
    await expect.poll(() => heard).toEqual(['answer']);
    drivers.gone();
    drivers.gone();
    first.kill();
    expect(exits).toEqual(['close', 'exit']);
    first.channel.post('late');
    drivers.arrived(portChannel(pipe().far));
    const second = drivers.spawn();
    expect(asked).toBe(2);
    second.kill();
    near.close();
  });
});
