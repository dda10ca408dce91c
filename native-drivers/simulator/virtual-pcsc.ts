import { DeviceError } from '../errors.ts';
import { type ApduPeer, CONTACTLESS_ATR } from '../peers/vpcd-card.ts';
import type { PcscCard, PcscTransport } from '../transports/pcsc.ts';

/** A chip reader that is not there, behind the interface of the real ones. */
export interface VirtualPcsc extends PcscTransport {
  /** Whether a chip lies on it. */
  readonly laid: boolean;
  /** Lays a chip on the reader, in place of what lies there. */
  place(chip: ApduPeer): void;
  remove(): void;
  plug(): void;
  unplug(): void;
}

/** Makes a virtual chip reader. @param stuck true while it gives its card to nobody */
export function virtualPcsc(name = 'Simulated chip reader', stuck = () => false): VirtualPcsc {
  const listeners = new Set<() => void>();
  let plugged = true;
  let chip: ApduPeer | null = null;
  let holder: { leave(why: DeviceError): void } | null = null;
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const leave = (why: DeviceError) => {
    const left = holder;
    holder = null;
    left?.leave(why);
  };
  const lift = () => {
    if (!chip) return;
    chip.reset();
    chip = null;
    leave(new DeviceError('device/no-document', 'the card has left the reader'));
  };

  function hold(laid: ApduPeer): PcscCard {
    const goneListeners = new Set<(why: DeviceError) => void>();
    let gone: DeviceError | null = null;
    let open = true;
    const mine = {
      leave(why: DeviceError) {
        gone = why;
        for (const listener of [...goneListeners]) listener(why);
        goneListeners.clear();
      },
    };
    holder = mine;
    const check = () => {
      if (gone) throw gone;
      if (!open) throw new DeviceError('device/failed', 'the card was given back');
    };
    return {
      reader: name,
      atr: CONTACTLESS_ATR,
      async transmit(command) {
        check();
        const answer = await laid.process(command);
        if (!answer && chip === laid) {
          lift();
          changed();
        }
        check();
        return answer ?? new Uint8Array();
      },
      async reset() {
        check();
        laid.reset();
      },
      onGone(listener) {
        if (gone) listener(gone);
        else goneListeners.add(listener);
        return () => goneListeners.delete(listener);
      },
      async close() {
        if (!open) return;
        open = false;
        if (holder === mine) {
          holder = null;
          laid.reset();
        }
      },
    };
  }

  return {
    simulated: true,
    get running() {
      return true;
    },
    get laid() {
      return chip !== null;
    },
    async list() {
      if (!plugged) return [];
      return [{ name, card: !chip ? 'none' : holder ? 'taken' : 'present' }];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async connect(reader) {
      if (!plugged || reader !== name) {
        throw new DeviceError('device/disconnected-before-sending', 'no such chip reader');
      }
      if (!chip) throw new DeviceError('device/no-document', 'no card lies on the reader');
      if (holder || stuck()) throw new DeviceError('device/busy', 'the card is held already');
      return hold(chip);
    },
    place(next) {
      lift();
      chip = next;
      changed();
    },
    remove() {
      lift();
      changed();
    },
    plug() {
      plugged = true;
      changed();
    },
    unplug() {
      plugged = false;
      leave(new DeviceError('device/disconnected-while-sending', 'the chip reader is gone'));
      changed();
    },
    async close() {
      leave(new DeviceError('device/disconnected-while-sending', 'the chip reader is gone'));
      listeners.clear();
    },
  };
}
