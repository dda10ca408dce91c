import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dialects } from '../devices/dialects.ts';
import { faultySender, sendingFaults } from '../peers/faults.ts';
import { ptpCamera } from '../peers/ptp-camera.ts';
import { type SerialDeviceName, serialDevices } from '../peers/serial.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { ptp, writePtp } from '../protocols/ptp.ts';
import { seededRandom } from '../testing/random.ts';
import type { Entry, Recording } from './format.ts';
import { maskRecording } from './mask.ts';

/**
 * Two people whose zones have letters at the same places and differ in every character that is of a person. What is left
 * of either when it is masked has to be the same to the byte, else it tells one from the other.
 */
const anna = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const otto = ['P<UTOBLOMQVIT<<OTTO<JOZEF<<<<<<<<<<<<<<<<<<<', 'K475361D<7UTO9105086M3107243QP573891H<<<<<34'];

/** Weights 7, 3, 1 (Doc 9303-3 §4.9), so that the check digits of both fit. */
function checked([first = '', second = '']: string[]): string[] {
  const sum = (over: string) =>
    [...over].reduce((s, c, i) => s + (c === '<' ? 0 : Number.parseInt(c, 36)) * [7, 3, 1][i % 3]!, 0) % 10;
  const digits = [...second.replace('D<', 'D8')];
  for (const [at, from, to] of [
    [9, 0, 9],
    [19, 13, 19],
    [27, 21, 27],
    [42, 28, 42],
  ] as const) {
    digits[at] = String(sum(digits.slice(from, to).join('')));
  }
  const whole = digits.join('');
  digits[43] = String(sum(whole.slice(0, 10) + whole.slice(13, 20) + whole.slice(21, 43)));
  return [first, digits.join('')];
}
const people = [checked(anna), checked(otto)] as const;
const personal =
  /ERIKS|IKSSON|ANNA|MARIA|L8989|89890|740812|12041|ZE184|84226|BLOMQ|MQVIT|OTTO|JOZEF|K4753|91050|31072|QP573|73891/;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const serialIds: Record<SerialDeviceName, number> = {
  lines: 0x0db5,
  'bare-lines': 0x0db5,
  elyctis: 0x1ffa,
  honeywell: 0x0c2e,
  newland: 0x1eab,
};
const hid = { vendorId: 0x1209, productId: 1, ...hidPosUsage, product: 'Reader', serialNumber: '' };

function tape() {
  const entries: Entry[] = [];
  const began = Date.now();
  const note = (kind: Entry['kind'], about: Entry['about'] = {}, bytes: Uint8Array = new Uint8Array()) =>
    void entries.push({ at: Date.now() - began, kind, about, bytes: Uint8Array.from(bytes) });
  return { entries, note };
}
type Show = (lines: readonly string[]) => void;

/** A faulty reading, and whole ones behind it after so many milliseconds. */
function happenings(fault: (typeof sendingFaults)[number], pause: number) {
  return async (
    lines: readonly string[],
    show: Show,
    set: (fault: (typeof sendingFaults)[number] | null) => void,
  ) => {
    set(fault);
    show(lines);
    await vi.advanceTimersByTimeAsync(pause);
    show(lines);
    await vi.advanceTimersByTimeAsync(pause);
    set(null);
    show(lines);
    await vi.advanceTimersByTimeAsync(pause);
    show(lines);
  };
}

async function serialRecording(
  name: SerialDeviceName,
  lines: readonly string[],
  happen: ReturnType<typeof happenings>,
): Promise<Recording> {
  const { entries, note } = tape();
  const random = seededRandom(8);
  const sender = faultySender((bytes) => note('received', {}, bytes), random.bytes);
  const device = serialDevices[name](sender.send);
  const dialect = name === 'elyctis' || name === 'honeywell' || name === 'newland' ? dialects[name] : null;
  const tell = (bytes: Uint8Array) => {
    note('sent', {}, bytes);
    device.receive(bytes);
  };
  note('open');
  if (dialect) tell(dialect.greeting.ask);
  const show: Show = (shown) => {
    if (dialect && 'arm' in dialect) tell(dialect.arm);
    device.show(shown);
    if (dialect) tell(dialect.trigger);
  };
  await happen(lines, show, sender.fault);
  sender.stop();
  const info = { vendorId: serialIds[name], productId: 1, product: '', serialNumber: '' };
  return { device: { id: 'x', transport: 'serial', name: 'x', info }, masked: false, entries };
}

