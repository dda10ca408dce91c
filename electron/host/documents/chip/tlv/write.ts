import { ChipError } from '../errors.ts';
import { concatBytes } from './bytes.ts';

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

/** One data object in DER: shortest length, value joined from `parts`. `tag` as in {@link Tlv.tag}. */
export function writeTlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  if (!Number.isInteger(tag) || tag < 0 || tag > 0xffff_ffff) {
    throw new ChipError('chip/malformed', 'not a tag');
  }
  const identifier: number[] = [];
  for (let rest = tag; identifier.length === 0 || rest > 0; rest = Math.floor(rest / 256)) {
    identifier.unshift(rest % 256);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concatBytes(Uint8Array.from([...identifier, ...lengthOctets(length)]), ...parts);
}
