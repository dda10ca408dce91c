import { describe, expect, test, vi } from 'vitest';
import { exitCodes } from '../../contract/shell.ts';
import { type Shell, startShell } from '../testing/start-shell.ts';

const entries = (shell: Shell) => shell.processes.map((one) => one.entry.split('/').at(-1));

async function withDrivers(): Promise<Shell> {
  const shell = await startShell({ hostReady: true });
  shell.host().says({ type: 'spawn-drivers', args: [] });
  await shell.pass(0);
  return shell;
}

describe('the host', () => {
  test('is started again after it ended, ever more slowly', async () => {
    const shell = await startShell({ hostReady: true });
    const waits: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      shell.host().end(1);
      const count = shell.processes.length;
      let waited = 0;
      while (shell.processes.length === count) {
        await shell.pass(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000]);
    expect(new Set(entries(shell))).toEqual(new Set(['host.js']));
    expect(shell.host().told('start')).toHaveLength(1);
  });

  test('that ends again and again makes the app exit with a code, never relaunch', async () => {
    const shell = await startShell({ hostReady: true });
    for (let i = 0; i < 6; i += 1) {
      shell.host().end(1);
      await shell.pass(16_000);
    }
    expect(shell.app.exitCode).toBe(exitCodes.restart);
    expect(shell.app.relaunches).toBe(0);
  });

  test('that runs well for long has its failures forgotten', async () => {
    const shell = await startShell();
    for (let i = 0; i < 12; i += 1) {
      shell.host().says({ type: 'ready' });
      shell.host().end(1);
      await shell.pass(45_000);
    }
    expect(shell.app.exitCode).toBeUndefined();
  });

  test('that does not answer is killed, at last by force', async () => {
    const shell = await startShell({ hostReady: true });
    const first = shell.host();
    const { pid } = first;
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    first.deaf = true;
    await shell.pass(21_000);
    expect(first.told('ping').length).toBe(3);
    expect(first.kills).toBe(1);
    await shell.pass(3_000);
    expect(kill).toHaveBeenCalledWith(pid, 'SIGKILL');
    kill.mockRestore();
    first.end(9);
    await shell.pass(1_000);
    expect(shell.host()).not.toBe(first);
  });

  test('that answers lives on', async () => {
    const shell = await startShell({ hostReady: true });
    const host = shell.host();
    for (let i = 0; i < 20; i += 1) {
      await shell.pass(5_000);
      host.says({ type: 'pong', id: host.told('ping').at(-1)!.message.id });
    }
    expect(host.kills).toBe(0);
  });

  test('that never becomes ready is killed after a minute', async () => {
    const shell = await startShell();
    const first = shell.host();
    await shell.pass(59_000);
    expect(first.kills).toBe(0);
    await shell.pass(2_000);
    expect(first.kills).toBe(1);
    expect(shell.host()).not.toBe(first);
  });

  test('is not taken for hung because the machine slept, and hears that it woke', async () => {
    const shell = await startShell({ hostReady: true });
    const host = shell.host();
    shell.powerMonitor.emit('suspend');
    await shell.pass(3_600_000);
    shell.powerMonitor.emit('resume');
    expect(host.received.map(({ message }) => message.type)).toEqual(['start', 'suspending', 'resumed']);
    expect(host.kills).toBe(0);
    await shell.pass(5_000);
    expect(host.told('ping')).toHaveLength(1);
  });

  test('that cannot go on ends the app for an operator', async () => {
    const shell = await startShell({ hostReady: true });
    shell.host().says({ type: 'fatal', code: 'vault/key-lost' });
    expect(shell.app.exitCode).toBe(exitCodes.needsOperator);
    expect(shell.logged.at(-1)).toMatchObject({ because: 'vault/key-lost' });
  });

  test('is not obeyed when it says what nobody understands', async () => {
    const shell = await startShell({ hostReady: true });
    for (const message of [null, 'ready', { type: 'fatal', code: 'Erika Mustermann' }, { type: 'quit' }]) {
      shell.host().says(message);
    }
    expect(shell.app.exitCode).toBeUndefined();
    expect(JSON.stringify(shell.logged)).not.toContain('Erika');
  });
});

