import { z } from 'zod';

/** What a device is for at the station. */
export const deviceKind = z.enum(['mrz-reader', 'page-scanner', 'chip-reader', 'barcode-reader', 'camera']);
export type DeviceKind = z.infer<typeof deviceKind>;

/** The connection of one device, seen by the driver process. */
export const deviceState = z.enum(['absent', 'present', 'opening', 'ready', 'busy', 'faulted']);
export type DeviceState = z.infer<typeof deviceState>;

/** Codes of what a device can fail with; each has its own cure. */
export const deviceFault = z.enum([
  'device/disconnected-before-sending',
  'device/disconnected-while-sending',
  'device/busy',
  'device/time-out',
  'device/access-denied',
  'device/protocol',
  'device/cover-open',
  'device/jam',
  'device/no-document',
  'device/failed',
  /** A camera that is not one of the station's. */
  'device/camera-not-allowed',
  /** A camera that is a program. */
  'device/camera-virtual',
  /** The window may not use the camera. */
  'device/camera-denied',
  'device/camera-dark',
  'device/camera-low-resolution',
]);
export type DeviceFault = z.infer<typeof deviceFault>;

/** What a visitor does with the document at this device; guidance differs for each. */
export const deviceGesture = z.enum(['swipe', 'lay-flat', 'hold-in-front', 'tap']);
export type DeviceGesture = z.infer<typeof deviceGesture>;

export const device = z.object({
  id: z.string().min(1).max(120),
  kind: deviceKind,
  name: z.string().max(120),
  transport: z.enum(['hid', 'usb', 'serial', 'pcsc', 'escl', 'sane', 'wia', 'vendor', 'wedge', 'media']),
  state: deviceState,
  simulated: z.boolean(),
  /** An absent device keeps the fault it went with. */
  fault: z.object({ code: deviceFault, cure: z.string().max(400) }).nullable(),
  gesture: deviceGesture.optional(),
  /** As the device tells it; most readers tell nothing. */
  firmware: z.string().max(60).optional(),
});
export type Device = z.infer<typeof device>;

/** What a device that staff tested has read, without anything of what was written on it. */
export const testFinding = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('lines'),
    lines: z.number().int(),
    /** Of the longest line. */
    characters: z.number().int(),
    /** Of a machine readable zone; null when the lines are none. */
    checkDigits: z.enum(['right', 'wrong']).nullable(),
  }),
  z.object({
    kind: z.literal('image'),
    widthPixels: z.number().int().nullable(),
    heightPixels: z.number().int().nullable(),
    dotsPerInch: z.number(),
    bytes: z.number().int(),
  }),
  z.object({ kind: z.literal('barcode'), characters: z.number().int(), aim: z.string().max(3).nullable() }),
  /** The chip answered; `atrBytes` is the length of its answer to reset, null when the reader tells none. */
  z.object({ kind: z.literal('chip'), atrBytes: z.number().int().nullable() }),
  z.object({
    kind: z.literal('camera'),
    widthPixels: z.number().int(),
    heightPixels: z.number().int(),
    framesPerSecond: z.number(),
    /** Mean luma of a frame, 0 to 255. */
    brightness: z.number(),
  }),
]);
export type TestFinding = z.infer<typeof testFinding>;

/** A device as staff see it: with what went wrong last and what its last test said. Times are Unix milliseconds. */
export const deviceReport = device.extend({
  lastFault: z.object({ code: deviceFault, cure: z.string().max(400), at: z.number() }).nullable(),
  /** `staff.test-device` would be taken now. */
  testable: z.boolean(),
  test: z
    .object({
      /** `waiting` until a document is laid on; a test that nobody feeds fails after a while. */
      state: z.enum(['waiting', 'reading', 'passed', 'failed']),
      startedAt: z.number(),
      endedAt: z.number().nullable(),
      code: deviceFault.nullable(),
      found: testFinding.nullable(),
    })
    .nullable(),
});
export type DeviceReport = z.infer<typeof deviceReport>;

