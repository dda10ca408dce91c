import { z } from 'zod';
import {
  readHidReaderName,
  readPageCameraName,
  readSerialName,
  serialReaders,
} from '../../contract/named-devices.ts';
import { shellSettings } from '../../contract/shell.ts';
import { embeddedWay, listedBy } from './embedded-way.ts';
import { entraWay, externalWay } from './issuer-ways.ts';
import { readJson } from './read-json.ts';

const serialPort = z
  .string()
  .max(300)
  .refine((text) => readSerialName(text) !== null, {
    error: `"PATH" or "PATH=READER", where READER is one of ${serialReaders.join(', ')}`,
  });
const pageCamera = z.string().refine((text) => readPageCameraName(text) !== null, {
  error: '"VVVV:PPPP@DPI": USB ids in hexadecimal, and the dots per inch of a page on its table',
});
const hidReader = z.string().refine((text) => readHidReaderName(text) !== null, {
  error:
    '"VVVV:PPPP@report=HH,length=N,text=N,end=HH": USB ids, and where the text stands in the reports (docs/devices.md)',
});
/** A quotation mark that is not closed would change where words begin (`commandWords` of the drivers). */
const adapterCommand = z
  .string()
  .max(1000)
  .regex(/^(?=.*\S)(?:"[^"]*"|'[^']*'|[^"'])*$/, { error: 'a command whose quotation marks are closed' });

/** Devices that are not found by themselves (docs/devices.md). */
export const stationDevices = z
  .strictObject({
    /** The layout a reader that is a keyboard (wedge) is set to; null when there is none. */
    keyboardReader: z
      .strictObject({ layout: z.enum(['us', 'uk', 'de', 'fr']) })
      .nullable()
      .default(null),
    /** `PATH` or `PATH=READER`, for readers whose USB ids say nothing. */
    serialPorts: z.array(serialPort).max(16).default([]),
    /** `VVVV:PPPP@KEY=VALUE,…`: readers whose HID reports are their maker's own. */
    hidReaders: z.array(hidReader).max(16).default([]),
    /** Page scanners in the network (eSCL). */
    escl: z
      .array(z.url({ protocol: /^https?$/ }).max(1000))
      .max(16)
      .default([]),
    /** `VVVV:PPPP@DPI`: still cameras over a table. */
    pageCameras: z.array(pageCamera).max(16).default([]),
    /** Commands of vendors' adapters (docs/vendor-adapter.md). */
    adapters: z.array(adapterCommand).max(8).default([]),
    sane: z.boolean().default(false),
    wia: z.boolean().default(false),
  })
  .prefault({});
export type StationDevices = z.infer<typeof stationDevices>;

/**
 * What a camera must give, or staff are told. 480 lines: a face that fills the quarter of the picture the visitor is led to
 * then has the 50 pixels between the eyes that a comparison asks for. Light, as mean luma of 0 to 255: half of what a face
 * itself must have, as the wall behind it may well be darker (0.015 of linear light is 32 in sRGB); a camera that sets its
 * exposure aims at 118 and falls so low only where it has none left to give.
 */
const cameraLimits = z
  .strictObject({
    minimumWidth: z.number().int().min(1).max(20_000).default(640),
    minimumHeight: z.number().int().min(1).max(20_000).default(480),
    minimumBrightness: z.number().min(0).max(255).default(32),
  })
  .prefault({});

/** https, without a slash at its end; http on loopback, for tries. */
const hubAddress = z
  .url()
  .max(200)
  .regex(/^(https:\/\/|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]))[^?#@]*[^?#@/]$/, {
    error: 'https, without a slash at its end',
  });

/** What an operator sets for one kiosk; every field has a default that works. */
export const stationFile = z.strictObject({
  name: z.string().min(1).max(60).default('Kiosk 1'),
  organisation: z.string().min(1).max(80).default('Help desk'),
  profile: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('self-service'),
  policy: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  defaultLanguage: z.string().default('en'),
  /** Device pixels of an inch of the visitor's screen. */
  pixelsPerInch: z.number().min(30).max(800).optional(),
  /** USB ids (`046d:0825`) of this station's cameras; with one named, another camera's picture is not accepted. */
  cameras: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/i)).default([]),
  camera: cameraLimits,
  /** Folder of a recognition model in place of the kiosk's own, from the station file's folder (docs/face.md). */
  faceModel: z.string().min(1).max(1000).optional(),
  devices: stationDevices,
  /** Electron's part, which its main process reads. */
  shell: shellSettings.optional(),
  issuer: z
    .strictObject({
      /**
       * Who makes the offers: this kiosk, its hub, the hub of the tickets this kiosk makes without network, the
       * organisation's Microsoft Entra tenant, or an OpenID4VCI issuer elsewhere.
       */
      way: z.enum(['embedded', 'hub', 'offline', 'entra', 'external']).default('embedded'),
      /** The hub's address, as `hub serve` says it. */
      hub: hubAddress.optional(),
      /** What the way `hub` does when the hub gives no answer: nothing, or an offline ticket. */
      fallback: z.enum(['none', 'ticket']).default('none'),
      entra: entraWay.optional(),
      external: externalWay.optional(),
      /** Where phones reach this kiosk; https outside simulation. */
      baseUrl: z.url().optional(),
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65535).default(0),
      ...embeddedWay,
      listedBy,
    })
    .refine(({ way, tls, wifi }) => way === 'embedded' || (tls === undefined && wifi === undefined), {
      error: '"tls" and "wifi" belong to the way "embedded"',
      path: ['way'],
    })
    .refine(({ way, signing }) => way === 'embedded' || signing === undefined, {
      error: '"signing" belongs to the way "embedded"',
      path: ['way'],
    })
    .refine(({ signing, baseUrl }) => signing === undefined || baseUrl !== undefined, {
      error: 'a signing certificate names the address phones know',
      path: ['baseUrl'],
    })
    .refine(({ tls, baseUrl }) => tls === undefined || baseUrl?.startsWith('https:'), {
      error: 'a certificate needs the https address it is for',
      path: ['baseUrl'],
    })
    .refine(({ way, hub }) => !['hub', 'offline'].includes(way) || hub !== undefined, {
      error: 'this way needs the address of a hub',
      path: ['hub'],
    })
    .refine(({ way, fallback }) => way === 'hub' || fallback === 'none', {
      error: 'only the way "hub" falls back to tickets',
      path: ['fallback'],
    })
    .refine(({ way, entra }) => way !== 'entra' || entra !== undefined, {
      error: 'this way needs the tenant',
      path: ['entra'],
    })
    .refine(({ way, external }) => way !== 'external' || external !== undefined, {
      error: 'this way needs the issuer',
      path: ['external'],
    })
    .prefault({}),
});
export type StationFile = z.infer<typeof stationFile>;

/**
 * @param file null stands for a file without a word: every default
 * @throws StationError naming the file and the place in it
 */
export function readStationFile(file: string | null): StationFile {
  return file === null ? stationFile.parse({}) : readJson(file, stationFile);
}
