import type { FullDate, MrzDate } from './types.ts';

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const PARTS = /^(\d\d|<<)(\d\d|<<)(\d\d|<<)$/;
/** Wider than the validity of documents in circulation, and than anyone keeps an expired one. */
const EXPIRY_WINDOW_YEARS = 50;
/** Nobody's age was ever proven to be more than 122. */
const LONGEST_LIFE_YEARS = 122;

interface Parts {
  readonly year: number | undefined;
  readonly month: number | undefined;
  readonly day: number | undefined;
}

function known(pair: string | undefined): number | undefined {
  return pair === undefined || pair === '<<' ? undefined : Number(pair);
}

function partsOf(raw: string): Parts | undefined {
  const match = PARTS.exec(raw);
  if (!match) return undefined;
  const parts = { year: known(match[1]), month: known(match[2]), day: known(match[3]) };
  return isInCalendar(parts) ? parts : undefined;
}

/** Two-digit years share their leap days between 19YY and 20YY but for 1900, which no living person was born in. */
function isInCalendar({ year, month, day }: Parts): boolean {
  if (month !== undefined && (month < 1 || month > 12)) return false;
  if (day === undefined) return true;
  const longest = month === undefined ? 31 : (DAYS[month - 1] ?? 0);
  if (day < 1 || day > longest) return false;
  return !(month === 2 && day === 29 && year !== undefined && year % 4 !== 0);
}

/** Reads six characters YYMMDD, any pair of which may be `<<` (ICAO Doc 9303-3 §4.8). */
export function readDate(raw: string): MrzDate {
  return { raw, unknown: raw.includes('<'), wellFormed: partsOf(raw) !== undefined };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function fullDate(year: number, { month, day }: Parts): FullDate {
  if (month === undefined) return { text: String(year), precision: 'year' };
  if (day === undefined) return { text: `${year}-${two(month)}`, precision: 'month' };
  return { text: `${year}-${two(month)}-${two(day)}`, precision: 'day' };
}

/** The calendar day of `date` where this program runs, as YYYY-MM-DD. */
function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Whether the one is later than the other, as far as both are known. */
function isAfter(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length) > other.slice(0, length);
}

/**
 * The birth date in the newest century in which it is not after today, and not after what cannot be earlier than a birth:
 * the document's issue and its expiry. The standard gives no rule, so the holder of a document still in date who is past
 * a hundredth birthday comes out too young; nothing in the zone can tell.
 * @param bounds dates of the document, as `1998-06` or `1998-06-12`
 */
export function resolveBirthDate(
  raw: string,
  today: Date,
  bounds: readonly string[] = [],
): FullDate | undefined {
  const parts = partsOf(raw);
  if (parts?.year === undefined) return undefined;
  const year = Math.floor(today.getFullYear() / 100) * 100 + parts.year;
  const newest = fullDate(year, parts);
  const born = isAfter(newest.text, dayOf(today)) ? fullDate(year - 100, parts) : newest;
  const broken = bounds.filter((bound) => isAfter(born.text, bound));
  if (broken.length === 0) return born;
  const older = Number(born.text.slice(0, 4)) - 100;
  const isLifetime = broken.every((bound) => Number(bound.slice(0, 4)) - older <= LONGEST_LIFE_YEARS);
  return isLifetime ? fullDate(older, parts) : born;
}

/**
 * The expiry date in the century that puts it within fifty years of today: in 2026, 30 is 2030 and 96 is 1996. When the
 * holder was born later than that for certain, it is a hundred years on.
 */
export function resolveExpiryDate(raw: string, today: Date, birth?: FullDate): FullDate | undefined {
  const parts = partsOf(raw);
  if (parts?.year === undefined) return undefined;
  const now = today.getFullYear();
  let year = Math.floor(now / 100) * 100 + parts.year;
  if (year > now + EXPIRY_WINDOW_YEARS) year -= 100;
  else if (year < now - EXPIRY_WINDOW_YEARS) year += 100;
  if (birth && isAfter(birth.text, fullDate(year, parts).text)) year += 100;
  return fullDate(year, parts);
}

/** YYMM of issue, in the newest century that is not after today; `1998-06`. */
export function resolveIssueMonth(raw: string, today: Date): string | undefined {
  return resolveBirthDate(`${raw}<<`, today)?.text;
}
