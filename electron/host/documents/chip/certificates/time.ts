import { ChipError } from '../errors.ts';
import type { Tlv } from '../tlv/index.ts';

export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;

const FORM = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?(Z|[+-]\d{4})?$/;

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return zone.startsWith('-') ? -minutes : minutes;
}

function parseTime(text: string): number {
  const parts = FORM.exec(text);
  if (!parts) throw new ChipError('chip/malformed', 'not a time');
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second);
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day || minute > 59 || second > 59) {
    throw new ChipError('chip/malformed', 'not a time');
  }
  return at.getTime() - offsetMinutes(parts[7]) * 60_000;
}

/**
 * A UTCTime or GeneralizedTime as milliseconds since 1970. Years of two digits lie in 1950 to 2049 (RFC 5280
 * §4.1.2.5.1). Beside the one form RFC 5280 allows, missing seconds, fractions and offsets are read: states'
 * certificates have them.
 * @throws ChipError `chip/malformed` for anything else, the 30th of February included
 */
export function readTime(tlv: Tlv): number {
  if (tlv.tag !== UTC_TIME && tlv.tag !== GENERALIZED_TIME) {
    throw new ChipError('chip/malformed', 'a time expected');
  }
  const text = Buffer.from(tlv.value.subarray(0, 40)).toString('latin1');
  if (tlv.tag === GENERALIZED_TIME) return parseTime(text);
  return parseTime(`${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`);
}
