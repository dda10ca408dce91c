import { CodedError } from '../../electron/contract/index.ts';
import { strokesOf } from '../peers/keyboard.ts';
import type { FrameDecoder } from '../protocols/decoder.ts';
import { readDocumentMessage } from '../protocols/document-message.ts';
import { elyctisFrames } from '../protocols/elyctis.ts';
import { readCapabilities, readStatus } from '../protocols/escl/messages.ts';
import { readXml } from '../protocols/escl/xml.ts';
import { hidPosDecoder, hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { honeywellFrames } from '../protocols/honeywell.ts';
import { http1Responses } from '../protocols/http1.ts';
import { keyLayouts } from '../protocols/key-layouts.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { newlandFrames } from '../protocols/newland.ts';
import { sharedParity } from '../protocols/parity.ts';
import { ptpContainers, readDeviceInfo, readHandles, readObjectInfo, writePtp } from '../protocols/ptp.ts';
import { readSaneList, readSaneOptions, saneFault } from '../protocols/sane.ts';
import type { StreamDecoder } from '../protocols/stream.ts';
import { textFrames } from '../protocols/text-frames.ts';
import { textReportDecoder } from '../protocols/text-reports.ts';
import { readUsbDescriptors } from '../protocols/usb-descriptors.ts';
import { readWedgeMessage } from '../protocols/wedge-message.ts';
import { type Entry, type RecordedDevice, readRecording, writeRecording } from '../recording/format.ts';
import { maskRecording } from '../recording/mask.ts';
import { maskPicture } from '../recording/mask-picture.ts';
import { maskText } from '../recording/mask-text.ts';
import { capabilitiesXml, statusXml } from '../simulator/escl-xml.ts';
import { imageAssembly } from '../vendor/images.ts';
import { readTell } from '../vendor/messages.ts';
import { adapterLines, commandWords } from '../vendor/process.ts';
import { seededRandom } from './random.ts';
import { textReports } from './text-reports.ts';

/** One parser under noise. */
export interface FuzzTarget {
  name: string;
  /** Good frames, which are bent; whole ones go in between. */
  seeds: readonly Uint8Array[];
  /** Takes one frame; says what came of it. Throwing anything but a typed error is the fault that is looked for. */
  take(frame: Uint8Array): string;
  /** Bytes it holds now. */
  held?(): number;
}

export interface FuzzResult {
  name: string;
  frames: number;
  milliseconds: number;
  /** How often each outcome came. */
  outcomes: Record<string, number>;
  mostHeld: number;
}

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const zone = writeTextMessage(lines);
const licence = ascii('@\n\u001e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSPUBLIC\r');

/** Bounds: a message of a reader, a response of 4 kB and what of a line may be waiting, a line of an adapter. */
export const heldLimits: Readonly<Record<string, number>> = {
  http: 20_000,
  ptp: 5000,
  'adapter lines': 140_000,
};

function frames(name: string, decoder: FrameDecoder, seeds: readonly Uint8Array[]): FuzzTarget {
  return {
    name,
    seeds,
    take(frame) {
      const step = decoder.push(frame);
      if (step.kind === 'message') readDocumentMessage(step.bytes, step.symbology);
      return step.kind;
    },
  };
}

function stream(name: string, frames: () => StreamDecoder, seeds: readonly Uint8Array[]): FuzzTarget {
  const decoder = frames();
  let count = 0;
  return {
    name,
    seeds,
    take(frame) {
      const steps = [...decoder.push(frame)];
      const quiet = ++count % 3 === 0 ? decoder.quiet() : null;
      for (const step of quiet ? [...steps, quiet] : steps) {
        if (step.kind !== 'message') continue;
        if (step.bytes.length > 8192) throw new RangeError('a message over its bound');
        sharedParity(step.bytes);
        readDocumentMessage(step.bytes, step.symbology);
      }
      // A reader that is stuck in a message is given up after a while.
      if (count % 50 === 0) decoder.reset();
      return steps.at(-1)?.kind ?? 'nothing';
    },
  };
}

/** A target without memory of its own. */
const plain = (
  name: string,
  seeds: readonly (string | Uint8Array)[],
  work: (text: string, bytes: Uint8Array) => unknown,
) => ({
  name,
  seeds: seeds.map((seed) => (typeof seed === 'string' ? ascii(seed) : seed)),
  take(frame: Uint8Array) {
    const result = work(latin(frame), frame);
    return result === null || result === undefined ? 'refused' : 'read';
  },
});

/** Every parser that takes bytes from a device, a file or another program. */
export function fuzzTargets(): FuzzTarget[] {
  const reports = hidPosReports(zone, ']o2');
  const layout = { reportId: 1, lengthAt: 1, textAt: 2, end: 3 };
  const http = http1Responses(4096);
  const ptp = ptpContainers(4096);
  const tells = adapterLines();
  const images = imageAssembly();
  const hello =
    '{"tell":"hello","protocol":1,"name":"maker","version":"2","devices":[{"id":"page","name":"P","kind":"page-scanner","gesture":"tap"}]}\n';
  const image =
    '{"tell":"image","device":"page","image":1,"mediaType":"image/jpeg","dotsPerInch":1,"light":"white","bytes":6}\n{"tell":"part","image":1,"data":"/9j/AAEC"}\n';
  const entries: Entry[] = [
    { at: 0, kind: 'open', about: {}, bytes: new Uint8Array() },
    { at: 5, kind: 'received', about: {}, bytes: zone },
    { at: 9, kind: 'failed', about: { code: 'device/disconnected-while-sending' }, bytes: new Uint8Array() },
  ];
  const device = {
    id: 'serial:x',
    transport: 'serial' as const,
    name: 'x',
    info: { vendorId: 0x0db5, productId: 1, product: '', serialNumber: '' },
  };
  const files = [writeRecording({ device, masked: false, entries }), ...otherRecordings()];
  return [
    frames('HID POS', hidPosDecoder(), reports),
    frames('text reports', textReportDecoder(layout), textReports(zone, layout)),
    stream('text frames', textFrames, [zone, licence, ascii(`${lines.join('\r\n')}\r\n`)]),
    stream('Elyctis', elyctisFrames, [
      Uint8Array.from([0x49, 0, 90, ...ascii(lines.join('\r')), 0x0d]),
      Uint8Array.from([0x56, 0, 3, 0x31, 0x2e, 0x37, 0x43, 0, 1, 1]),
    ]),
    stream('Honeywell', honeywellFrames, [
      ascii('REVINF: 1\u0006!'),
      ascii('CBRENA1\u0006,SSX0\u0015.'),
      zone,
      licence,
    ]),
    stream('Newland', newlandFrames, [
      Uint8Array.from([2, 1, ...ascii('0000@QRYSYS'), 6, 0x3b, 3]),
      Uint8Array.from([2, 1, ...ascii('0000#NONSUB'), 5, 0x3b, 3]),
      zone,
    ]),
    {
      name: 'keyboard',
      seeds: [zone, licence, ascii(lines.join(''))],
      take(frame) {
        const layout = keyLayouts[frame.length % keyLayouts.length]!;
        // Its bytes choose the modifiers as well: what was typed stays typed only where they are those of the text.
        const strokes = strokesOf(latin(frame), layout).map((stroke, index) =>
          frame[index]! >= 0x80
            ? { ...stroke, altGraph: true, alt: index % 2 === 0, capsLock: true }
            : stroke,
        );
        const message = readWedgeMessage(strokes, layout);
        return 'problem' in message ? message.problem : message.kind;
      },
    },
    {
      name: 'http',
      seeds: [
        ascii('HTTP/1.1 201 Created\r\nLocation: /eSCL/ScanJobs/7\r\nContent-Length: 0\r\n\r\n'),
        ascii('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwiki\r\n0\r\n\r\n'),
      ],
      take(frame) {
        const last = http.push(frame).at(-1);
        if (last && last.kind !== 'response') http.reset();
        return last?.kind ?? 'part';
      },
      held: () => http.held,
    },
    {
      name: 'ptp',
      seeds: [
        writePtp('response', 0x2001, 1),
        writePtp('event', 0x4002, 0, [1]),
        writePtp('data', 0x1009, 1, new Uint8Array(40)),
      ],
      take(frame) {
        readDeviceInfo(frame);
        readHandles(frame);
        readObjectInfo(frame);
        const last = ptp.push(frame).at(-1);
        if (last?.kind === 'malformed' || last?.kind === 'too-large') ptp.reset();
        return last?.kind ?? 'part';
      },
      held: () => ptp.held,
    },
    plain(
      'USB descriptors',
      [Uint8Array.of(9, 4, 0, 0, 1, 7, 1, 4, 0, 7, 5, 0x81, 2, 0, 2, 0)],
      (_, bytes) => (readUsbDescriptors(bytes).length > 0 ? true : null),
    ),
    plain('XML', [capabilitiesXml(300)], readXml),
    plain('eSCL capabilities', [capabilitiesXml(300)], (text) => readCapabilities(text)),
    plain('eSCL status', [statusXml('idle', true), statusXml('jam', false)], (text) => readStatus(text)),
    plain(
      'SANE',
      ['device\ttest:0\tNoname\tx\n', '    --resolution 1..1200dpi (in steps of 1) [50]\n'],
      (text) =>
        saneFault(text) &&
        (readSaneList(text).length > 0 || readSaneOptions(text).resolutions.length > 0 ? true : null),
    ),
    {
      name: 'adapter lines',
      seeds: [ascii(hello), ascii(image), ascii('{"tell":"device","device":"page","state":"ready"}\n')],
      take(frame) {
        const found = tells.push(frame).map((line) => (line === null ? null : readTell(line)));
        for (const tell of found) {
          if (tell?.tell === 'image') images.begin(tell);
          if (tell?.tell === 'part') images.add(tell);
        }
        commandWords(latin(frame));
        return found.at(-1)?.tell ?? (found.length > 0 ? 'refused' : 'part');
      },
      held: () => tells.held,
    },
    plain('recordings', files, (text) => maskRecording(readRecording(text))),
    plain(
      'masks',
      [zone, licence, Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 17, 0)],
      (text, bytes) => {
        const masked = maskText(text);
        if (masked.length !== text.length) throw new RangeError('a mask of another length');
        if (maskPicture(bytes).length !== bytes.length) throw new RangeError('a picture of another length');
        return masked === text ? null : true;
      },
    ),
  ];
}

