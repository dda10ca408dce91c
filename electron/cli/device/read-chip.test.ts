import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openRecording, replay } from '../../../native-drivers/index.ts';
import { maskRecording } from '../../../native-drivers/recording/mask.ts';
import { startRecorder } from '../../../native-drivers/recording/recorder.ts';
import { virtualPcsc } from '../../../native-drivers/simulator/virtual-pcsc.ts';
import { driverStation } from '../../../native-drivers/station.ts';
import type { DriverEvents } from '../../contract/index.ts';
import { canKey, foundAuthority, issueDefective, VirtualChip } from '../../host/documents/chip/index.ts';
import type { DriversPort } from '../../host/station/index.ts';
import { readChipsOn } from './read-chip.ts';

const device = 'pcsc:Reader';
const zone = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

/** A virtual passport on the reader of a station, whose reading is recorded. */
async function desk(file: string) {
  const now = Date.now();
  const authority = await foundAuthority({ country: 'UT', now });
  const portrait = { image: new Uint8Array(3000).fill(7), format: 'jpeg' as const, width: 30, height: 40 };
  const { personality } = await issueDefective(
    authority,
    { mrz: zone, portrait, issuedAt: now, can: '123456' },
    'none',
  );
  const chip = new VirtualChip(personality);
  const bus = virtualPcsc('Reader');
  const tape = startRecorder({ file, mask: null });
  const listeners: ((source: string) => void)[] = [];
  const heard = { chipPresent: (source: string) => listeners.forEach((listener) => void listener(source)) };
  const station = driverStation({
    hid: [],
    escl: [],
    served: async () => false,
    pcsc: [bus],
    simulator: null,
    recorder: { device, tape },
    tell: new Proxy({} as DriverEvents, {
      get: (_, name) => (name === 'chipPresent' ? heard.chipPresent : () => {}),
    }),
  });
  onTestFinished(() => station.close());
  await vi.waitFor(async () => expect((await station.calls.list())[0]?.state).toBe('ready'));
  const drivers = {
    openChip: async (request: { device: string }) => station.calls.openChip(request),
    transmit: async ({ device, command }: { device: string; command: Uint8Array }) =>
      station.calls.transmit({ device, command: Uint8Array.from(command) }),
    resetChip: async (request: { device: string }) => station.calls.resetChip(request),
    closeChip: async (request: { device: string }) => station.calls.closeChip(request),
    on: (_: string, listener: (source: string) => void) => void listeners.push(listener),
  } as unknown as DriversPort;
  const lay = () =>
    bus.place({ process: async (command) => chip.process(command), reset: () => chip.reset() });
  return { drivers, lay, tape };
}

it('reads each passport laid down, so that it is recorded, masked and played again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-chip-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'chip.txt');
  const { drivers, lay, tape } = await desk(file);
  const ended = vi.fn();
  readChipsOn(drivers, 'pcsc:another', canKey('123456'), () => ended('wrong reader'));
  readChipsOn(drivers, device, canKey('123456'), ended);
  lay();
  await vi.waitFor(() => expect(ended).toHaveBeenCalledExactlyOnceWith(null), 20_000);
  tape.finish();
  expect(readFileSync(file, 'utf8')).toMatch(/^proofdesk-recording 1\n/);
  const recording = await openRecording(file);
  expect(recording.entries.filter(({ kind }) => kind === 'sent').length).toBeGreaterThan(20);
  expect(recording.entries.at(-1)?.kind).toBe('close');
  expect(await replay(recording, {}, { longestPause: 5 })).toEqual([]);
  const masked = maskRecording(recording);
  expect(await replay(masked, {}, { longestPause: 5 })).toEqual([]);
  // Of what was sealed, no eight octets are left with which a key could be tried.
  const commands = masked.entries.filter(({ kind, bytes }) => kind === 'sent' && bytes[0] === 0x0c);
  expect(commands.length).toBeGreaterThan(10);
  for (const { bytes } of commands) expect(bytes.subarray(5).every((byte) => byte === 0)).toBe(true);
});

it('says by its code why a chip was not read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-chip-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { drivers, lay } = await desk(join(folder, 'chip.txt'));
  const ended = vi.fn();
  readChipsOn(drivers, device, canKey('654321'), ended);
  lay();
  await vi.waitFor(() => expect(ended).toHaveBeenCalledExactlyOnceWith('chip/wrong-key'), 20_000);
});
