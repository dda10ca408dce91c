import type { FullDate } from '../mrz/index.ts';
import type { AamvaDate } from './types.ts';

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1850 || year > 2150 || month < 1 || day < 1) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A calendar day as YYYY-MM-DD; `undefined` when there is no such day. */
export function fullDay(year: number, month: number, day: number): FullDate | undefined {
  if (!isDay(year, month, day)) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  return { text: `${year}-${two(month)}-${two(day)}`, precision: 'day' };
}

/**
 * Reads eight digits as a date. The standard writes MMDDCCYY in the USA and CCYYMMDD in Canada, and issuers of both
 * do otherwise; a year from 1850 to 2150 never opens with a month, so that the digits themselves decide. Dashes and
 * slashes of some older cards are passed over.
 */
export function readDay(raw: string): { date: AamvaDate; full?: FullDate } {
  const digits = raw.replace(/[-/. ]/g, '');
  if (!/^\d{8}$/.test(digits)) return { date: { raw, wellFormed: false } };
  const part = (from: number, to: number): number => Number(digits.slice(from, to));
  const american = fullDay(part(4, 8), part(0, 2), part(2, 4));
  if (american) return { date: { raw, wellFormed: true, layout: 'MMDDCCYY' }, full: american };
  const canadian = fullDay(part(0, 4), part(4, 6), part(6, 8));
  if (canadian) return { date: { raw, wellFormed: true, layout: 'CCYYMMDD' }, full: canadian };
  return { date: { raw, wellFormed: false } };
}