describe('the drivers', () => {
  test('start when the host asks, and are joined to it', async () => {
    const shell = await withDrivers();
    const drivers = shell.processOf('drivers')!;
    expect(entries(shell)).toEqual(['host.js', 'drivers.js']);
    expect(drivers.args).toEqual([
      '--simulate',
      '--specimens',
      `${shell.root}/resources/specimens`,
      '--webcam',
      `${shell.root}/user/station/camera.mjpeg`,
    ]);
    const port = shell.host().told('drivers-port')[0]!.ports[0]!;
    const heard: unknown[] = [];
    port.on('message', ({ data }) => heard.push(data));
    port.start();
    drivers.says({ t: 'q', m: 'documentRead', a: [new Uint8Array([7])] });
    port.postMessage({ t: 'q', m: 'list', a: [] });
    await shell.pass(0);
    expect(heard).toEqual([{ t: 'q', m: 'documentRead', a: [new Uint8Array([7])] }]);
    expect(drivers.received.map(({ message }) => message.m)).toEqual(['list']);
  });

  test('have real devices at a real station', async () => {
    const shell = await startShell({ packaged: true, station: {}, hostReady: true });
    shell.host().says({ type: 'spawn-drivers', args: [] });
    expect(shell.processOf('drivers')?.args).toEqual([]);
  });

  test('have what the host names besides what main tells them, and nothing of an earlier start', async () => {
    const shell = await startShell({ hostReady: true });
    shell.host().says({ type: 'spawn-drivers', args: ['--serial=COM3=elyctis', '--sane'] });
    await shell.pass(0);
    expect(shell.processOf('drivers')?.args.slice(-3)).toEqual([
      `${shell.root}/user/station/camera.mjpeg`,
      '--serial=COM3=elyctis',
      '--sane',
    ]);
    shell.host().says({ type: 'spawn-drivers', args: ['--wia'] });
    await shell.pass(0);
    expect(shell.processOf('drivers')?.args).not.toContain('--sane');
    shell.host().says({ type: 'spawn-drivers', args: [7] });
    shell.host().says({ type: 'spawn-drivers' });
    await shell.pass(0);
    expect(entries(shell)).toEqual(['host.js', 'drivers.js', 'drivers.js']);
  });

  test('that crash are the host’s to ask for again; the old pipe is closed, the new one joined', async () => {
    const shell = await withDrivers();
    const host = shell.host();
    const old = host.told('drivers-port')[0]!.ports[0]!;
    let closed = false;
    old.on('close', () => {
      closed = true;
    });
    shell.processOf('drivers')?.end(139);
    await shell.pass(10_000);
    expect(closed).toBe(true);
    expect(host.told('drivers-gone').map(({ message }) => message.exitCode)).toEqual([139]);
    expect(entries(shell)).toEqual(['host.js', 'drivers.js']);
    host.says({ type: 'spawn-drivers', args: [] });
    await shell.pass(0);
    expect(host.told('drivers-port')).toHaveLength(2);
    expect(entries(shell)).toEqual(['host.js', 'drivers.js', 'drivers.js']);
  });

  test('that crash without end never end the kiosk', async () => {
    const shell = await withDrivers();
    for (let i = 0; i < 30; i += 1) {
      shell.processOf('drivers')?.end(139);
      shell.host().says({ type: 'spawn-drivers', args: [] });
      await shell.pass(100);
    }
    expect(shell.app.exitCode).toBeUndefined();
    expect(shell.host().told('drivers-port')).toHaveLength(31);
  });

  test('that hang are replaced when the host asks', async () => {
    const shell = await withDrivers();
    const hung = shell.processOf('drivers')!;
    shell.host().says({ type: 'spawn-drivers', args: [] });
    await shell.pass(10);
    expect(hung.kills).toBe(1);
    expect(shell.processOf('drivers')).not.toBe(hung);
    expect(shell.host().told('drivers-gone')).toEqual([]);
  });
});

describe('helpers of Chromium', () => {
  test('a graphics process that keeps ending asks for the machine to be restarted', async () => {
    const shell = await startShell({ hostReady: true });
    for (let i = 0; i < 6; i += 1) {
      shell.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 });
    }
    expect(shell.app.exitCode).toBe(exitCodes.restartDevice);
  });

  test('other helpers and an orderly end do not', async () => {
    const shell = await startShell({ hostReady: true });
    for (let i = 0; i < 20; i += 1) {
      shell.app.emit('child-process-gone', {}, { type: 'Utility', reason: 'crashed', exitCode: 1 });
      shell.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'clean-exit', exitCode: 0 });
    }
    expect(shell.app.exitCode).toBeUndefined();
  });
});

describe('keys', () => {
  const wrap = async (shell: Shell, bytes: Uint8Array, type = 'wrap-key') => {
    shell.host().says({ type, id: 4, bytes });
    await shell.pass(0);
    return shell.host().told('key').at(-1)!.message;
  };

  test('are wrapped and unwrapped by the key store of the system', async () => {
    const shell = await startShell();
    const key = crypto.getRandomValues(new Uint8Array(32));
    const wrapped = await wrap(shell, key);
    expect(wrapped).toMatchObject({ id: 4, error: null, rewrap: false });
    expect(wrapped.bytes).not.toEqual(key);
    const opened = await wrap(shell, wrapped.bytes as Uint8Array, 'unwrap-key');
    expect(opened).toMatchObject({ bytes: key, error: null });
    shell.safeStorage.rotated = true;
    const rotated = await wrap(shell, wrapped.bytes as Uint8Array, 'unwrap-key');
    expect(rotated).toMatchObject({ bytes: key, rewrap: true });
  });

  test('a locked key store and foreign bytes are answered with a code', async () => {
    const shell = await startShell();
    const foreign = await wrap(shell, new Uint8Array([1, 2, 3]), 'unwrap-key');
    expect(foreign).toMatchObject({ bytes: null, error: 'shell/key-store-unavailable' });
    shell.safeStorage.broken = true;
    expect(await wrap(shell, new Uint8Array(32))).toMatchObject({ error: 'shell/key-store-unavailable' });
  });
});
