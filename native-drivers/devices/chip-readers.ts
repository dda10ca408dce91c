import { DeviceError, faultOf } from '../errors.ts';
import type { PcscCard, PcscInfo, PcscTransport } from '../transports/pcsc.ts';
import { keepDevices } from './keeper.ts';
import { type TrackedDevice, trackDevice } from './tracked.ts';

export interface ChipReaderEvents {
  changed(): void;
  /** A chip lies on the reader of this id, or is no longer there. */
  chipPresent(source: string): void;
  chipGone(source: string): void;
}

/** The chip readers of a station. */
export interface ChipReaders {
  devices(): TrackedDevice[];
  /**
   * Takes the chip on a reader for this process alone; the reader is busy until the card is closed or gone.
   * @throws DeviceError as {@link PcscTransport.connect}
   */
  open(id: string): Promise<PcscCard>;
  /** Closes every card and the service's client; never rejects. */
  close(): Promise<void>;
}

/** Slots for the reader's own security modules: no document is ever laid on them. */
const moduleSlot = /\bSAM\b/i;
/** Index of the reader and of its slot, which PC/SC appends and counts anew after a replug. */
const indexes = /\s+[0-9a-f]{2}\s+[0-9a-f]{2}$/i;

function plainName({ name }: PcscInfo): string {
  return name.replace(indexes, '').slice(0, 100);
}

function readerId(info: PcscInfo, rank: number): string {
  const base = `pcsc:${plainName(info).replaceAll(/[^\w.-]+/g, '-')}`;
  return rank === 1 ? base : `${base}#${rank}`;
}

interface ChipReader {
  readonly device: TrackedDevice;
  readonly attached: PcscInfo | null;
  attach(info: PcscInfo): void;
  detach(): void;
  close(): Promise<void>;
  /** What PC/SC says of the reader now. */
  look(info: PcscInfo): void;
  open(): Promise<PcscCard>;
}

interface ChipReaderParts extends ChipReaderEvents {
  /** Has every reader looked at anew: a chip may have been laid down while this one was being met. */
  lookAgain(): void;
}

function chipReader(id: string, first: PcscInfo, bus: PcscTransport, events: ChipReaderParts): ChipReader {
  const device = trackDevice(
    {
      id,
      kind: 'chip-reader',
      name: plainName(first),
      transport: 'pcsc',
      simulated: bus.simulated,
      gesture: 'tap',
    },
    events.changed,
  );
  let attached: PcscInfo | null = null;
  let placed = false;
  let card: PcscCard | null = null;
  let connecting = false;

  const lay = (there: boolean) => {
    if (there === placed) return;
    placed = there;
    if (there) events.chipPresent(id);
    else events.chipGone(id);
  };
  const finish = () => {
    card = null;
    device.apply({ type: 'finished' });
  };
  return {
    device,
    get attached() {
      return attached;
    },
    attach(info) {
      attached = info;
      device.apply({ type: 'appeared' });
      device.apply({ type: 'opening' });
      device.apply({ type: 'opened' });
      this.look(info);
      events.lookAgain();
    },
    detach() {
      attached = null;
      void card?.close();
      card = null;
      device.apply({ type: 'vanished' });
      lay(false);
    },
    async close() {
      await card?.close();
      this.detach();
    },
    look(info) {
      attached = info;
      if (!card && !connecting) finish();
      lay(info.card !== 'none');
    },
    async open() {
      if (!attached) throw new DeviceError('device/disconnected-before-sending', 'the chip reader is gone');
      if (card || connecting) throw new DeviceError('device/busy', 'the chip is being read already');
      connecting = true;
      device.apply({ type: 'started' });
      try {
        const held = await bus.connect(attached.name);
        card = held;
        held.onGone((why) => {
          if (card !== held) return;
          // A reader that went with its card vanishes as a busy one, when the list is looked at.
          if (why.code === 'device/no-document') finish();
          else card = null;
        });
        return {
          ...held,
          async close() {
            await held.close();
            if (card === held) finish();
          },
        };
      } catch (error) {
        device.apply({ type: 'finished' });
        // A missing document is the visitor's affair, a reader that another program holds the operator's.
        const fault = faultOf(error);
        if (fault === 'device/busy' || fault === 'device/access-denied')
          device.apply({ type: 'failed', fault });
        throw error;
      } finally {
        connecting = false;
      }
    },
  };
}

/** Keeps one device for every chip reader of the PC/SC service, and tells what is laid on it. */
export function chipReaders(bus: PcscTransport, events: ChipReaderEvents): ChipReaders {
  const lookAgain = async () => {
    const found = await bus.list().catch(() => []);
    for (const reader of keeper.kept()) {
      const now = found.find(({ name }) => name === reader.attached?.name);
      if (!now) continue;
      reader.look(now);
      if (reader.device.connection.state === 'faulted' && now.card !== 'taken')
        reader.device.apply({ type: 'cured' });
    }
  };
  const keeper = keepDevices<PcscInfo, true, ChipReader>(bus, {
    keyOf: ({ name }) => name,
    idOf: readerId,
    profileOf: ({ name }) => (moduleSlot.test(name) ? null : true),
    make: (id, info) => chipReader(id, info, bus, { ...events, lookAgain: () => void lookAgain() }),
  });
  const stop = bus.onChange(() => void lookAgain());
  return {
    devices: keeper.devices,
    open(id) {
      const reader = keeper.kept().find(({ device }) => device.snapshot().id === id);
      if (!reader)
        return Promise.reject(new DeviceError('device/disconnected-before-sending', 'no such chip reader'));
      return reader.open();
    },
    async close() {
      stop();
      await keeper.close();
    },
  };
}
