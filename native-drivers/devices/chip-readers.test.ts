import { describe, expect, it, vi } from 'vitest';
import { faultOf } from '../errors.ts';
import { virtualPcsc } from '../simulator/virtual-pcsc.ts';
import type { PcscInfo, PcscTransport } from '../transports/pcsc.ts';
import { chipReaders } from './chip-readers.ts';

const chip = () => ({ process: async () => Uint8Array.of(0x90, 0), reset: () => {} });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => faultOf(error),
  );

function bench(name = 'ACS ACR1252 Dual Reader [PICC] 00 00') {
  const bus = virtualPcsc(name);
  const heard: string[] = [];
  const readers = chipReaders(bus, {
    changed: () => {},
    chipPresent: (source) => heard.push(`present ${source}`),
    chipGone: (source) => heard.push(`gone ${source}`),
  });
  const state = () => readers.devices()[0]?.snapshot();
  return { bus, heard, readers, state };
}

describe('chip readers', () => {
  it('are listed, and tell what is laid on them', async () => {
    const { bus, heard, readers, state } = bench();
    await vi.waitFor(() => expect(state()?.state).toBe('ready'));
    expect(state()).toMatchObject({
      id: 'pcsc:ACS-ACR1252-Dual-Reader-PICC-',
      kind: 'chip-reader',
      name: 'ACS ACR1252 Dual Reader [PICC]',
      transport: 'pcsc',
      gesture: 'tap',
    });
    bus.place(chip());
    await vi.waitFor(() => expect(heard).toEqual(['present pcsc:ACS-ACR1252-Dual-Reader-PICC-']));
    const card = await readers.open('pcsc:ACS-ACR1252-Dual-Reader-PICC-');
    expect(state()?.state).toBe('busy');
    expect(await codeOf(readers.open('pcsc:ACS-ACR1252-Dual-Reader-PICC-'))).toBe('device/busy');
    expect([...(await card.transmit(Uint8Array.of(0)))]).toEqual([0x90, 0]);
    await card.close();
    expect(state()?.state).toBe('ready');
    bus.remove();
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[1]).toMatch(/^gone/);
    expect(await codeOf(readers.open('pcsc:ACS-ACR1252-Dual-Reader-PICC-'))).toBe('device/no-document');
    expect(state()?.state).toBe('ready');
    await readers.close();
  });

  it('are ready again when a document is lifted in mid-reading', async () => {
    const { bus, readers, state } = bench();
    bus.place(chip());
    await vi.waitFor(() => expect(state()?.state).toBe('ready'));
    const card = await readers.open(state()?.id ?? '');
    bus.remove();
    expect(await codeOf(card.transmit(Uint8Array.of(0)))).toBe('device/no-document');
    expect(state()?.state).toBe('ready');
    await readers.close();
  });

  it('are absent when unplugged, and keep their id', async () => {
    const { bus, heard, readers, state } = bench();
    bus.place(chip());
    await vi.waitFor(() => expect(state()?.state).toBe('ready'));
    const { id } = state() ?? {};
    await readers.open(id ?? '');
    bus.unplug();
    await vi.waitFor(() => expect(state()?.state).toBe('absent'));
    expect(heard.at(-1)).toBe(`gone ${id}`);
    expect(await codeOf(readers.open(id ?? ''))).toBe('device/disconnected-before-sending');
    expect(await codeOf(readers.open('pcsc:none'))).toBe('device/disconnected-before-sending');
    bus.plug();
    await vi.waitFor(() => expect(state()?.state).toBe('ready'));
    expect(readers.devices()).toHaveLength(1);
    expect(state()?.id).toBe(id);
    await readers.close();
  });

  it('say so when another program holds the card, and leave security modules alone', async () => {
    let list: PcscInfo[] = [
      { name: 'Reader [SAM] 00 01', card: 'present' },
      { name: 'Reader [PICC] 00 00', card: 'taken' },
    ];
    let changed = () => {};
    const bus: PcscTransport = {
      ...virtualPcsc(),
      list: async () => list,
      onChange: (listener) => {
        const before = changed;
        changed = () => {
          before();
          listener();
        };
        return () => {};
      },
    };
    const readers = chipReaders(
      { ...bus, connect: () => virtualHeld() },
      { changed() {}, chipPresent() {}, chipGone() {} },
    );
    await vi.waitFor(() => expect(readers.devices()).toHaveLength(1));
    expect(await codeOf(readers.open('pcsc:Reader-PICC-'))).toBe('device/busy');
    expect(readers.devices()[0]?.snapshot()).toMatchObject({
      state: 'faulted',
      fault: { code: 'device/busy' },
    });
    list = [{ name: 'Reader [PICC] 00 00', card: 'none' }];
    changed();
    await vi.waitFor(() => expect(readers.devices()[0]?.snapshot().state).toBe('ready'));
    await readers.close();
  });
});

/** A card that somebody else has. */
async function virtualHeld() {
  const bus = virtualPcsc('x');
  bus.place(chip());
  await bus.connect('x');
  return bus.connect('x');
}
