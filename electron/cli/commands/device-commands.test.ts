import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulateSerial } from '../../../native-drivers/index.ts';
import { forkDrivers, superviseDrivers } from '../../host/station/index.ts';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
vi.mock('../places.ts', async (original) => ({
  ...(await original<typeof import('../places.ts')>()),
  // The program as it is written, whatever was built last.
  driversEntry: () => join(root, 'native-drivers/main.ts'),
}));

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proofdesk-devices-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function start(argv: readonly string[], input: string[] = []) {
  const io = memoryIo(input);
  return { written: io.written, over: main(['device', ...argv], io).then((code) => ended(code, io)) };
}
const run = (argv: readonly string[], input: string[] = []) => start(argv, input).over;
function ended(code: number, io: ReturnType<typeof memoryIo>) {
  const json = () =>
    io.written.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, json, ...io.written };
}
const canSimulate = await simulateSerial('lines').then(
  (reader) => reader.unplug().then(() => true),
  () => false,
);

describe('device udev', () => {
  it('prints what is shipped, and notes for Windows', async () => {
    const shipped = readFileSync(join(root, 'resources/linux/60-proofdesk.rules'), 'utf8');
    expect(await run(['udev'])).toMatchObject({ code: 0, out: shipped });
    expect((await run(['udev', '--page-camera', '04e8:6866@300'])).out).toContain('ATTR{idProduct}=="6866"');
    const reader = await run(['udev', '--hid-reader', '1a2b:3c4d@report=01,length=1,end=03']);
    expect(reader.out).toContain('ATTRS{idVendor}=="1a2b", ATTRS{idProduct}=="3c4d"');
    expect((await run(['udev', '--hid-reader', '1a2b:3c4d'])).code).toBe(2);
    expect((await run(['udev', '--windows'])).out).toContain('usbser.sys');
    expect((await run(['udev', '--page-camera', 'x'])).code).toBe(2);
  });
});

describe('device conform', () => {
  it('reports on an adapter, and fails with it', { timeout: 60_000 }, async () => {
    const sample = join(root, 'resources/vendor-adapter/sample-adapter.mjs');
    const good = await run(['conform', '--command', `"${process.execPath}" "${sample}"`]);
    expect(good.code).toBe(0);
    expect(good.json().at(-1)).toMatchObject({ adapter: { name: 'sample' }, failed: 0, 'not-checked': 0 });
    const bad = await run(['conform', '--command', '/no/such/program']);
    expect(bad.code).toBe(1);
    expect(bad.json()[0]).toMatchObject({ check: 'starts and says hello', outcome: 'failed' });
    expect((await run(['conform'])).code).toBe(2);
  });
});

describe.skipIf(!canSimulate)('device record and replay', () => {
  it('write down a reader, masked, and play it again', { timeout: 120_000 }, async () => {
    const reader = await simulateSerial('elyctis');
    const id = `serial:${reader.path.split('/').at(-1)}`;
    const file = join(folder, 'recording.txt');
    // The drivers may take a while to start; a document that nobody waits for is not seen.
    const shown = setInterval(() => reader.show(lines), 700);
    const named = ['--serial', `${reader.path}=elyctis`];
    const recorded = await run(['record', id, file, '--mask', '--seconds', '8', ...named]);
    clearInterval(shown);
    await reader.unplug();
    expect(recorded).toMatchObject({ code: 0, err: '' });
    expect(recorded.json()).toMatchObject([{ recorded: id, masked: true }]);
    expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from('ERIKSSON').toString('hex'));

    const replayed = await run(['replay', file, '--fast', '--show']);
    expect(replayed.code).toBe(0);
    expect(replayed.json().map(({ event }) => event)).toContain('read');
    expect(replayed.out).toContain('P<UTOXXXXXXXX<<XXXX<XXXXX');
    expect(replayed.json().at(-1)).toMatchObject({ event: 'replayed', problems: [] });
    expect((await run(['replay', file, '--fast'])).out).not.toContain('P<UTO');
    expect((await run(['record', id, file])).err).toContain('recording/exists');

    // The same recording as a device of a whole driver process.
    const drivers = superviseDrivers({
      spawn: () => forkDrivers({ entry: join(root, 'native-drivers/main.ts'), args: ['--replay', file] }),
    });
    const read = vi.fn();
    drivers.on('documentRead', read);
    await vi.waitFor(() => expect(read).toHaveBeenCalled(), 30_000);
    await drivers.stop();

    writeFileSync(file, readFileSync(file, 'utf8').replace(/sent 560000/, 'sent 570000'));
    const bent = await run(['replay', file, '--fast']);
    expect(bent.code).toBe(1);
    expect(bent.json().at(-1)).toMatchObject({ problems: [{ code: 'replay/wrong' }] });
  });

  it('say what cannot be done', async () => {
    expect(await run(['replay', join(folder, 'nothing')])).toMatchObject({ code: 1 });
    expect((await run(['replay'])).code).toBe(2);
    expect((await run(['record', 'x'])).code).toBe(2);
    expect((await run(['record', 'x', 'y', '--scan', '9'])).code).toBe(2);
    const nobody = await run(['record', 'serial:nobody', join(folder, 'x'), '--seconds', '2']);
    expect(nobody.code).toBe(1);
    expect(nobody.err).toContain('recording/empty');
  }, 30_000);
});

