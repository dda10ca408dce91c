import { randomBytes, randomInt } from 'node:crypto';
import { delays } from '../peers/delays.ts';
import type { HidInfo } from '../transports/hid.ts';
import type { ProcessEnds, SimulatedFault } from './faults.ts';
import type { VirtualHid } from './virtual-hid.ts';

export interface ReaderWorld {
  fault(): SimulatedFault | undefined;
  /** The fault has happened and is over. */
  spent(): void;
  ends: ProcessEnds;
}

/** A reader in HID POS mode. It answers nothing and sends by itself, like the real ones. */
export interface VirtualReader {
  /**
   * Sends a message after the time a reader takes; one that is on its way is given up.
   *
   * @param compose the message's reports, in order; asked when they leave.
   */
  read(compose: (fault: SimulatedFault | undefined) => Uint8Array[]): void;
  plug(): void;
  unplug(): void;
  stop(): void;
}

export function virtualReader(hid: VirtualHid, info: HidInfo, world: ReaderWorld): VirtualReader {
  const { after, stop } = delays();
  const unplug = () => {
    stop();
    hid.unplug(info.path);
  };

  /** Sends the frames one by one; `between` runs after the first. */
  const send = (frames: Uint8Array[], gap: number, between = () => {}) => {
    frames.forEach((frame, index) => {
      after(index * gap, () => {
        hid.send(info.path, frame);
        if (index === 0) between();
      });
    });
  };

  hid.plug(info);
  return {
    read(compose) {
      if (!hid.plugged(info.path)) return;
      const slowly = world.fault() === 'slow' ? 2000 : 0;
      stop();
      after(randomInt(200, 400) + slowly, () => {
        const fault = world.fault();
        const gap = fault === 'slow' ? 1500 : randomInt(8, 20);
        if (fault === 'garbage') return send(garbage(), gap);
        send(compose(fault), gap, () => {
          if (fault === 'crash') world.ends.crash();
          if (fault === 'hang') world.ends.hang();
          if (fault === 'unplug-mid-read') {
            unplug();
            world.spent();
          }
        });
      });
    },
    plug: () => hid.plug(info),
    unplug,
    stop,
  };
}

/** Reports of the right ID and size whose insides are noise, and one that has not even the size. */
function garbage(): Uint8Array[] {
  const noisy = () => Uint8Array.from([2, 56, ...Buffer.from(']o2', 'latin1'), ...randomBytes(56), 0, 0, 0]);
  return [noisy(), randomBytes(64), Uint8Array.from([2, 255])].map((bytes) => new Uint8Array(bytes));
}
