import type { Check, Device, DeviceFault, DocumentRead } from '../../contract/index.ts';
import { CodedError } from '../../contract/index.ts';
import { composeTd3 } from '../documents/mrz/index.ts';
import type { PageReading } from '../documents/page/index.ts';
import type { DriverListener, FaceComparison, Faces, LivenessEvidence, Pages, Readers } from '../ports.ts';
import { fakeChipReaders } from './fake-chips.ts';

/** A clock that only the test moves. */
export function fakeClock(start = Date.now()) {
  let now = start;
  return {
    now: () => now,
    advance(milliseconds: number) {
      now += milliseconds;
    },
  };
}

/** A passport of nobody, valid for years to come. */
export function passport(changes: Partial<Parameters<typeof composeTd3>[0]> = {}): string[] {
  return [
    ...composeTd3({
      issuer: 'UTO',
      primary: 'Lindqvist',
      secondary: 'Maja Elin',
      documentNumber: 'X1234567',
      nationality: 'UTO',
      birthDate: '1988-04-17',
      sex: 'F',
      expiryDate: '2032-04-16',
      ...changes,
    }),
  ];
}

const device = (id: string, kind: Device['kind'], gesture: Device['gesture']): Device => ({
  id,
  kind,
  name: id,
  transport: 'hid',
  state: 'ready',
  simulated: true,
  fault: null,
  ...(gesture ? { gesture } : {}),
});