describe('device list --station', () => {
  it('has the devices a kiosk has by the same station file', { timeout: 30_000 }, async () => {
    const file = join(folder, 'station.json');
    const sample = join(root, 'resources/vendor-adapter/sample-adapter.mjs');
    const adapters = [`"${process.execPath}" "${sample}"`];
    writeFileSync(file, JSON.stringify({ name: 'Desk 3', devices: { adapters } }));
    const listed = await run(['list', '--station', file, '--wait', '6000']);
    expect(listed.json()).toContainEqual(expect.objectContaining({ transport: 'vendor', state: 'ready' }));
    writeFileSync(file, JSON.stringify({ devices: { serialPorts: ['/dev/ttyS0=toaster'] } }));
    const refused = await run(['list', '--station', file]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('devices.serialPorts.0');
  });
});

describe.skipIf(!canSimulate)('device watch', () => {
  it('tells of a reader from its coming to its going', { timeout: 60_000 }, async () => {
    const reader = await simulateSerial('lines');
    const watching = start(['watch', '--seconds', '9', '--serial', reader.path]);
    // The drivers take their time to start; a document that nobody waits for is not seen.
    const shown = setInterval(() => {
      if (!watching.written.out.includes('"event":"read"')) return reader.show(lines);
      clearInterval(shown);
      reader.fault('half');
      reader.show(lines);
      setTimeout(() => void reader.unplug(), 400);
    }, 500);
    const { code, json } = await watching.over;
    clearInterval(shown);
    expect(code).toBe(0);
    const events = json().map(({ event, device, code, lengths }) => [
      event,
      (device as { state?: string } | undefined)?.state ?? code ?? lengths,
    ]);
    const of = (name: string) => events.filter(([event]) => event === name).map(([, what]) => what);
    expect(of('read').at(-1)).toEqual([44, 44]);
    expect(of('read-failed')).toEqual(['device/disconnected-while-sending']);
    expect(of('device').at(-1)).toBe('absent');
  });
});

describe('device simulate', () => {
  it('stands in for a page scanner, and does what it is told', async () => {
    const order = (order: object) => `${JSON.stringify(order)}\n`;
    const { code, json } = await run(
      ['simulate', 'page-scanner', '--seconds', '3'],
      [
        order({ type: 'present', person: 'amara', document: 'passport' }),
        order({ type: 'dance' }),
        'nonsense\n',
      ],
    );
    expect(code).toBe(0);
    const [first, ...answers] = json();
    expect(first).toMatchObject({ simulated: 'page-scanner', url: expect.stringMatching(/^http:.*eSCL$/) });
    expect(answers.map((one) => Object.keys(one)[0])).toEqual(['did', 'refused', 'refused']);
  });

  it.skipIf(!canSimulate)('stands in for a serial reader', async () => {
    const { code, json } = await run(
      ['simulate', 'newland', '--seconds', '1'],
      ['{"do":"fault","fault":"half"}\n{"do":"fault","fault":"none"}\n{"do":"show","lines":["A"]}\n'],
    );
    expect(code).toBe(0);
    expect(json()).toMatchObject([
      { simulated: 'newland', profile: 'newland' },
      { did: 'fault' },
      { refused: 'no such fault' },
      { did: 'show' },
    ]);
  });

  it('has a driver process simulate what can be plugged into no other, and breaks it', async () => {
    const order = (order: object) => `${JSON.stringify(order)}\n`;
    const present = { type: 'present', person: 'amara', document: 'passport' };
    const device = 'hid:1209:0001:SIMULATED';
    const { code, json } = await run(
      ['simulate', 'mrz-reader', '--seconds', '3'],
      [
        order({ type: 'break', device, fault: 'garbage' }),
        order(present),
        order({ type: 'break', device, fault: 'jam' }),
      ],
    );
    expect(code).toBe(0);
    const [first, ...rest] = json();
    expect(first).toEqual({ simulated: 'mrz-reader', device });
    const answers = rest.filter(({ event }) => event === undefined).map((one) => Object.keys(one)[0]);
    expect(answers).toEqual(['did', 'did', 'refused']);
    expect(rest.filter(({ event }) => event === 'read-failed')).toMatchObject([
      { source: device, code: 'device/protocol' },
    ]);
  }, 60_000);

  it('does not know every name', async () => {
    expect((await run(['simulate', 'toaster'])).code).toBe(2);
    expect((await run(['simulate'])).code).toBe(2);
    expect((await run(['simulate', 'lines', '--seconds', 'x'])).code).toBe(2);
  });
});
