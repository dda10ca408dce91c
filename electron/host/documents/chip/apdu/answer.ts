import { ChipError, type ChipErrorCode } from '../errors.ts';
import { concatBytes } from '../tlv/index.ts';

/** A response APDU (ISO/IEC 7816-4 §5.1). */
export interface Answer {
  readonly data: Uint8Array;
  /** SW1 and SW2 as one number. */
  readonly status: number;
}

export const OK = 0x9000;
/** Fewer octets than expected: the file ends here. The octets that are there are good. */
export const END_OF_FILE = 0x6282;

/** @throws ChipError `chip/protocol` for less than a status word */
export function decodeAnswer(bytes: Uint8Array): Answer {
  if (bytes.length < 2) throw new ChipError('chip/protocol', 'an answer without a status word');
  const [sw1, sw2] = bytes.subarray(-2) as unknown as [number, number];
  return { data: bytes.subarray(0, -2), status: (sw1 << 8) | sw2 };
}

export function encodeAnswer({ data, status }: Answer): Uint8Array {
  return concatBytes(data, Uint8Array.of(status >> 8, status & 0xff));
}

/** What a status word that is not success means to the reader (ISO/IEC 7816-4 §5.6). */
function meaning(status: number): ChipErrorCode {
  switch (status) {
    case 0x6982:
    case 0x6985:
    case 0x6986:
    case 0x6300:
      return 'chip/refused';
    case 0x6a82:
    case 0x6a83:
    case 0x6a88:
      return 'chip/no-file';
    case 0x6987:
    case 0x6988:
      return 'chip/session-lost';
    default:
      return 'chip/protocol';
  }
}

/** The error for a status word; `what` says what was asked for. */
export function statusError(what: string, status: number): ChipError {
  const hex = status.toString(16).toUpperCase().padStart(4, '0');
  return new ChipError(meaning(status), `${what}: status ${hex}`);
}

/** The data of a successful answer. @throws ChipError by {@link statusError} for any status but 9000 */
export function succeeded(what: string, { data, status }: Answer): Uint8Array {
  if (status !== OK) throw statusError(what, status);
  return data;
}
