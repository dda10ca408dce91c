import { randomBytes, randomInt } from 'node:crypto';
import { hidDeviceId } from '../devices/hid-devices.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import type { HidInfo, HidTransport } from '../transports/hid.ts';
import type { ProcessEnds, SimulatedFault } from './faults.ts';
import { virtualHid } from './virtual-hid.ts';

/** pid.codes sets 1209:0001 apart for private testing. */
const info: HidInfo = {
  path: 'simulated/passport-reader',
  vendorId: 0x1209,
  productId: 0x0001,
  ...hidPosUsage,
  product: 'Simulated passport reader',
  serialNumber: 'SIMULATED',
};

export const passportReaderId = hidDeviceId(info);

/** AIM identifier of optical character recognition, OCR-B. */
const ocrB = ']o2';

export interface PassportReader {
  hid: HidTransport;
  /** A document is swiped through: the reader sends what it saw, after the time a reader takes. */
  swipe(lines: readonly string[]): void;
  plug(): void;
  unplug(): void;
  stop(): void;
}

export interface PassportReaderWorld {
  fault(): SimulatedFault | undefined;
  /** The fault has happened and is over. */
  spent(): void;
  ends: ProcessEnds;
}

/** A page-edge reader in HID POS mode. It answers nothing and sends by itself, like the real ones. */
export function passportReader(world: PassportReaderWorld): PassportReader {
  const hid = virtualHid();
  const timers = new Set<NodeJS.Timeout>();
  const after = (milliseconds: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  };
  const stop = () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
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
  const sendDocument = (lines: readonly string[]) => {
    const fault = world.fault();
    const sent = fault === 'wrong-check-digit' ? withWrongCheckDigit(lines) : lines;
    const frames = hidPosReports(writeTextMessage(sent), ocrB);
    const gap = fault === 'slow' ? 1500 : randomInt(8, 20);
    if (fault === 'garbage') return send(garbage(), gap);
    send(frames, gap, () => {
      if (fault === 'crash') world.ends.crash();
      if (fault === 'hang') world.ends.hang();
      if (fault === 'unplug-mid-read') {
        unplug();
        world.spent();
      }
    });
  };

  hid.plug(info);
  return {
    hid,
    swipe(lines) {
      if (!hid.plugged(info.path)) return;
      const slowly = world.fault() === 'slow' ? 2000 : 0;
      stop();
      after(randomInt(200, 400) + slowly, () => sendDocument(lines));
    },
    plug: () => hid.plug(info),
    unplug,
    stop,
  };
}

/** Reports of the right ID and size whose insides are noise, and one that has not even the size. */
function garbage(): Uint8Array[] {
  const noisy = () => Uint8Array.from([2, 56, ...Buffer.from(ocrB, 'latin1'), ...randomBytes(56), 0, 0, 0]);
  return [noisy(), randomBytes(64), Uint8Array.from([2, 255])].map((bytes) => new Uint8Array(bytes));
}

/**
 * The check digit of the document number raised by one, as a misread digit would be (Doc 9303-3 §4.9): at position
 * 15 of the first line of three, else at position 10 of the last.
 */
export function withWrongCheckDigit(lines: readonly string[]): string[] {
  const row = lines.length === 3 ? 0 : lines.length - 1;
  const column = lines.length === 3 ? 14 : 9;
  return lines.map((line, index) => {
    if (index !== row) return line;
    const digit = Number(line[column] === '<' ? 0 : line[column]);
    return `${line.slice(0, column)}${(digit + 1) % 10}${line.slice(column + 1)}`;
  });
}
