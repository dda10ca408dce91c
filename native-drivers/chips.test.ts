import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { channelPair, type DriverCalls, type DriverEvents, link } from '../electron/contract/index.ts';
import { CONTACTLESS_ATR } from './peers/vpcd-card.ts';
import { type VirtualPcsc, virtualPcsc } from './simulator/virtual-pcsc.ts';
import { type DriverStation, driverStation } from './station.ts';

const device = 'pcsc:Reader';
const command = Uint8Array.of(0x00, 0xa4, 0x00, 0x0c);
const good = Uint8Array.of(0x90, 0x00);

let bus: VirtualPcsc;
let station: DriverStation;
let host: ReturnType<typeof link<DriverCalls>>;
const heard: string[] = [];

const events = {
  chipPresent: (source: string) => void heard.push(`present ${source}`),
  chipGone: (source: string) => void heard.push(`gone ${source}`),
};
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? 'untyped',
  );
/** A chip that answers when it is told to. */
function patientChip() {
  let answer: ((bytes: Uint8Array | null) => void) | null = null;
  const asked = vi.fn();
  return {
    asked,
    reset: vi.fn(),
    process: (bytes: Uint8Array) => {
      asked([...bytes]);
      return new Promise<Uint8Array | null>((resolve) => {
        answer = resolve;
      });
    },
    answer: (bytes: Uint8Array | null) => answer?.(bytes),
  };
}
const quickChip = () => ({ process: async () => good, reset: vi.fn() });

beforeEach(async () => {
  heard.length = 0;
  bus = virtualPcsc('Reader');
  const [near, far] = channelPair();
  const nobody = new Proxy({} as DriverEvents, { get: () => () => {} });
  station = driverStation({
    hid: [],
    escl: [],
    pcsc: [bus],
    simulator: null,
    tell: new Proxy({ ...nobody, ...events }, { get: (own, name) => Reflect.get(own, name) ?? (() => {}) }),
  });
  link(far, station.calls);
  host = link<DriverCalls>(near, {}, 2000);
  await vi.waitFor(async () => expect((await host.remote.list())[0]?.state).toBe('ready'));
});
afterEach(() => station.close());

async function opened(chip: Parameters<VirtualPcsc['place']>[0]) {
  bus.place(chip);
  await vi.waitFor(() => expect(heard.at(-1)).toBe(`present ${device}`));
  return host.remote.openChip({ device });
}
const state = async () => (await host.remote.list())[0]?.state;

describe('the chip calls of the driver process', () => {
  it('open, send, start over and give back', async () => {
    const chip = quickChip();
    expect(await opened(chip)).toEqual({ atr: CONTACTLESS_ATR });
    expect(await state()).toBe('busy');
    expect(await host.remote.transmit({ device, command })).toEqual(good);
    await host.remote.resetChip({ device });
    expect(chip.reset).toHaveBeenCalledOnce();
    expect(await codeOf(host.remote.openChip({ device }))).toBe('device/busy');
    expect(await host.remote.transmit({ device, command })).toEqual(good);
    await host.remote.closeChip({ device });
    await host.remote.closeChip({ device });
    expect(await state()).toBe('ready');
    bus.remove();
    await vi.waitFor(() => expect(heard).toEqual([`present ${device}`, `gone ${device}`]));
  });

  it('say that the card was torn off in mid-command, until it is opened anew', async () => {
    const chip = patientChip();
    await opened(chip);
    const torn = codeOf(host.remote.transmit({ device, command }));
    await vi.waitFor(() => expect(chip.asked).toHaveBeenCalledWith([...command]));
    chip.answer(null);
    expect(await torn).toBe('device/no-document');
    await vi.waitFor(() => expect(heard.at(-1)).toBe(`gone ${device}`));
    expect(await codeOf(host.remote.transmit({ device, command }))).toBe('device/no-document');
    expect(await codeOf(host.remote.resetChip({ device }))).toBe('device/no-document');
    expect(await codeOf(host.remote.openChip({ device }))).toBe('device/no-document');
    await opened(quickChip());
    expect(await host.remote.transmit({ device, command })).toEqual(good);
  });

  it('say that the reader was unplugged in mid-command', async () => {
    const chip = patientChip();
    await opened(chip);
    const cut = codeOf(host.remote.transmit({ device, command }));
    await vi.waitFor(() => expect(chip.asked).toHaveBeenCalled());
    bus.unplug();
    chip.answer(good);
    expect(await cut).toBe('device/disconnected-while-sending');
    await vi.waitFor(async () => expect(await state()).toBe('absent'));
    expect((await host.remote.list())[0]?.fault?.code).toBe('device/disconnected-while-sending');
    expect(heard.at(-1)).toBe(`gone ${device}`);
    expect(await codeOf(host.remote.openChip({ device }))).toBe('device/disconnected-before-sending');
    bus.plug();
    await vi.waitFor(() => expect(heard.at(-1)).toBe(`present ${device}`));
    await host.remote.openChip({ device });
    await host.remote.closeChip({ device });
  });

  it('refuse what nobody opened, readers there are not, and what is no call', async () => {
    bus.place(quickChip());
    for (const name of [device, 'pcsc:another']) {
      expect(await codeOf(host.remote.transmit({ device: name, command }))).toBe(
        'device/disconnected-before-sending',
      );
      expect(await codeOf(host.remote.resetChip({ device: name }))).toBe(
        'device/disconnected-before-sending',
      );
      expect(await codeOf(host.remote.closeChip({ device: name }))).toBe('none');
    }
    expect(await codeOf(host.remote.openChip({ device: 'pcsc:another' }))).toBe(
      'device/disconnected-before-sending',
    );
    for (const short of [new Uint8Array(), Uint8Array.of(0, 0xa4, 0), new Uint8Array(65_551)]) {
      expect(await codeOf(host.remote.transmit({ device, command: short }))).toBe('drivers/malformed');
    }
    expect(await codeOf(host.remote.openChip({ device: 7 } as never))).toBe('drivers/malformed');
  });

  it('open one chip when two ask at once', async () => {
    bus.place(quickChip());
    const codes = await Promise.all([1, 2].map(() => codeOf(host.remote.openChip({ device }))));
    expect(codes.sort()).toEqual(['device/busy', 'none']);
    expect(await state()).toBe('busy');
    expect(await host.remote.transmit({ device, command })).toEqual(good);
  });

  it('let the chip go when the process leaves', async () => {
    const chip = quickChip();
    await opened(chip);
    await station.close();
    expect(chip.reset).toHaveBeenCalled();
  });
});
