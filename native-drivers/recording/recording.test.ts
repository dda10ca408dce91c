import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'jpeg-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { elyctisCommands } from '../protocols/elyctis.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { withParity } from '../protocols/parity.ts';
import { seededRandom } from '../testing/random.ts';
import { type Entry, type Recording, readRecording, writeRecording } from './format.ts';
import { maskRecording } from './mask.ts';
import { maskPicture } from './mask-picture.ts';
import { maskText } from './mask-text.ts';
import { startRecorder } from './recorder.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const maskedLines = lines.map((_, index) => maskText(lines.join('\r')).split('\r')[index]!);
const hidInfo = { vendorId: 0x0c2e, productId: 0x0b6a, ...hidPosUsage, product: 'Reader', serialNumber: '7' };
const serialInfo = (vendorId: number) => ({ vendorId, productId: 1, product: '', serialNumber: '' });
const entry = (kind: Entry['kind'], at: number, bytes: Uint8Array = new Uint8Array(), about = {}): Entry => ({
  at,
  kind,
  about,
  bytes,
});
const of = (transport: Recording['device']['transport'], info: object, entries: Entry[]): Recording => ({
  device: { id: 'x', transport, name: 'Reader', info: { ...info } },
  masked: false,
  entries,
});
const bytesOf = ({ entries }: Recording) =>
  entries.filter(({ kind }) => kind === 'received').map(({ bytes }) => bytes);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proofdesk-recording-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the text of a recording', () => {
  const recording = of('hid', hidInfo, [
    entry('open', 0),
    entry('sent', 2, Uint8Array.of(254, 1), { how: 'feature' }),
    entry('received', 1234, Uint8Array.of(2, 255, 0)),
    entry('asked', 1240, undefined, { do: 'scan', dotsPerInch: 300 }),
    entry('failed', 99_999, undefined, { code: 'device/disconnected-while-sending' }),
    entry('close', 100_000),
  ]);

  it("comes back as it was written, also with a person's remarks in it", () => {
    const text = writeRecording(recording);
    expect(readRecording(text)).toEqual(recording);
    const remarked = text.replace('masked no\n', 'masked no\n\n# the cable was pulled here\r\n');
    expect(readRecording(remarked)).toEqual(recording);
    expect(text.split('\n')[4]).toBe('       2 sent {"how":"feature"} fe01');
  });

  it.each([
    ['', 1],
    ['proofdesk-recording 2\n', 1],
    ['proofdesk-recording 1\ndevice {}\n', 2],
    ['proofdesk-recording 1\ndevice {"id":"x","transport":"hid","name":"","info":{}}\nmasked maybe\n', 3],
  ])('that is none is refused with its line: %j', (text, number) => {
    expect(() => readRecording(text)).toThrow(`line ${number} is not understood`);
  });

  it.each([
    'x open',
    '1 dance',
    '1 sent {"a":',
    '1 sent {} 0',
    '1 sent {} zz',
    '1 failed {"code":"other"}',
    '1 sent []',
  ])('with the line %j is refused', (bad) => {
    const text = `${writeRecording({ ...recording, entries: [] })}${bad}\n`;
    expect(() => readRecording(text)).toThrow('line 4 is not understood');
  });

  it('of noise is refused, and nothing else', () => {
    const random = seededRandom(11);
    const text = writeRecording(recording);
    for (let i = 0; i < 3000; i++) {
      const at = random.below(text.length);
      const noise = Buffer.from(random.bytes(random.below(6))).toString('latin1');
      try {
        readRecording(text.slice(0, at) + noise + text.slice(at + random.below(3)));
      } catch (error) {
        expect((error as { code: string }).code).toBe('recording/malformed');
      }
    }
  });
});