/** Short exchanges over the other ways; each is masked by parts of its own. */
function otherRecordings(): string[] {
  const none = new Uint8Array();
  const open: Entry = { at: 0, kind: 'open', about: {}, bytes: none };
  const ids = { vendorId: 0x1209, productId: 5, product: '', serialNumber: '' };
  const write = (transport: RecordedDevice['transport'], info: object, entries: Entry[]) =>
    writeRecording({
      device: { id: 'x', transport, name: 'x', info: { ...info } },
      masked: false,
      entries: [open, ...entries],
    });
  const came = (bytes: Uint8Array, about = {}): Entry => ({ at: 5, kind: 'received', about, bytes });
  const went = (about: object, bytes: Uint8Array = none): Entry => ({
    at: 3,
    kind: 'sent',
    about: { ...about },
    bytes,
  });
  const strokes = strokesOf('P<UTO', 'us');
  return [
    write(
      'hid',
      { ...ids, ...hidPosUsage },
      hidPosReports(zone, ']o2').map((report) => came(report)),
    ),
    write('usb', { ...ids, interfaces: [{ number: 0, alternate: 0, code: [6, 1, 1], endpoints: [] }] }, [
      went({ out: 2 }, writePtp('command', 0x1009, 1, [1])),
      came(writePtp('data', 0x1009, 1, new Uint8Array(40)), { in: 1 }),
    ]),
    write('http', { path: '/eSCL' }, [
      went({ exchange: 1, method: 'GET', path: '/eSCL/ScanJobs/1/NextDocument' }),
      came(zone, { exchange: 1, status: 200 }),
    ]),
    write('sane', {}, [went({ call: 'scan' }), came(zone, { call: 'scan' })]),
    write('vendor', {}, [came(ascii('{"tell":"lines","device":"page","lines":["P<UTO"]}'))]),
    write('wedge', { layout: 'us' }, [came(ascii(JSON.stringify({ strokes })))]),
  ];
}

