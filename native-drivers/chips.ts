import type { Device } from '../electron/contract/index.ts';
import { type ChipReaderEvents, type ChipReaders, chipReaders } from './devices/chip-readers.ts';
import { DeviceError } from './errors.ts';
import { tapCard } from './recording/chip.ts';
import type { Tape } from './recording/recorder.ts';
import type { PcscCard, PcscTransport } from './transports/pcsc.ts';

/** The chip readers of a station, and the chips on them that the host has opened: one a reader. */
export interface Chips {
  list(): Device[];
  /** Takes the chip on a reader. @throws DeviceError as `PcscTransport.connect` */
  open(device: string): Promise<{ atr: Uint8Array | null }>;
  /**
   * @throws DeviceError as `PcscCard.transmit`, also after the chip has left, until it is closed or opened anew;
   *   `device/disconnected-before-sending` when none was opened
   */
  transmit(device: string, command: Uint8Array): Promise<Uint8Array>;
  /** @throws DeviceError as {@link transmit} */
  reset(device: string): Promise<void>;
  /** Gives the chip back; nothing when there is none. Never rejects. */
  closeChip(device: string): Promise<void>;
  close(): Promise<void>;
}

/** The chip readers of these buses. */
export function chipsOf(
  buses: readonly PcscTransport[],
  events: ChipReaderEvents,
  tapeOf: (id: string) => Tape | null = () => null,
): Chips {
  const branches = buses.map((bus) => chipReaders(bus, events));
  const held = new Map<string, PcscCard>();
  const branchOf = (device: string): ChipReaders | undefined =>
    branches.find((one) => one.devices().some((known) => known.snapshot().id === device));
  const cardOn = (device: string): PcscCard => {
    const card = held.get(device);
    if (card) return card;
    throw new DeviceError('device/disconnected-before-sending', 'no chip was opened on that reader');
  };
  const release = async (device: string) => {
    const card = held.get(device);
    held.delete(device);
    await card?.close();
  };

  return {
    list: () => branches.flatMap((one) => one.devices()).map((one) => one.snapshot()),
    async open(device) {
      const branch = branchOf(device);
      if (!branch) throw new DeviceError('device/disconnected-before-sending', 'no such chip reader');
      const tape = tapeOf(device);
      const known = branch
        .devices()
        .find((one) => one.snapshot().id === device)
        ?.snapshot();
      const connect = () => branch.open(device);
      const card = tape && known ? await tapCard(known, tape, connect) : await connect();
      await release(device);
      held.set(device, card);
      return { atr: card.atr };
    },
    transmit: async (device, command) => cardOn(device).transmit(command),
    reset: async (device) => cardOn(device).reset(),
    closeChip: release,
    async close() {
      await Promise.allSettled([...held.keys()].map(release));
      await Promise.allSettled(branches.map((one) => one.close()));
    },
  };
}