describe('a recorder', () => {
  const device = { id: 'x', transport: 'serial' as const, name: 'Reader', info: serialInfo(0x0db5) };

  it('writes as it goes, in a file that only its owner reads', () => {
    const file = join(folder, 'a.txt');
    let now = 5;
    const recorder = startRecorder({ file, mask: null, now: () => now });
    recorder.note('open');
    recorder.device(device);
    recorder.device({ ...device, id: 'other' });
    now = 30;
    recorder.note('received', {}, Uint8Array.of(1, 2));
    expect(readRecording(readFileSync(file, 'utf8'))).toMatchObject({
      device,
      entries: [{ at: 25, kind: 'received', bytes: Uint8Array.of(1, 2) }],
    });
    recorder.finish();
    recorder.note('close');
    recorder.finish();
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('leaves what was recorded before', () => {
    const file = join(folder, 'a.txt');
    for (let i = 0; i < 3; i++) startRecorder({ file, mask: null }).finish();
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'a.txt.2', 'a.txt.3']);
  });

  it('that masks writes at the end, and nothing personal ever', () => {
    const file = join(folder, 'a.txt');
    const recorder = startRecorder({ file, mask: maskRecording });
    recorder.device(device);
    recorder.note('received', {}, writeTextMessage(lines));
    expect(readFileSync(file, 'utf8')).toBe('');
    recorder.finish();
    const read = readRecording(readFileSync(file, 'utf8'));
    expect(read.masked).toBe(true);
    expect(bytesOf(read)[0]).toEqual(writeTextMessage(maskedLines));
  });

  it('that cannot write says so', () => {
    expect(() => startRecorder({ file: join(folder, 'no/such'), mask: null })).toThrow('cannot be written');
  });
});

describe('a masked recording', () => {
  it('of HID reports is what a masked document would have sent', () => {
    const reports = hidPosReports(writeTextMessage(lines), ']o2');
    const masked = maskRecording(
      of(
        'hid',
        hidInfo,
        reports.map((report, at) => entry('received', at, report)),
      ),
    );
    expect(bytesOf(masked)).toEqual(hidPosReports(writeTextMessage(maskedLines), ']o2'));
  });

  it.each([1, 10, 60, 91])('of a stream cut at %i is as well, two messages in one piece too', (cut) => {
    const both = Uint8Array.from([...writeTextMessage(lines), ...writeTextMessage(lines)]);
    const pieces = [both.subarray(0, cut), both.subarray(cut)].map((bytes, at) =>
      entry('received', at, bytes),
    );
    const masked = maskRecording(of('serial', serialInfo(0x0db5), pieces));
    const whole = Buffer.concat(bytesOf(masked));
    expect([...whole]).toEqual([...writeTextMessage(maskedLines), ...writeTextMessage(maskedLines)]);
  });

  it('of text that a silence ends, of a length before it, of seven bits', () => {
    const bare = Uint8Array.from(Buffer.from(`${lines.join('\r')}\r`));
    const maskedBare = Uint8Array.from(Buffer.from(`${maskedLines.join('\r')}\r`));
    const silent = maskRecording(
      of('serial', serialInfo(0x0db5), [entry('received', 0, bare), entry('received', 500, bare)]),
    );
    expect(bytesOf(silent)).toEqual([maskedBare, maskedBare]);
    const framed = (text: Uint8Array) => Uint8Array.from([0x49, 0, text.length, ...text]);
    const version = Uint8Array.from([0x56, 0, 3, 0x31, 0x2e, 0x37]);
    const elyctis = maskRecording(
      of('serial', serialInfo(0x1ffa), [
        entry('sent', 0, elyctisCommands.version),
        entry('received', 0, version),
        entry('received', 9, framed(bare)),
        entry('received', 20, version),
      ]),
    );
    const unasked = Uint8Array.from([0x58, 0, 3, 0x30, 0x2e, 0x30]);
    expect(bytesOf(elyctis)).toEqual([version, framed(maskedBare), unasked]);
    const seven = maskRecording(
      of('serial', serialInfo(0x0db5), [entry('received', 0, withParity(writeTextMessage(lines), 'even'))]),
    );
    expect(bytesOf(seven)[0]).toEqual(withParity(writeTextMessage(maskedLines), 'even'));
  });

  it('holds nothing personal of a message that broke off, at whichever byte', () => {
    const personal = /ERIKSSON|ANNA|L8989|740812|120415|ZE184/;
    const whole = writeTextMessage(lines);
    for (let cut = 1; cut < whole.length; cut++) {
      const broken = of('serial', serialInfo(0x0db5), [
        entry('received', 0, whole.subarray(0, cut)),
        entry('failed', 3, undefined, { code: 'device/disconnected-before-sending' }),
      ]);
      const [masked] = bytesOf(maskRecording(broken));
      expect(masked).toHaveLength(cut);
      expect(masked![0]).toBe(2);
      expect(Buffer.from(masked!).toString('latin1')).not.toMatch(personal);
    }
    const [first] = hidPosReports(whole, ']o2');
    const [report] = bytesOf(maskRecording(of('hid', hidInfo, [entry('received', 0, first!)])));
    expect(Buffer.from(report!).toString('latin1')).not.toMatch(personal);
    expect([...report!.subarray(0, 5), report![63]]).toEqual([...first!.subarray(0, 5), 1]);
  });

  it('of noise is noise, and of a chip nothing is left but its last two bytes', () => {
    const noise = seededRandom(2).bytes(40_000);
    const [masked] = bytesOf(maskRecording(of('serial', serialInfo(0x0db5), [entry('received', 0, noise)])));
    expect(Buffer.from(masked!).toString('latin1')).not.toMatch(/[A-WYZ1-9a-z]/);
  });
});

