import { randomBytes, randomInt } from 'node:crypto';
import { delays } from '../peers/delays.ts';
import type { HidInfo } from '../transports/hid.ts';
import type { ProcessEnds, SimulatedFault } from './faults.ts';
import type { VirtualHid } from './virtual-hid.ts';

/** Milliseconds between the reports of a message without end. */
const endlessGap = 10;

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

  /** A message that begins as it should and does not come to its end. */
  const goOn = (first: Uint8Array) => {
    if (world.fault() !== 'endless') return;
    hid.send(info.path, continued(first));
    after(endlessGap, () => goOn(first));
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
        if (fault === 'stuck') return;
        if (fault === 'endless') return goOn(compose(fault)[0]!);
        send(broken(compose(fault), fault), gap, () => {
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

/** A report that says that another follows. */
const continued = (report: Uint8Array) =>
  report.map((byte, at) => (at === report.length - 1 ? byte | 1 : byte));

function broken(reports: Uint8Array[], fault: SimulatedFault | undefined): Uint8Array[] {
  if (fault === 'half-frame') return reports.slice(0, Math.ceil(reports.length / 2)).map(continued);
  if (fault === 'wrong-order') return reports.toReversed();
  return fault === 'duplicate' ? [...reports, ...reports] : reports;
}

/** Reports of the right ID and size whose insides are noise, and one that has not even the size. */
function garbage(): Uint8Array[] {
  const noisy = () => Uint8Array.from([2, 56, ...Buffer.from(']o2', 'latin1'), ...randomBytes(56), 0, 0, 0]);
  return [noisy(), randomBytes(64), Uint8Array.from([2, 255])].map((bytes) => new Uint8Array(bytes));
}