/** `bend` is done to each report: what a reader with a fault of its own puts into them. */
async function hidRecording(
  lines: readonly string[],
  happen: ReturnType<typeof happenings>,
  bend: (report: Uint8Array) => Uint8Array = (report) => report,
): Promise<Recording> {
  const { entries, note } = tape();
  const sender = faultySender((bytes) => note('received', {}, bytes), seededRandom(8).bytes);
  note('open');
  const show: Show = (shown) => {
    for (const report of hidPosReports(writeTextMessage(shown), ']o2')) sender.send(bend(report));
  };
  await happen(lines, show, sender.fault);
  sender.stop();
  return { device: { id: 'x', transport: 'hid', name: 'x', info: hid }, masked: false, entries };
}

/** What remains of both is the same, at the same times, and as long as it was. */
function expectNothingOf(first: Recording, second: Recording) {
  const [one, other] = [maskRecording(first), maskRecording(second)];
  expect(one.entries.length).toBeGreaterThan(1);
  expect(one.entries).toEqual(other.entries);
  expect(one.entries.map(({ bytes }) => bytes.length)).toEqual(
    first.entries.map(({ bytes }) => bytes.length),
  );
  const received = one.entries.filter(({ kind }) => kind === 'received').map(({ bytes }) => bytes);
  expect(Buffer.concat(received).toString('latin1')).not.toMatch(personal);
}

describe('of a person nothing is left in a masked recording of', () => {
  const pauses = [10, 120, 400, 5000];
  const all = sendingFaults.flatMap((fault) => pauses.map((pause) => [fault, pause] as const));

  it.each(
    (Object.keys(serialDevices) as SerialDeviceName[]).flatMap((name) =>
      all.map((one) => [name, ...one] as const),
    ),
  )('a serial reader, %s: %s and a reading %i ms later', async (name, fault, pause) => {
    const happen = happenings(fault, pause);
    expectNothingOf(
      await serialRecording(name, people[0], happen),
      await serialRecording(name, people[1], happen),
    );
  });

  it.each(all)('a HID reader: %s and a reading %i ms later', async (fault, pause) => {
    const happen = happenings(fault, pause);
    expectNothingOf(await hidRecording(people[0], happen), await hidRecording(people[1], happen));
  });

  it.each([
    ['a report of another length', (report: Uint8Array) => report.slice(0, 63)],
    [
      'a data length over its bound',
      (report: Uint8Array) => report.map((byte, at) => (at === 1 ? 57 : byte)),
    ],
    ['a data length too short', (report: Uint8Array) => report.map((byte, at) => (at === 1 ? 20 : byte))],
    ['another report', (report: Uint8Array) => report.map((byte, at) => (at === 0 ? 3 : byte))],
    ['no identifier', (report: Uint8Array) => report.map((byte, at) => (at === 2 ? 0x20 : byte))],
    ['messages that never end', (report: Uint8Array) => report.map((byte, at) => (at === 63 ? 1 : byte))],
    ['reports shifted by one', (report: Uint8Array) => Uint8Array.from([...report.subarray(1), 0])],
  ])('a HID reader that sends %s', async (_, bend) => {
    const happen = happenings('duplicate', 200);
    expectNothingOf(await hidRecording(people[0], happen, bend), await hidRecording(people[1], happen, bend));
  });

  it.each(Object.keys(serialDevices) as SerialDeviceName[])(
    'a serial reader, %s, that breaks off at each byte and reads again',
    async (name) => {
      const sent: Uint8Array[] = [];
      const lengths = await serialRecording(name, people[0], async (lines, show) => show(lines));
      for (const { kind, bytes } of lengths.entries) if (kind === 'received') sent.push(bytes);
      const longest = Math.max(...sent.map(({ length }) => length));
      for (let cut = 1; cut < longest; cut++) {
        for (const pause of [10, 5000]) {
          const torn = async (lines: readonly string[]) => {
            const recording = await serialRecording(name, lines, async (shown, show) => {
              show(shown);
              await vi.advanceTimersByTimeAsync(pause);
              show(shown);
            });
            const first = recording.entries.find(
              ({ bytes, kind }) => kind === 'received' && bytes.length === longest,
            )!;
            first.bytes = first.bytes.slice(0, cut);
            return recording;
          };
          expectNothingOf(await torn(people[0]), await torn(people[1]));
        }
      }
    },
    20_000,
  );
});

