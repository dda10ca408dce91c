import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DriverEvents } from '../../electron/contract/index.ts';
import { CONTACTLESS_ATR } from '../peers/vpcd-card.ts';
import { type VirtualPcsc, virtualPcsc } from '../simulator/virtual-pcsc.ts';
import { type DriverStation, type DriverStationParts, driverStation } from '../station.ts';
import { readRecording } from './format.ts';
import { maskRecording } from './mask.ts';
import { startRecorder } from './recorder.ts';
import { replay } from './replay.ts';
import { replayedDevice } from './replayed-device.ts';

const device = 'pcsc:Reader';
const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const select = hex('00 A4 04 0C 07 A0 00 00 02 47 10 01');
const challenge = hex('00 84 00 00 08');
const authenticate = hex(`00 82 00 00 28 ${'AB'.repeat(40)} 28`);
const secured = hex('0C B0 00 00 0D 97 01 10 8E 08 11 22 33 44 55 66 77 88 00');
const name = Buffer.from('ERIKSSON<<ANNA<MARIA');

/** A document whose answers are personal. */
const document = () => ({
  reset: vi.fn(),
  process: async (command: Uint8Array) =>
    command[1] === 0xa4 ? hex('90 00') : new Uint8Array([...name, 0x90, 0x00]),
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function stationWith(parts: Partial<DriverStationParts>): DriverStation {
  const tell = new Proxy({} as DriverEvents, { get: () => () => {} });
  const station = driverStation({
    hid: [],
    escl: [],
    served: async () => false,
    simulator: null,
    tell,
    ...parts,
  });
  stops.push(() => station.close());
  return station;
}
const ready = (station: DriverStation) =>
  vi.waitFor(async () => expect((await station.calls.list())[0]?.state).toBe('ready'));

/** What a host does with a chip, noted. */
async function recorded(work: (station: DriverStation, bus: VirtualPcsc) => Promise<unknown>) {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-chip-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'chip.txt');
  const tape = startRecorder({ file, mask: null });
  const bus = virtualPcsc('Reader');
  const station = stationWith({ pcsc: [bus], recorder: { device, tape } });
  bus.place(document());
  await ready(station);
  await work(station, bus);
  await station.close();
  tape.finish();
  return readRecording(readFileSync(file, 'utf8'));
}

const wholeReading = () =>
  recorded(async ({ calls }) => {
    await calls.openChip({ device });
    for (const command of [select, challenge, authenticate]) await calls.transmit({ device, command });
    await calls.resetChip({ device });
    await calls.transmit({ device, command: secured });
    await calls.closeChip({ device });
  });
const kindsOf = ({ entries }: Awaited<ReturnType<typeof recorded>>) => entries.map(({ kind }) => kind);

describe('a recorded chip reader', () => {
  it('holds every step the host took, and plays as recorded', async () => {
    const recording = await wholeReading();
    const exchange = ['sent', 'received'];
    expect(kindsOf(recording)).toEqual([
      'open',
      'received',
      ...exchange,
      ...exchange,
      ...exchange,
      ...exchange,
      ...exchange,
      'close',
    ]);
    expect(recording.device).toMatchObject({ id: device, transport: 'pcsc', name: 'Reader' });
    const states: string[] = [];
    const problems = await replay(recording, {
      devicesChanged: (list) => states.push(list[0]?.state ?? 'none'),
    });
    expect(problems).toEqual([]);
    expect(states).toEqual(expect.arrayContaining(['busy', 'ready']));
  });

  it('is a chip reader of a station, which answers a host that does the same and fails it for anything else', async () => {
    const played = replayedDevice(await wholeReading(), 20);
    stops.push(played.stop);
    const station = stationWith(played.parts);
    await ready(station);
    expect((await station.calls.list())[0]).toMatchObject({
      id: device,
      kind: 'chip-reader',
      simulated: true,
    });
    expect(await station.calls.openChip({ device })).toEqual({ atr: new Uint8Array(CONTACTLESS_ATR) });
    expect(await station.calls.transmit({ device, command: select })).toEqual(hex('90 00'));
    await expect(station.calls.transmit({ device, command: authenticate })).rejects.toMatchObject({
      code: 'device/protocol',
    });
    expect(played.problems()).toMatchObject([{ code: 'replay/wrong', entry: 5 }]);
    await expect(station.calls.transmit({ device, command: challenge })).rejects.toMatchObject({
      code: 'device/protocol',
    });
  });

  it('plays a document that was taken away and laid down again', async () => {
    const recording = await recorded(async ({ calls }, bus) => {
      await calls.openChip({ device });
      await calls.transmit({ device, command: select });
      bus.remove();
      await expect(calls.transmit({ device, command: challenge })).rejects.toMatchObject({
        code: 'device/no-document',
      });
      await calls.closeChip({ device });
      await expect(calls.openChip({ device })).rejects.toMatchObject({ code: 'device/no-document' });
      bus.place(document());
      await calls.openChip({ device });
      await calls.transmit({ device, command: select });
      await calls.closeChip({ device });
    });
    const failures = recording.entries.filter(({ kind }) => kind === 'failed').map(({ about }) => about);
    expect(failures).toEqual([
      { code: 'device/no-document' },
      { code: 'device/no-document' },
      { code: 'device/no-document', at: 'open' },
    ]);
    expect(await replay(recording)).toEqual([]);
  });

  it('says what is left over when the host stops early', async () => {
    const played = replayedDevice(await wholeReading(), 20);
    const station = stationWith(played.parts);
    await ready(station);
    await station.calls.openChip({ device });
    await station.close();
    played.stop();
    expect(played.problems()).toMatchObject([{ code: 'replay/left-over', entry: 3 }]);
  });

  it('keeps of a person nothing when it is masked, sealed or not, and still plays', async () => {
    const masked = maskRecording(await wholeReading());
    expect(masked.masked).toBe(true);
    const bytes = masked.entries.map((entry) => Buffer.from(entry.bytes).toString('hex'));
    const all = bytes.join(' ');
    expect(all).not.toContain(name.toString('hex'));
    expect(all).not.toMatch(/abab|11223344/);
    expect(bytes).toContain(Buffer.from(select).toString('hex'));
    expect(bytes).toContain(Buffer.from(CONTACTLESS_ATR).toString('hex'));
    expect(bytes.filter((text) => text.endsWith('9000'))).toHaveLength(4);
    expect(bytes).toContain(`0082000028${'00'.repeat(41)}`);
    expect(await replay(masked)).toEqual([]);
  });
});
