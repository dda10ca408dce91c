import type { Device, DeviceFault, DeviceKind, TestFinding } from '../../contract/index.ts';
import type { Clock, DriverListener, Readers } from '../ports.ts';
import type { Cameras } from './cameras.ts';
import { faultOf, findingOf } from './test-findings.ts';

export type TestOutcome = { found: TestFinding } | { code: DeviceFault };

/** Whoever wants to know how a test goes; what comes after its end is dropped there. */
export interface TestTeller {
  /** The device is at it: a document was found. */
  reading(): void;
  done(outcome: TestOutcome): void;
}

/** A test under way. */
export interface TestWork {
  /** Milliseconds until it is given up. */
  patience: number;
  /** Hears what the drivers tell of this device. */
  listener?: DriverListener;
  /** Called when something about the devices has changed, as long as this one is there. */
  look?(device: Device): void;
  /** Calls it off. What was begun may still come to its end, and nobody is told. */
  stop(): void;
}

export interface TestPorts {
  readers: Readers;
  clock: Clock;
  /** A chip lies on this reader now. */
  chipLies: (device: string) => boolean;
  cameras: Pick<Cameras, 'askFor' | 'measured'>;
}

type Begin = (ports: TestPorts, device: string, tell: TestTeller) => TestWork;

const patience = 30_000;
/** The drivers themselves give a page so long. */
const scanPatience = 90_000;
/** Enough to see that a scanner sees, and soon done. */
const scanDotsPerInch = 150;

const scanPage: Begin = ({ readers, clock }, device, tell) => {
  tell.reading();
  readers.scan(device, scanDotsPerInch).then(
    ({ reading }) => tell.done({ found: findingOf(reading, new Date(clock.now())) }),
    (error: unknown) => tell.done({ code: faultOf(error) }),
  );
  return { patience: scanPatience, stop: () => void readers.cancel(device).catch(() => {}) };
};

const waitForReading: Begin = ({ readers, clock }, device, tell) => {
  // Most read by themselves and cannot be told to; one that is gone says so on its own.
  readers.trigger(device).catch(() => {});
  return {
    patience,
    listener: {
      readStarted: () => tell.reading(),
      documentRead: ({ reading }) => tell.done({ found: findingOf(reading, new Date(clock.now())) }),
      readFailed: ({ code }) => tell.done({ code }),
    },
    stop() {},
  };
};

/** SELECT of the passport application (ICAO Doc 9303-10 §3.2): asks for nothing personal, and every chip answers it. */
const selectPassport = Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, 7, 0xa0, 0, 0, 2, 0x47, 0x10, 1);

const askChip: Begin = ({ readers, chipLies }, device, tell) => {
  let begun = false;
  let over = false;
  let open = false;
  // Once only: by the second time it may be the visit's.
  const close = async () => {
    if (!open) return;
    open = false;
    await readers.closeChip(device).catch(() => {});
  };
  const ask = async (): Promise<TestOutcome> => {
    const { atr } = await readers.openChip(device);
    open = true;
    try {
      if (!over) await readers.transmit(device, selectPassport);
    } finally {
      await close();
    }
    return { found: { kind: 'chip', atrBytes: atr?.length ?? null } };
  };
  const begin = () => {
    if (begun || over) return;
    begun = true;
    tell.reading();
    ask()
      .catch((error: unknown): TestOutcome => ({ code: faultOf(error) }))
      .then(tell.done);
  };
  if (chipLies(device)) begin();
  return {
    patience,
    listener: { chipPresent: begin },
    stop() {
      over = true;
      void close();
    },
  };
};

/** The visitor's window looks through the camera, and says what it measured. */
const lookThroughCamera: Begin = ({ cameras }, device, tell) => {
  const before = cameras.measured(device);
  tell.reading();
  if (!cameras.askFor(device)) tell.done({ code: 'device/failed' });
  return {
    patience,
    look({ fault }) {
      const measured = cameras.measured(device);
      if (!measured || measured === before) return;
      const { at: _, ...found } = measured;
      tell.done(fault ? { code: fault.code } : { found: { kind: 'camera', ...found } });
    },
    // A look that was asked for is made when nobody is there; it harms nobody.
    stop() {},
  };
};

const tests: Record<DeviceKind, Begin> = {
  'page-scanner': scanPage,
  'mrz-reader': waitForReading,
  'barcode-reader': waitForReading,
  'chip-reader': askChip,
  camera: lookThroughCamera,
};

/** How a device of this kind is tested. */
export const testOf = ({ kind }: Pick<Device, 'kind'>): Begin => tests[kind];
