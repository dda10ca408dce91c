import { digitOver } from './check-digit.ts';
import { readDate, resolveBirthDate, resolveExpiryDate, resolveIssueMonth } from './dates.ts';
import type { CheckSpec, FieldSpec, Layout } from './layout.ts';
import { readLongNumber } from './long-number.ts';
import { isFull, joinComponents, splitNames } from './names.ts';
import { recognise } from './recognise.ts';
import { stateCodeStanding } from './state-codes.ts';
import type {
  DateName,
  FullDate,
  MrzCheck,
  MrzDate,
  MrzFieldName,
  MrzFields,
  MrzResult,
  MrzSex,
  Span,
} from './types.ts';

const SEXES: Readonly<Record<string, MrzSex>> = { M: 'M', F: 'F', '<': 'X' };
const TRAILING_FILLERS = /<+$/;

interface Draft {
  readonly lines: readonly string[];
  readonly fields: Partial<MrzFields>;
  readonly positions: Partial<Record<MrzFieldName, readonly Span[]>>;
  readonly dates: Partial<Record<DateName, MrzDate>>;
  longNumberCheck?: MrzCheck;
}

function slice(lines: readonly string[], span: Span): string {
  return (lines[span.line] ?? '').slice(span.start, span.end);
}

function trimmed(text: string): string {
  return text.replace(TRAILING_FILLERS, '');
}

function readNumber(draft: Draft, spec: FieldSpec & { as: 'number' }): void {
  const { lines, fields, positions } = draft;
  if (slice(lines, spec.digit) !== '<') {
    fields.documentNumber = trimmed(slice(lines, spec.span));
    fields.optional1 = trimmed(slice(lines, spec.optional));
    positions.documentNumber = [spec.span];
    positions.optional1 = [spec.optional];
    return;
  }
  const long = readLongNumber(lines, spec.span, spec.optional);
  fields.documentNumber = long.number;
  fields.longNumber = true;
  fields.longNumberCheckVariant = long.variant;
  fields.optional1 = trimmed(long.optional);
  positions.documentNumber = long.numberSpans;
  positions.optional1 = [long.optionalSpan];
  draft.longNumberCheck = long.check;
}

function readField(draft: Draft, spec: FieldSpec): void {
  const { lines, fields, positions, dates } = draft;
  if (spec.as === 'number') {
    readNumber(draft, spec);
    return;
  }
  if (spec.as === 'fixed') {
    fields[spec.name] = spec.value;
    return;
  }
  const raw = slice(lines, spec.span);
  switch (spec.as) {
    case 'text':
      fields[spec.name] = trimmed(raw);
      positions[spec.name] = [spec.span];
      return;
    case 'date':
      fields[spec.name] = raw;
      dates[spec.name] = readDate(raw);
      positions[spec.name] = [spec.span];
      return;
    case 'sex':
      fields.sex = SEXES[raw] ?? null;
      positions.sex = [spec.span];
      return;
    case 'name':
      fields[spec.name] = joinComponents(raw);
      positions[spec.name] = [spec.span];
      return;
    case 'names':
      Object.assign(fields, splitNames(raw), { truncatedPossible: isFull(raw) });
      positions.primary = [spec.span];
      positions.secondary = [spec.span];
      return;
  }
}

/** Layouts that keep the two names apart say so only when both are read; the flag then comes last. */
function settleTruncation(layout: Layout, draft: Draft): void {
  if (draft.fields.truncatedPossible !== undefined) return;
  draft.fields.truncatedPossible = layout.fields.some(
    (spec) => spec.as === 'name' && isFull(slice(draft.lines, spec.span)),
  );
}

/** An empty field may carry a filler for its digit (Doc 9303-4 §4.2.2 position 43; Russian expiry dates); a number may not. */
function verify(draft: Draft, spec: CheckSpec): MrzCheck {
  if (spec.name === 'documentNumber' && draft.longNumberCheck) return draft.longNumberCheck;
  const printed = slice(draft.lines, spec.digit);
  const computed = String(digitOver(draft.lines, spec.over));
  const empty =
    printed === '<' &&
    spec.name !== 'documentNumber' &&
    spec.over.every((span) => trimmed(slice(draft.lines, span)) === '');
  return { name: spec.name, outcome: printed === computed || empty ? 'passed' : 'failed', printed, computed };
}

function resolveDates({ dates, fields }: Draft, today: Date): Partial<Record<DateName, FullDate>> {
  const expires = dates.expiryDate && resolveExpiryDate(dates.expiryDate.raw, today)?.text;
  const issued = fields.issueYearMonth && resolveIssueMonth(fields.issueYearMonth, today);
  const bounds = [expires, issued].filter((bound) => typeof bound === 'string');
  const birth = dates.birthDate && resolveBirthDate(dates.birthDate.raw, today, bounds);
  const expiry = dates.expiryDate && resolveExpiryDate(dates.expiryDate.raw, today, birth);
  return { ...(birth && { birthDate: birth }), ...(expiry && { expiryDate: expiry }) };
}

/**
 * Reads a machine readable zone: ICAO Doc 9303 (8th edition) TD1, TD2, TD3, MRV-A, MRV-B, and four national layouts.
 * Pure but for the clock behind `today` (default: now), which only settles centuries; never throws.
 * Nothing is repaired: what the lines say is what comes back, and `checks` says whether to believe it.
 * @param lines the zone's lines, upper case, without separators; see `splitMrzText` for text from a device.
 */
export function parseMrz(lines: readonly string[], options: { readonly today?: Date } = {}): MrzResult {
  const layout = recognise(lines);
  if (typeof layout === 'string') {
    return { kind: 'not-mrz', reason: layout, lengths: lines.map((line) => line.length) };
  }
  const draft: Draft = { lines: [...lines], fields: {}, positions: {}, dates: {} };
  for (const spec of layout.fields) readField(draft, spec);
  settleTruncation(layout, draft);
  // Every layout names these; the assertion is what the data tables promise and the tests of each layout hold.
  const fields = draft.fields as MrzFields;
  const checks = layout.checks.map((spec) => verify(draft, spec));
  const valid =
    checks.every((check) => check.outcome === 'passed') &&
    Object.values(draft.dates).every((date) => date.wellFormed) &&
    fields.sex !== null;
  return {
    kind: 'mrz',
    format: layout.format,
    lines: draft.lines,
    valid,
    fields,
    checks,
    dates: draft.dates,
    fullDates: resolveDates(draft, options.today ?? new Date()),
    stateCodes: {
      issuer: stateCodeStanding(fields.issuer),
      nationality: stateCodeStanding(fields.nationality ?? ''),
    },
    positions: draft.positions,
  };
}
