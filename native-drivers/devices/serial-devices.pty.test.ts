import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPty, whyNoPty } from '../peers/pty.ts';
import { serialDevices as peers, type SerialDeviceName } from '../peers/serial.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { nodeSerialTransport } from '../transports/node-serial.ts';
import { serialDevices } from './serial-devices.ts';
import { namedPort } from './serial-profiles.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function bench(profile: string) {
  const pty = await openPty();
  cleanUp.push(() => pty.pull());
  const named = [namedPort(`${pty.path}=${profile}`)!];
  const serial = nodeSerialTransport({
    named: [pty.path],
    pollEvery: 50,
    watch: () => () => {},
    list: async () => [],
  });
  const heard: unknown[] = [];
  const bus = serialDevices(
    serial,
    {
      changed: () => {},
      readStarted: () => heard.push('started'),
      documentRead: ({ reading }) => heard.push(reading.kind === 'lines' ? reading.lines : reading.kind),
      readFailed: ({ code }) => heard.push(code),
    },
    named,
  );
  cleanUp.push(() => bus.close());
  const state = () => bus.devices()[0]?.snapshot().state;
  return { pty, bus, heard, state };
}

describe.skipIf(whyNoPty !== null)('a serial reader on a pair of terminals', () => {
  it.each<[SerialDeviceName, string]>([
    ['lines', 'lines'],
    ['bare-lines', 'lines'],
    ['elyctis', 'elyctis'],
    ['honeywell', 'honeywell'],
    ['newland', 'newland'],
  ])('of the kind %s reads two documents', async (name, profile) => {
    const { pty, heard, state } = await bench(profile);
    const peer = peers[name](pty.send);
    pty.onReceived(peer.receive);
    await vi.waitFor(() => expect(state()).toBe('ready'));
    for (const count of [2, 4]) {
      peer.show(lines);
      await vi.waitFor(() => expect(heard).toHaveLength(count));
      peer.remove();
      // A reader is armed again after each reading; what is put in before that is not seen.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(heard).toEqual(['started', lines, 'started', lines]);
  });

  it.each([1, 2, 45, 46, 90, 91])('whose cable is pulled at byte %i fails in words', async (cut) => {
    const { pty, heard, state } = await bench('lines');
    await vi.waitFor(() => expect(state()).toBe('ready'));
    pty.send(writeTextMessage(lines).subarray(0, cut));
    await vi.waitFor(() => expect(heard).toEqual(['started']));
    await pty.pull();
    await vi.waitFor(() => expect(heard).toEqual(['started', 'device/disconnected-while-sending']));
    await vi.waitFor(() => expect(state()).toBe('absent'));
  });
});
