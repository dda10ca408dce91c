import type { FullDate } from '../mrz/index.ts';
import { fullDay } from './aamva-dates.ts';
import { decodeC40 } from './c40.ts';

export interface VdsHeader {
  readonly version: 3 | 4;
  readonly issuer: string;
  readonly signer: string;
  readonly certificateReference: string;
  readonly issueDate: FullDate | null;
  readonly signatureDate: FullDate | null;
  readonly documentTypeReference: string;
  /** Where the features begin. */
  readonly end: number;
}

export const MAGIC = 0xdc;
/** Byte 1 is one less than the version of the standard. */
const VERSIONS: Readonly<Record<number, 3 | 4>> = { 2: 3, 3: 4 };
/** Written in decimal by this signer alone (BSI TR-03171). */
const DECIMAL_SIGNER = 'DEZV';
/** Every country writes its own length of reference; no certificate serial number is longer. */
const LONGEST_REFERENCE = 64;

/** Three bytes that hold MMDDYYYY as a number (Doc 9303-13 §2.3.1); none and nonsense come out as null. */
function dateOf(bytes: Uint8Array): FullDate | null {
  const [a = 0, b = 0, c = 0] = bytes;
  const number = a * 65_536 + b * 256 + c;
  return fullDay(number % 10_000, Math.floor(number / 1_000_000), Math.floor(number / 10_000) % 100) ?? null;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes that hold a number of C40 characters. */
function bytesFor(characters: number): number {
  return Math.ceil(characters / 3) * 2;
}

interface Reference {
  readonly signer: string;
  readonly certificateReference: string;
  readonly end: number;
}

function fixedReference(bytes: Uint8Array): Reference | undefined {
  const text = decodeC40(bytes.subarray(4, 10));
  if (text?.length !== 9) return undefined;
  return { signer: text.slice(0, 4), certificateReference: text.slice(4), end: 10 };
}

function writtenReference(bytes: Uint8Array): Reference | undefined {
  const head = decodeC40(bytes.subarray(4, 8));
  if (head?.length !== 6) return undefined;
  const signer = head.slice(0, 4);
  const digits = head.slice(4);
  if (!(signer === DECIMAL_SIGNER ? /^\d\d$/ : /^[0-9A-F]{2}$/).test(digits)) return undefined;
  const length = Number.parseInt(digits, signer === DECIMAL_SIGNER ? 10 : 16);
  const end = 8 + bytesFor(length);
  if (length === 0 || length > LONGEST_REFERENCE || end > bytes.length) return undefined;
  const certificateReference = decodeC40(bytes.subarray(8, end));
  return certificateReference?.length === length ? { signer, certificateReference, end } : undefined;
}

/**
 * Reads a seal's header (Doc 9303-13 §2.3.1). Version 3 has a certificate reference of five characters, version 4
 * writes its length; some German seals say 4 and write five characters all the same, so both readings are given,
 * the right one first, and the features decide.
 */
export function readVdsHeaders(bytes: Uint8Array): VdsHeader[] | 'version' {
  const version = VERSIONS[bytes[1] ?? 0];
  if (version === undefined) return 'version';
  const issuer = decodeC40(bytes.subarray(2, 4))?.replace(/ +$/, '');
  if (issuer === undefined || !/^[A-Z]{1,3}$/.test(issuer)) return [];
  const references =
    version === 3 ? [fixedReference(bytes)] : [writtenReference(bytes), fixedReference(bytes)];
  return references.flatMap((reference) => {
    if (!reference || reference.end + 8 > bytes.length) return [];
    const { end, ...rest } = reference;
    return [
      {
        version,
        issuer,
        ...rest,
        issueDate: dateOf(bytes.subarray(end, end + 3)),
        signatureDate: dateOf(bytes.subarray(end + 3, end + 6)),
        documentTypeReference: toHex(bytes.subarray(end + 6, end + 8)),
        end: end + 8,
      },
    ];
  });
}
