import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '../../contract/errors.ts';
import { inspectImage, type PassportRequest } from '../../host/documents/chip/index.ts';
import { composeTd3, isMrzText } from '../../host/documents/mrz/index.ts';

export const ACCESS = ['bac', 'pace', 'pace-im', 'pace-cam'] as const;
type Access = (typeof ACCESS)[number];

/** What a virtual passport is made from, beside its state. */
export type VirtualDocument = Omit<PassportRequest, 'signer'>;

const DAY = 86_400_000;
const PROOFS: Pick<PassportRequest, 'chipAuthentication' | 'activeAuthentication'> = {
  chipAuthentication: { ciphers: ['AES-128'], parameters: 'brainpoolP256r1' },
  activeAuthentication: { key: { curve: 'brainpoolP256r1' } },
};

function pace(access: Access): PassportRequest['pace'] {
  if (access === 'bac') return [];
  const mapping = ({ pace: 'GM', 'pace-im': 'IM', 'pace-cam': 'CAM' } as const)[access];
  return [{ agreement: 'ECDH', mapping, cipher: 'AES-128', parameterId: 13 }];
}

/** A passport of the specimens' state, issued a year before `now`. */
export function specimenDocument(now: number): VirtualDocument {
  const year = (offset: number) => new Date(now + offset * 365 * DAY).toISOString().slice(0, 10);
  return {
    mrz: composeTd3({
      issuer: 'UTO',
      primary: 'Eriksson',
      secondary: 'Anna Maria',
      documentNumber: 'L898902C3',
      nationality: 'UTO',
      birthDate: '1974-08-12',
      sex: 'F',
      expiryDate: year(9),
    }),
    portrait: { image: EMPTY_FACE, format: 'jpeg', width: 300, height: 400 },
    issuedAt: now - 365 * DAY,
    can: '123456',
    pace: pace('pace'),
    ...PROOFS,
  };
}

/** A JPEG's start, frame header of 300 by 400 pixels and end: where no portrait is given there is no face. */
const EMPTY_FACE = Uint8Array.from([
  0xff,
  0xd8,
  0xff,
  0xc0,
  0,
  17,
  8,
  1,
  0x90,
  1,
  0x2c,
  3,
  1,
  0x22,
  0,
  2,
  0x11,
  1,
  3,
  0x11,
  1,
  ...new Uint8Array(600),
  0xff,
  0xd9,
]);

function wrong(why: string, cause?: unknown): CodedError {
  return new CodedError('chip/passport-file', why, { cause });
}

async function portraitIn(file: string): Promise<PassportRequest['portrait']> {
  const image = await readFile(file).catch((cause: unknown) => {
    throw wrong('the portrait cannot be opened', cause);
  });
  const bytes = new Uint8Array(image);
  const { format, width, height } = inspectImage(bytes);
  return { image: bytes, format, width, height };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw wrong('the passport file is no JSON', cause);
  }
  throw wrong('the passport file is no JSON object');
}

function optional<T>(value: unknown, is: (value: unknown) => value is T, what: string): T | undefined {
  if (value === undefined) return undefined;
  if (!is(value)) throw wrong(`${what} in the passport file is not what it must be`);
  return value;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isAccess = (value: unknown): value is Access => ACCESS.includes(value as Access);
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isCan = (value: unknown): value is string => isText(value) && /^\d{6}$/.test(value);
const isLines = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 3 && value.every((line) => isText(line) && isMrzText(line));
const isDay = (value: unknown): value is string =>
  isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

const KNOWN = new Set(['mrz', 'portrait', 'can', 'issued', 'access', 'proofs']);

/**
 * Reads a passport file: JSON with `mrz` (its lines), `portrait` (a picture beside the file), `can`, `issued` (a
 * date), `access` (bac, pace, pace-im or pace-cam) and `proofs` (false for a chip without keys against copies). What
 * is left out is the specimen's.
 * @throws CodedError `chip/passport-file`, ChipError for a portrait that is none
 */
export async function readPassportFile(file: string, now: number): Promise<VirtualDocument> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw wrong('the passport file cannot be opened', cause);
  });
  const fields = parsed(text);
  const unknown = Object.keys(fields).find((name) => !KNOWN.has(name));
  if (unknown) throw wrong(`the passport file has an unknown field`);
  const portrait = optional(fields.portrait, isText, 'portrait');
  const specimen = specimenDocument(now);
  const issued = optional(fields.issued, isDay, 'issued');
  const proofs = optional(fields.proofs, isFlag, 'proofs') ?? true;
  return {
    ...specimen,
    mrz: optional(fields.mrz, isLines, 'mrz') ?? specimen.mrz,
    can: optional(fields.can, isCan, 'can') ?? '123456',
    pace: pace(optional(fields.access, isAccess, 'access') ?? 'pace'),
    issuedAt: issued ? Date.parse(issued) : specimen.issuedAt,
    ...(portrait !== undefined && { portrait: await portraitIn(join(dirname(file), portrait)) }),
    ...(!proofs && { chipAuthentication: null, activeAuthentication: null }),
  };
}
