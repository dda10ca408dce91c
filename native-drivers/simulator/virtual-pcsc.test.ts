import { describe, expect, it, vi } from 'vitest';
import { ChipMemory, chipOverDevice, readChip } from '../../electron/host/documents/chip/read/index.ts';
import { passport, picture } from '../../electron/host/documents/chip/testing/passports.ts';
import { type ChipFault, FaultyChip, VirtualChip } from '../../electron/host/documents/chip/virtual/index.ts';
import { faultOf } from '../errors.ts';
import { virtualPcsc } from './virtual-pcsc.ts';

const NAME = 'Simulated chip reader';
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => faultOf(error),
  );

async function chipWith(fault: ChipFault = 'none') {
  const document = await passport({ portrait: picture(8000) });
  const [key] = document.keys;
  if (!key) throw new Error('no key');
  return { key, chip: new FaultyChip(new VirtualChip(document.personality), fault) };
}

describe('a virtual chip reader', () => {
  it('is read like a real one', async () => {
    const { key, chip } = await chipWith();
    const bus = virtualPcsc();
    const heard = vi.fn();
    bus.onChange(heard);
    expect(await bus.list()).toEqual([{ name: NAME, card: 'none' }]);
    bus.place(chip);
    expect(heard).toHaveBeenCalledOnce();
    expect(await bus.list()).toEqual([{ name: NAME, card: 'present' }]);
    const card = await bus.connect(NAME);
    expect(await bus.list()).toEqual([{ name: NAME, card: 'taken' }]);
    expect(await codeOf(bus.connect(NAME))).toBe('device/busy');
    const { dataGroups } = await readChip({ chip: chipOverDevice(card), key });
    expect(dataGroups.has(2)).toBe(true);
    await card.close();
    expect(await codeOf(card.transmit(Uint8Array.of(0)))).toBe('device/failed');
    expect(await codeOf((await bus.connect(NAME)).reset())).toBe('none');
  });

  it('goes on with a document that was taken away', async () => {
    const { key, chip } = await chipWith('torn-off');
    const bus = virtualPcsc();
    bus.place(chip);
    const memory = new ChipMemory();
    const card = await bus.connect(NAME);
    const told = vi.fn();
    card.onGone(told);
    await expect(readChip({ chip: chipOverDevice(card), key, memory })).rejects.toMatchObject({
      code: 'chip/gone',
    });
    expect(told).toHaveBeenCalledOnce();
    expect(await bus.list()).toEqual([{ name: NAME, card: 'none' }]);
    expect(await codeOf(bus.connect(NAME))).toBe('device/no-document');
    bus.place(chip);
    const again = await bus.connect(NAME);
    const { dataGroups } = await readChip({ chip: chipOverDevice(again), key, memory });
    expect([...dataGroups.keys()].sort((a, b) => a - b)).toEqual([1, 2, 14]);
  });

  it('is unplugged and plugged in', async () => {
    const { chip } = await chipWith();
    const bus = virtualPcsc();
    bus.place(chip);
    const card = await bus.connect(NAME);
    bus.unplug();
    expect(await bus.list()).toEqual([]);
    expect(await codeOf(card.transmit(Uint8Array.of(0)))).toBe('device/disconnected-while-sending');
    expect(await codeOf(bus.connect(NAME))).toBe('device/disconnected-before-sending');
    bus.plug();
    expect(await bus.list()).toEqual([{ name: NAME, card: 'present' }]);
    bus.remove();
    expect(await bus.list()).toEqual([{ name: NAME, card: 'none' }]);
    await bus.close();
  });
});