/** More than any document's barcode needs; a burst of as many strokes went on, and is no reading. */
export const maxKeyStrokes = 4000;

/** One key going down. `code` is the physical key (W3C UI Events KeyboardEvent code), so that the system's layout does not matter. */
export const keyStroke = z.object({
  code: z.string().max(30),
  shift: z.boolean(),
  /** The right Alt key, by which some layouts reach a third character. */
  altGraph: z.boolean(),
  /** Alt with digits of the number pad, by which some readers send characters no key has. */
  alt: z.boolean(),
  /** The first digit since Alt went down: a character begins. */
  altBegins: z.boolean().optional(),
  /** Control with a letter, by which some readers send control characters. */
  control: z.boolean().optional(),
  capsLock: z.boolean(),
  /** Milliseconds since the stroke before. */
  after: z.number().min(0).max(10_000),
});
export type KeyStroke = z.infer<typeof keyStroke>;

/** Keys pressed faster than a person can: a reader that is a keyboard (wedge). */
export const keyBurst = z.object({ strokes: z.array(keyStroke).min(1).max(maxKeyStrokes) });
export type KeyBurst = z.infer<typeof keyBurst>;

export const cameraState = z.enum(['starting', 'live', 'lost', 'denied', 'none']);
export type CameraState = z.infer<typeof cameraState>;

/** The cameras a window sees, and how the one it uses is; told also while no visitor is there. */
export const cameraReport = z.object({
  /** Names of all cameras, as the browser tells them; empty until it may. */
  labels: z.array(z.string().max(200)).max(20),
  state: cameraState,
  /** The camera in use; empty when there is none. */
  label: z.string().max(200),
  /** What was measured when it was last looked through; null before. */
  measured: z
    .object({
      widthPixels: z.number().int().min(0).max(20_000),
      heightPixels: z.number().int().min(0).max(20_000),
      framesPerSecond: z.number().min(0).max(1000),
      /** Mean luma, 0 to 255. */
      brightness: z.number().min(0).max(255),
      at: z.number(),
    })
    .nullable(),
});
export type CameraReport = z.infer<typeof cameraReport>;

const imageType = z.enum(['image/jpeg', 'image/png']);

/** One reading. `lines` is the text as the reader sent it, framing removed, nothing corrected. */
export const documentRead = z.object({
  source: z.string().max(120),
  at: z.number().int(),
  reading: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('lines'), lines: z.array(z.string().max(200)).min(1).max(8) }),
    z.object({
      kind: z.literal('image'),
      bytes: z.instanceof(Uint8Array),
      mediaType: imageType,
      dotsPerInch: z.number().positive(),
    }),
    /** A barcode as its reader sent it: bytes above ASCII as the characters of Latin-1, AIM identifier apart. */
    z.object({
      kind: z.literal('barcode'),
      text: z.string().min(1).max(8000),
      /** Symbology identifier (ISO/IEC 15424), as `]L2`; null when the reader sends none. */
      aim: z.string().max(3).nullable(),
    }),
  ]),
});
export type DocumentRead = z.infer<typeof documentRead>;

/** What the driver process tells the host. */
export interface DriverEvents {
  devicesChanged(devices: Device[]): void;
  /** The first bytes of a reading are in; the rest may take seconds or never come. */
  readStarted(source: string): void;
  documentRead(read: DocumentRead): void;
  /** A reading began and did not become one: unplugged mid-read, unreadable frame. */
  readFailed(failure: { source: string; code: DeviceFault }): void;
  documentRemoved(source: string): void;
  /** A contactless chip lies on a reader, or is no longer there. */
  chipPresent(source: string): void;
  chipGone(source: string): void;
  simulatorChanged(state: SimulatorState): void;
}

const everyDriverEvent: Record<keyof DriverEvents, true> = {
  devicesChanged: true,
  readStarted: true,
  documentRead: true,
  readFailed: true,
  documentRemoved: true,
  chipPresent: true,
  chipGone: true,
  simulatorChanged: true,
};
/** For whoever hands every event on. */
export const driverEventNames = Object.keys(everyDriverEvent) as (keyof DriverEvents)[];