describe('a masked recording of other ways', () => {
  const textOf = (recording: Recording) => Buffer.concat(bytesOf(recording)).toString('utf8');
  const told = (...tells: object[]) =>
    of(
      'vendor',
      {},
      tells.map((tell, at) => entry('received', at, Uint8Array.from(Buffer.from(JSON.stringify(tell))))),
    );

  it('holds nothing an adapter says in its own words, or beside what it is to say', () => {
    const masked = maskRecording(
      told(
        { tell: 'error', message: 'no chip in passport L898902C3 of Eriksson' },
        { tell: 'started', device: 'page', holder: 'ERIKSSON' },
        { tell: 'lines', device: 'page', lines, holder: 'ERIKSSON' },
      ),
    );
    expect(textOf(masked)).not.toMatch(/eriksson|L898902/i);
    expect(textOf(masked)).toContain('"message":"XX XXXX XX XXXXXXXX X000000X0 XX XXXXXXXX"');
  });

  it('holds no body of a scanner but what it says of itself', () => {
    const page = Uint8Array.from(Buffer.from('<svg>ERIKSSON</svg>'));
    const masked = maskRecording(
      of('http', { path: '/eSCL' }, [
        entry('sent', 0, undefined, { exchange: 1, method: 'GET', path: '/eSCL/ScannerStatus' }),
        entry('received', 1, Uint8Array.from(Buffer.from('<status/>')), { exchange: 1, status: 200 }),
        entry('sent', 2, undefined, { exchange: 2, method: 'GET', path: '/eSCL/ScanJobs/7/NextDocument' }),
        entry('received', 3, page, { exchange: 2, status: 200 }),
      ]),
    );
    expect(textOf(masked)).toContain('<status/>');
    expect(textOf(masked)).not.toContain('ERIKSSON');
  });

  it('names no key that wrote nothing', () => {
    const stroke = { shift: false, altGraph: false, alt: true, capsLock: false, after: 8 };
    const strokes = [...'ERIKSSON'].map((letter) => ({ ...stroke, code: `Key${letter}` }));
    const bytes = Uint8Array.from(Buffer.from(JSON.stringify({ strokes })));
    const masked = textOf(maskRecording(of('wedge', { layout: 'us' }, [entry('received', 0, bytes)])));
    expect(masked.match(/Key./g)).toEqual(Array(8).fill('KeyX'));
  });
});

describe('a masked picture', () => {
  const jpeg = (width: number, height: number) => {
    const data = new Uint8Array(width * height * 4).map((_, index) => (index * 7919) % 256);
    return new Uint8Array(encode({ data, width, height }, 90).data);
  };

  it.each([
    [8, 8],
    [100, 77],
    [1476, 1039],
  ])('of %i by %i opens, is grey, and as long as it was', (width, height) => {
    const original = jpeg(width, height);
    const masked = maskPicture(original);
    expect(masked).toHaveLength(original.length);
    const open = decode(masked, { useTArray: true });
    expect([open.width, open.height]).toEqual([width, height]);
    expect(new Set(open.data).size).toBeLessThanOrEqual(2);
  });

  it('keeps its density and not its thumbnail, and zeros stand for what is none', () => {
    const original = jpeg(64, 64);
    original.set([1, 1, 0x2c, 1, 0x2c], 13);
    const masked = maskPicture(original);
    expect([...masked.subarray(2, 20)]).toEqual([...original.subarray(2, 18), 0, 0]);
    expect(maskPicture(Uint8Array.from(Buffer.from('%PDF-1.4 Anna')))).toEqual(
      Uint8Array.from([0x25, 0x50, 0x44, 0x46, ...Array(9).fill(0)]),
    );
    expect(
      maskPicture(original.subarray(0, 40))
        .subarray(4)
        .every((byte) => byte === 0),
    ).toBe(true);
  });
});