describe('of a page nothing is left in a masked recording of a page camera', () => {
  const info = { vendorId: 0x1209, productId: 5, product: '', serialNumber: '', interfaces: [] };
  const picture = (seed: number) =>
    Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...seededRandom(seed).bytes(700)]);

  /** Two pictures of one person, the pipe bent in between. */
  function recording(
    page: Uint8Array,
    bend: (pieces: Uint8Array[], round: number) => Uint8Array[],
    ends: boolean,
  ) {
    const { entries, note } = tape();
    let pieces: Uint8Array[] = [];
    const camera = ptpCamera({
      send: (endpoint, bytes) => void (endpoint === 1 && pieces.push(bytes)),
      page: () => page,
    });
    const leftOvers = (bytes: Uint8Array) => note('received', { in: 1 }, bytes);
    for (let round = 0; round < 2; round++) {
      note('open');
      leftOvers(page.subarray(300));
      const ask = (operation: number, params: number[] = []) => {
        pieces = [];
        note('sent', { out: 2 }, writePtp('command', operation, 1, params));
        camera.received(2, writePtp('command', operation, 1, params));
        const bent = operation === ptp.getObject ? bend(pieces, round) : pieces;
        for (const one of bent) note('received', { in: 1 }, one);
      };
      ask(ptp.openSession, [1]);
      ask(ptp.initiateCapture);
      ask(ptp.getObjectInfo, [round + 1]);
      ask(ptp.getObject, [round + 1]);
      if (ends) note('failed', { code: 'device/disconnected-while-sending' });
    }
    const device = { id: 'x', transport: 'usb' as const, name: 'x', info };
    return { device, masked: false, entries };
  }
  /** No four bytes of the picture behind its first stand anywhere. */
  const expectNone = (made: Recording, page: Uint8Array) => {
    const whole = Buffer.concat(maskRecording(made).entries.map(({ bytes }) => bytes));
    for (let at = 4; at + 4 <= page.length; at++) {
      expect(whole.includes(Buffer.from(page.subarray(at, at + 4)))).toBe(false);
    }
  };
  const cuts = Array.from({ length: 36 }, (_, index) => index * 20);

  it.each([true, false])('torn at any byte, the port failing after it: %s', (fails) => {
    const page = picture(1);
    for (const cut of cuts) {
      expectNone(
        recording(page, (pieces, round) => (round === 0 ? [pieces[0]!.subarray(0, cut)] : pieces), fails),
        page,
      );
    }
  });

  it('with a length that is none, of an operation nobody asked for, of another kind', () => {
    const page = picture(2);
    for (const [at, value] of [
      [0, 3],
      [0, 0xff],
      [3, 0x7f],
      [4, 1],
      [4, 9],
      [6, 0x55],
      [7, 0x90],
    ] as const) {
      const bend = ([data, ...more]: Uint8Array[]) => [
        data!.map((byte, index) => (index === at ? value : byte)),
        ...more,
      ];
      expectNone(recording(page, bend, false), page);
    }
  });

  it('keeps what the camera says of itself and of its pictures', () => {
    const page = picture(3);
    const made = recording(page, (pieces) => pieces, true);
    const masked = maskRecording(made).entries;
    const changed = masked.filter(
      ({ bytes }, index) => Buffer.compare(Buffer.from(bytes), Buffer.from(made.entries[index]!.bytes)) !== 0,
    );
    // The left-overs and the picture, twice.
    expect(changed.map(({ bytes }) => bytes.length)).toEqual([404, 716, 404, 716]);
    expectNone(made, page);
  });
});