/**
 * Throws bent frames at one parser.
 *
 * @throws Error when it throws anything but a typed error, or holds more than it may
 */
export function fuzz(target: FuzzTarget, frames: number, seed: number): FuzzResult {
  const random = seededRandom(seed);
  const outcomes: Record<string, number> = {};
  let mostHeld = 0;
  const began = performance.now();
  for (let count = 0; count < frames; count++) {
    const frame = bent(target.seeds[random.below(target.seeds.length)]!, random);
    let outcome: string;
    try {
      outcome = target.take(frame);
    } catch (error) {
      if (!(error instanceof CodedError)) {
        throw new Error(`${target.name}, frame ${count} of seed ${seed}: ${latin(frame).slice(0, 200)}`, {
          cause: error,
        });
      }
      outcome = error.code;
    }
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    mostHeld = Math.max(mostHeld, target.held?.() ?? 0);
  }
  const limit = heldLimits[target.name] ?? 0;
  if (mostHeld > limit) throw new Error(`${target.name} held ${mostHeld} bytes`);
  return { name: target.name, frames, milliseconds: performance.now() - began, outcomes, mostHeld };
}

/** A good frame with bytes changed, left out, put in, doubled or cut off; at times nothing but noise, or untouched. */
function bent(seed: Uint8Array, random: ReturnType<typeof seededRandom>): Uint8Array {
  const kind = random.below(8);
  const at = random.below(seed.length + 1);
  const some = random.below(12);
  if (kind === 0) return random.bytes(random.below(200));
  if (kind === 1) return seed.slice();
  if (kind === 2) return seed.slice(0, at);
  if (kind === 3) return Uint8Array.from([...seed.subarray(0, at), ...seed.subarray(at + some)]);
  if (kind === 4)
    return Uint8Array.from([...seed.subarray(0, at), ...random.bytes(some), ...seed.subarray(at)]);
  if (kind === 5) return Uint8Array.from([...seed, ...seed.subarray(at)]);
  const copy = seed.slice();
  for (let change = 0; change <= some; change++) {
    if (copy.length > 0)
      copy[random.below(copy.length)] =
        kind === 6 ? random.below(256) : [0, 0xff, 0x0a, 0x3c][random.below(4)]!;
  }
  return copy;
}