/** Readers that do what the test says; a page is a different picture at every scan. */
export function fakeReaders() {
  const listeners = new Set<DriverListener>();
  let list = [device('reader', 'mrz-reader', 'swipe'), device('scanner', 'page-scanner', 'lay-flat')];
  let scan: () => Promise<DocumentRead> = async () => page();
  let scans = 0;
  const told = { triggered: [] as string[], cancelled: [] as string[] };
  const page = (): DocumentRead => ({
    source: 'scanner',
    at: 1,
    reading: {
      kind: 'image',
      bytes: new TextEncoder().encode(`page ${scans} of nobody's passport`),
      mediaType: 'image/jpeg',
      dotsPerInch: 300,
    },
  });
  const tell = <Name extends keyof DriverListener>(
    name: Name,
    ...body: Parameters<NonNullable<DriverListener[Name]>>
  ) => {
    for (const listener of listeners)
      (listener[name] as ((...body: unknown[]) => void) | undefined)?.(...body);
  };
  const change = (id: string, changes: Partial<Device>) => {
    list = list.map((one) => (one.id === id ? { ...one, ...changes } : one));
    tell('devicesChanged', list);
  };
  const chips = fakeChipReaders(tell);
  const { openChip, transmit, resetChip, closeChip } = chips;
  const readers: Readers = {
    openChip,
    transmit,
    resetChip,
    closeChip,
    devices: () => list,
    scan() {
      scans += 1;
      return scan();
    },
    async trigger(id) {
      told.triggered.push(id);
    },
    async cancel(id) {
      told.cancelled.push(id);
    },
    keys: async () => {},
    simulate: async () => ({
      people: [],
      presented: null,
      standing: null,
      faults: {},
      chip: { laid: false, defect: 'none', defects: [] },
    }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    health: () => ({ part: 'drivers', state: 'ok', detail: 'of a test' }),
  };
  return {
    ...readers,
    chips,
    page,
    scans: () => scans,
    /** Devices that were told to read, and whose page was called off. */
    told,
    onScan(next: () => Promise<DocumentRead>) {
      scan = next;
    },
    failScan(code: DeviceFault) {
      scan = async () => {
        throw new CodedError(code, 'of a test');
      };
    },
    scanBarcode(text: string, aim: string | null = ']L2') {
      tell('readStarted', 'barcodes');
      tell('documentRead', { source: 'barcodes', at: 1, reading: { kind: 'barcode', text, aim } });
    },
    /** Attaches another device. */
    attach(kind: Device['kind'], id: string = kind) {
      list = [...list, device(id, kind, 'hold-in-front')];
      tell('devicesChanged', list);
    },
    swipe(lines = passport()) {
      tell('readStarted', 'reader');
      tell('documentRead', { source: 'reader', at: 1, reading: { kind: 'lines', lines } });
    },
    begin: () => tell('readStarted', 'reader'),
    /** The end of a reading that began before. */
    deliver: (lines = passport()) =>
      tell('documentRead', { source: 'reader', at: 1, reading: { kind: 'lines', lines } }),
    fail: (code: DeviceFault) => tell('readFailed', { source: 'reader', code }),
    unplug: (id: string) => change(id, { state: 'absent' }),
    plug: (id: string) => change(id, { state: 'ready', fault: null }),
    /** It is there and cannot serve, or went with this fault. */
    breaks: (id: string, code: DeviceFault, state: Device['state'] = 'faulted') =>
      change(id, { state, fault: { code, cure: `cure of ${code}` } }),
    removeAll() {
      list = [];
      tell('devicesChanged', list);
    },
  };
}
export type FakeReaders = ReturnType<typeof fakeReaders>;

/** A side in which nothing could be read, well taken all the same. */
export const plainSide: PageReading = {
  zone: null,
  barcodes: [],
  upright: null,
  problem: null,
  quality: { sharpness: 0.9, glare: 0, dotsPerInch: 300 },
};

/** The zone of these lines, read without a doubt. */
export const sideWithZone = (lines: readonly string[], changes: Partial<PageReading> = {}): PageReading => ({
  ...plainSide,
  zone: { outcome: 'read', lines, repairs: [], confidence: 0.99, reason: null },
  ...changes,
});

/** A side cut out of the scanner's picture; nothing says which way is up unless told otherwise. */
export const uprightSide = (word: string, certain = false): PageReading['upright'] => ({
  bytes: new TextEncoder().encode(`${word}, upright`),
  width: 1012,
  height: 638,
  dotsPerInch: 300,
  certain,
  portraitWindow: null,
});

/** A side with a barcode of this text. */
export const sideWithBarcode = (text: string): PageReading => ({
  ...plainSide,
  barcodes: [{ symbology: 'PDF417', text, bytes: new TextEncoder().encode(text) }],
});

/** A page reader that answers what the test puts in line, and finds nothing when that is used up. */
export function fakePages() {
  const line: (PageReading | (() => Promise<PageReading>))[] = [];
  const seen = { read: 0, turned: 0, cut: 0 };
  const pages: Pages = {
    async read() {
      seen.read += 1;
      const next = line.shift() ?? plainSide;
      return typeof next === 'function' ? next() : next;
    },
    async turn(picture, degrees) {
      seen.turned += 1;
      return new TextEncoder().encode(`${new TextDecoder().decode(picture)}, turned by ${degrees}`);
    },
    async cut(picture) {
      seen.cut += 1;
      return new TextEncoder().encode(`part of ${new TextDecoder().decode(picture)}`);
    },
    async stop() {},
  };
  return {
    ...pages,
    seen,
    answers: (...next: (PageReading | (() => Promise<PageReading>))[]) => line.push(...next),
  };
}
export type FakePages = ReturnType<typeof fakePages>;

const check = (
  name: Check['check'],
  outcome: Check['outcome'],
  reason: string,
  facts: Check['facts'] = {},
) => ({
  check: name,
  outcome,
  reason,
  facts,
});

/** What a face engine says of a match, and of one that is none, with numbers nobody but staff is to see. */
export const sameFace: FaceComparison = {
  problem: null,
  checks: [
    check('face-quality', 'passed', 'good', { sharpness: 71.25 }),
    check('liveness', 'not-checked', 'no-detector'),
    check('face-match', 'passed', 'same-person', { distance: 0.3125, threshold: 0.525 }),
  ],
};
export const otherFace: FaceComparison = {
  problem: 'not-matched',
  checks: [
    check('face-quality', 'passed', 'good', { sharpness: 71.25 }),
    check('face-match', 'failed', 'different-person', { distance: 0.8125, threshold: 0.525 }),
  ],
};

/** A face engine that answers what the test puts in line, and a match when nothing is. */
export function fakeFaces() {
  const line: (FaceComparison | (() => Promise<FaceComparison>))[] = [];
  const seen = { portraits: 0, comparisons: 0, liveness: [] as LivenessEvidence[] };
  let trouble: CodedError | null = null;
  let crops: Faces['portrait'] = async () => ({
    portrait: new TextEncoder().encode('portrait of nobody'),
    checks: [check('portrait-quality', 'passed', 'good', { interEyeDistance: 90.5 })],
  });
  const faces: Faces = {
    async portrait(side) {
      seen.portraits += 1;
      if (trouble) throw trouble;
      return crops(side);
    },
    async compare(_portrait, _selfies, _wanted, liveness) {
      seen.comparisons += 1;
      seen.liveness.push(liveness);
      if (trouble) throw trouble;
      const next = line.shift() ?? sameFace;
      return typeof next === 'function' ? next() : next;
    },
    health: () => [{ part: 'vision', state: trouble ? 'down' : 'ok', detail: 'of a test' }],
  };
  return {
    ...faces,
    seen,
    answers: (...next: (FaceComparison | (() => Promise<FaceComparison>))[]) => line.push(...next),
    crops(next: typeof crops) {
      crops = next;
    },
    breaks(code: string | null) {
      trouble = code ? new CodedError(code, 'of a test') : null;
    },
  };
}
export type FakeFaces = ReturnType<typeof fakeFaces>;