export const scanRequest = z.object({ device: z.string(), dotsPerInch: z.number().int().min(75).max(1200) });

export const chipRequest = z.object({ device: z.string().max(120) });
export const transmitRequest = z.object({
  device: z.string().max(120),
  command: z.instanceof(Uint8Array).refine((bytes) => bytes.length >= 4 && bytes.length <= 65_550),
});

/** What the host asks of the driver process. */
export interface DriverCalls {
  list(): Device[];
  /** Scans one page. @throws a code of {@link deviceFault} */
  scan(request: z.infer<typeof scanRequest>): DocumentRead;
  /** Calls off the page that device is scanning; its `scan` then fails. */
  cancel(device: string): void;
  /** Has a reader read what lies there now. @throws a code of {@link deviceFault} */
  trigger(device: string): void;
  /** Connects to the chip on a reader for nobody else to use. @throws a code of {@link deviceFault} */
  openChip(request: z.infer<typeof chipRequest>): { atr: Uint8Array | null };
  /** One command APDU (ISO/IEC 7816-4) and its answer, status word last. @throws a code of {@link deviceFault} */
  transmit(request: z.infer<typeof transmitRequest>): Uint8Array;
  /** Starts the chip over, and all sessions with it. */
  resetChip(request: z.infer<typeof chipRequest>): void;
  closeChip(request: z.infer<typeof chipRequest>): void;
  /** What a reader that is a keyboard typed into a window. */
  keys(burst: KeyBurst): void;
  /** Answers within the heartbeat or is taken for hung. */
  ping(): { pid: number; residentBytes: number };
  simulate(action: SimulatorAction): SimulatorState;
  quit(): void;
}

/** Which page of a specimen's document is laid on the reader. */
export const simulatorAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('present'), person: z.string().max(60), document: z.string().max(60) }),
  /** Turns what lies on the reader over: a card has two sides. */
  z.object({ type: z.literal('turn') }),
  /** Holds the barcode of what is presented under the barcode reader. */
  z.object({ type: z.literal('scan-barcode') }),
  /** Lays the chip of what is presented on the chip reader, or takes it away in the middle of whatever it does. */
  z.object({ type: z.literal('lay-chip') }),
  z.object({ type: z.literal('lift-chip') }),
  /** What is wrong with the chips that are laid down from now on; `none` for genuine ones. */
  z.object({ type: z.literal('chip-defect'), defect: z.string().max(60) }),
  z.object({ type: z.literal('remove') }),
  z.object({ type: z.literal('unplug'), device: z.string().max(120) }),
  z.object({ type: z.literal('plug'), device: z.string().max(120) }),
  /** Breaks the next reading (or all, until `none`) of one device. */
  z.object({
    type: z.literal('break'),
    device: z.string().max(120),
    fault: z.enum([
      'none',
      'garbage',
      'wrong-check-digit',
      'slow',
      'unplug-mid-read',
      'cover-open',
      'jam',
      'half-frame',
      'wrong-order',
      'endless',
      'duplicate',
      'stuck',
      'crash',
      'hang',
    ]),
  }),
  z.object({ type: z.literal('stand'), person: z.string().max(60).nullable() }),
  /** What the person before the camera does from its next film on, over and over: liveness actions; none to wait. */
  z.object({ type: z.literal('act'), actions: z.array(z.string().max(20)).max(4) }),
]);
export type SimulatorAction = z.infer<typeof simulatorAction>;

export const simulatorState = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      documents: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          twoSided: z.boolean(),
          barcode: z.boolean(),
          chip: z.boolean(),
        }),
      ),
    }),
  ),
  presented: z
    .object({ person: z.string(), document: z.string(), side: z.enum(['front', 'back']) })
    .nullable(),
  standing: z.string().nullable(),
  faults: z.record(z.string(), z.string()),
  chip: z.object({ laid: z.boolean(), defect: z.string(), defects: z.array(z.string()) }),
});
export type SimulatorState = z.infer<typeof simulatorState>;
