import { ChipError } from '../errors.ts';
import { concatBytes } from '../tlv/index.ts';

/** A command APDU (ISO/IEC 7816-4 §5.1) before it is put into octets. */
export interface Command {
  /** Class, without the bits of secure messaging; 0 when left out. */
  readonly cla?: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** Most octets the answer may have, 1 to 65536; left out when none are expected. */
  readonly le?: number;
}

/** Whether a command needs the extended form of lengths. */
export function isExtended(command: Command): boolean {
  return (command.data?.length ?? 0) > 255 || (command.le ?? 0) > 256;
}

function lengths(extended: boolean, value: number): Uint8Array {
  return extended ? Uint8Array.of((value >> 8) & 0xff, value & 0xff) : Uint8Array.of(value & 0xff);
}

/**
 * The octets of a command, in the short form when it fits and in the extended form when it does not.
 * @throws ChipError `chip/too-large` for data or an expectation beyond 65,535 or 65,536 octets
 */
export function encodeCommand(command: Command): Uint8Array {
  const { cla = 0, ins, p1, p2, data, le } = command;
  if ((data?.length ?? 0) > 65_535 || (le ?? 0) > 65_536) {
    throw new ChipError('chip/too-large', 'a command of more than 64 kB');
  }
  const extended = isExtended(command);
  const parts: Uint8Array[] = [Uint8Array.of(cla, ins, p1, p2)];
  if (extended) parts.push(Uint8Array.of(0));
  if (data && data.length > 0) parts.push(lengths(extended, data.length), data);
  if (le !== undefined) parts.push(lengths(extended, le));
  return concatBytes(...parts);
}

/**
 * Takes a command's octets apart again: what a virtual chip does with them.
 * @throws ChipError `chip/malformed` when the lengths do not add up
 */
export function decodeCommand(bytes: Uint8Array): Command {
  const [cla, ins, p1, p2] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) {
    throw new ChipError('chip/malformed', 'a command without its header');
  }
  const header = { cla, ins, p1, p2 };
  const body = bytes.subarray(4);
  if (body.length === 0) return header;
  const extended = body[0] === 0 && body.length > 1;
  const width = extended ? 2 : 1;
  const rest = extended ? body.subarray(1) : body;
  const number = (at: number) => (extended ? ((rest[at] ?? 0) << 8) | (rest[at + 1] ?? 0) : (rest[at] ?? 0));
  const expected = (at: number) => number(at) || (extended ? 65_536 : 256);
  if (rest.length === width) return { ...header, le: expected(0) };
  const lc = number(0);
  const data = rest.subarray(width, width + lc);
  const after = rest.length - width - lc;
  if (lc === 0 || data.length !== lc || (after !== 0 && after !== width)) {
    throw new ChipError('chip/malformed', 'a command whose lengths do not add up');
  }
  return after === 0 ? { ...header, data } : { ...header, data, le: expected(width + lc) };
}
