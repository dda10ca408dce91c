import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../contract/index.ts';
import { shellSettings } from '../../contract/shell.ts';
import { type Policy, type Profile, policy, profile } from '../visit/index.ts';

export class StationError extends CodedError<'station/resource-missing' | 'station/resource-malformed'> {}

const text = z.object({ version: z.string(), title: z.string(), paragraphs: z.array(z.string()).min(1) });
const language = z.object({ code: z.string(), name: z.string(), direction: z.enum(['ltr', 'rtl']) });
const wallet = z.object({ id: z.string(), name: z.string(), publisher: z.string(), storeUrl: z.url() });

/** Devices that are not found by themselves (docs/devices.md). */
const stationDevices = z
  .strictObject({
    /** The layout a reader that is a keyboard (wedge) is set to; null when there is none. */
    keyboardReader: z
      .strictObject({ layout: z.enum(['us', 'uk', 'de', 'fr']) })
      .nullable()
      .default(null),
    /** `PATH` or `PATH=PROFILE`, for readers whose USB ids say nothing. */
    serialPorts: z.array(z.string().min(1).max(300)).max(16).default([]),
    /** Page scanners in the network (eSCL). */
    escl: z.array(z.url()).max(16).default([]),
    /** `VVVV:PPPP@DPI`: still cameras over a table. */
    pageCameras: z.array(z.string().min(1).max(60)).max(16).default([]),
    /** Commands of vendors' adapters (docs/vendor-adapter.md). */
    adapters: z.array(z.string().min(1).max(1000)).max(8).default([]),
    sane: z.boolean().default(false),
    wia: z.boolean().default(false),
  })
  .prefault({});

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
  /** USB ids (`046d:0825`) of this station's cameras; with one named, another camera's picture is not accepted. */
  cameras: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/i)).default([]),
  devices: stationDevices,
  /** Electron's part, which its main process reads. */
  shell: shellSettings.optional(),
  issuer: z
    .strictObject({
      /** Where phones reach this kiosk; https outside simulation. */
      baseUrl: z.url().optional(),
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65535).default(0),
    })
    .prefault({}),
});
export type StationFile = z.infer<typeof stationFile>;

export interface ConsentText {
  id: string;
  version: string;
  title: string;
  paragraphs: string[];
  hash: string;
}

export interface StationResources {
  station: StationFile;
  profile: Profile;
  policy: Policy;
  languages: z.infer<typeof language>[];
  wallets: z.infer<typeof wallet>[];
  /** The text in `code`, else in the default language, else in English. */
  consentText(kind: 'terms' | 'biometric', code: string): ConsentText;
}

/**
 * Reads the station's data files. A simulated station runs by the simulation policy unless told otherwise; a real one
 * never does, whatever the file says.
 * @throws StationError naming the file, when one is missing or malformed
 */
export function loadStation(directory: string, file: string | null, simulated: boolean): StationResources {
  const station = file ? read(file, stationFile) : stationFile.parse({});
  const wanted = station.policy ?? (simulated ? 'simulation' : 'standard');
  if (wanted === 'simulation' && !simulated) {
    throw new StationError(
      'station/resource-malformed',
      'the simulation policy belongs to simulated stations only',
    );
  }
  const loaded = read(join(directory, 'profiles', `${station.profile}.json`), profile);
  const rules = read(join(directory, 'policies', `${wanted}.json`), policy);
  const languages = read(join(directory, 'languages.json'), z.array(language).min(1));
  const fill = (line: string) =>
    line
      .replaceAll('{organisation}', station.organisation)
      .replaceAll('{referredHours}', String(loaded.retentionHours.referred));
  const texts = new Map<string, ConsentText>();
  return {
    station,
    profile: loaded,
    policy: rules,
    languages,
    wallets: read(join(directory, 'wallets.json'), z.array(wallet).min(1)),
    consentText(kind, code) {
      const known = texts.get(`${kind}/${code}`);
      if (known) return known;
      const path = [code, station.defaultLanguage, 'en']
        .map((candidate) => join(directory, 'texts', kind, `${candidate}.json`))
        .find((candidate) => existsSync(candidate));
      if (!path) throw new StationError('station/resource-missing', `no text ${kind} in any language`);
      const { version, title, paragraphs } = read(path, text);
      const filled = paragraphs.map(fill);
      const hash = createHash('sha256')
        .update(JSON.stringify([kind, version, title, filled]))
        .digest('hex');
      const made = { id: kind, version, title, paragraphs: filled, hash };
      texts.set(`${kind}/${code}`, made);
      return made;
    },
  };
}

/**
 * Certificates of the invented states whose specimens a simulated station reads; no other station may trust them.
 * @returns DER or PEM, as the files are
 */
export function inventedStates(directory: string): Uint8Array[] {
  const folder = join(directory, 'specimens', 'utopia');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^csca[\w-]*\.(cer|crt|der|pem)$/.test(name));
  return names.map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

function read<T>(path: string, schema: z.ZodType<T>): T {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StationError('station/resource-missing', `cannot read ${path}`, { cause });
  }
  const parsed = schema.safeParse(parseJson(path, content));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new StationError('station/resource-malformed', `${path}: ${places.join('; ')}`, {
    cause: parsed.error,
  });
}

function parseJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new StationError('station/resource-malformed', `${path} is not JSON`, { cause });
  }
}
