import type { FullDate } from '../mrz/index.ts';
import { readBody } from './aamva-body.ts';
import { readDay } from './aamva-dates.ts';
import { mandatoryElements } from './aamva-elements.ts';
import { readHeader } from './aamva-header.ts';
import { present, readNames } from './aamva-names.ts';
import { issuerOf } from './issuers.ts';
import type {
  Aamva,
  AamvaDate,
  AamvaDateName,
  AamvaElement,
  AamvaFieldName,
  AamvaFields,
  AamvaQuirk,
  NotAamva,
  PayloadSpan,
} from './types.ts';

/** More than a PDF417 symbol can hold. */
const LONGEST = 4_000;
/** Fewer known elements are a header with nothing behind it. */
const FEWEST = 3;

const TEXT_FIELDS: readonly (readonly [AamvaFieldName & TextField, readonly string[]])[] = [
  ['documentNumber', ['DAQ']],
  ['street', ['DAG', 'DAL']],
  ['street2', ['DAH', 'DAM']],
  ['city', ['DAI', 'DAN']],
  ['jurisdiction', ['DAJ', 'DAO']],
  ['postalCode', ['DAK', 'DAP']],
  ['country', ['DCG']],
  ['eyeColour', ['DAY']],
  ['hairColour', ['DAZ']],
  ['vehicleClass', ['DCA', 'DAR']],
  ['restrictions', ['DCB', 'DAS']],
  ['endorsements', ['DCD', 'DAT']],
  ['documentDiscriminator', ['DCF']],
  ['complianceType', ['DDA']],
];
type TextField = {
  [Name in keyof AamvaFields]-?: string extends NonNullable<AamvaFields[Name]> ? Name : never;
}[keyof AamvaFields];

const DATE_FIELDS: readonly (readonly [AamvaDateName, string])[] = [
  ['birthDate', 'DBB'],
  ['issueDate', 'DBD'],
  ['expiryDate', 'DBA'],
];

const SEXES: Readonly<Record<string, 'M' | 'F' | 'X'>> = { 1: 'M', 2: 'F', 9: 'X', M: 'M', F: 'F', X: 'X' };

/** Centimetres from `170 CM`, `069 IN`, and from the feet and inches of version 1 (`509`). */
function heightOf(raw: string, version: number | null): number | undefined {
  const match = /^(\d{2,3}) ?(cm|in)?$/i.exec(raw.trim());
  if (!match) return undefined;
  const value = Number(match[1]);
  const unit = match[2]?.toLowerCase();
  if (unit === 'cm') return value;
  if (unit === 'in') return Math.round(value * 2.54);
  if (version !== 1 || value < 100) return undefined;
  const inches = value % 100;
  return inches < 12 ? Math.round((Math.floor(value / 100) * 12 + inches) * 2.54) : undefined;
}

interface Draft {
  readonly fields: AamvaFields;
  readonly positions: Partial<Record<AamvaFieldName, PayloadSpan[]>>;
  readonly dates: Partial<Record<AamvaDateName, AamvaDate>>;
  readonly fullDates: Partial<Record<AamvaDateName, FullDate>>;
}

function readFields(elements: ReadonlyMap<string, AamvaElement>, version: number | null): Draft {
  const draft: Draft = { fields: {}, positions: {}, dates: {}, fullDates: {} };
  const mark = (name: AamvaFieldName, ids: readonly string[]): void => {
    draft.positions[name] = ids.flatMap((id) => elements.get(id)?.span ?? []);
  };
  for (const [name, ids] of TEXT_FIELDS) {
    const id = ids.find((one) => present(elements, one) !== undefined);
    if (id === undefined) continue;
    draft.fields[name] = present(elements, id);
    mark(name, [id]);
  }
  for (const [name, id] of DATE_FIELDS) {
    const raw = present(elements, id);
    if (raw === undefined) continue;
    const { date, full } = readDay(raw);
    draft.fields[name] = raw;
    draft.dates[name] = date;
    if (full) draft.fullDates[name] = full;
    mark(name, [id]);
  }
  const sex = present(elements, 'DBC');
  if (sex !== undefined) {
    draft.fields.sex = SEXES[sex.toUpperCase()] ?? null;
    mark('sex', ['DBC']);
  }
  const tall = present(elements, 'DAU') ?? present(elements, 'DAV');
  const height = tall === undefined ? undefined : heightOf(tall, version);
  if (height !== undefined) {
    draft.fields.height = height;
    mark('height', [present(elements, 'DAU') === undefined ? 'DAV' : 'DAU']);
  }
  if (elements.get('DDD')?.raw === '1') draft.fields.limitedDuration = true;
  return draft;
}

/**
 * Reads the text of a driver licence's or identification card's PDF417 symbol: AAMVA DL/ID Card Design Standard 2020
 * Annex D and its predecessors back to DL/ID-2000 (versions 1 to 10), with the departures of real issuers, which
 * `quirks` lists. Pure; never throws.
 */
export function readAamva(text: string): Aamva | NotAamva {
  if (text.length > LONGEST) return { kind: 'not-aamva', reason: 'length' };
  const header = readHeader(text);
  if (!header) return { kind: 'not-aamva', reason: 'header' };
  const body = readBody(text, header);
  const elements = new Map(body.elements.map((one) => [one.id, one]));
  if (body.elements.filter((one) => one.name !== null).length < FEWEST)
    return { kind: 'not-aamva', reason: 'elements' };
  const { version } = header;
  const draft = readFields(elements, version);
  const names = readNames(elements, version);
  Object.assign(draft.fields, names.fields);
  for (const [name, ids] of Object.entries(names.from))
    draft.positions[name as AamvaFieldName] = ids.flatMap((id) => elements.get(id)?.span ?? []);
  const issuer = header.iin === null ? undefined : issuerOf(header.iin);
  const country = draft.fields.country ?? issuer?.country ?? null;
  const usual = country === 'CAN' ? 'CCYYMMDD' : 'MMDDCCYY';
  const dates = Object.values(draft.dates);
  const quirks: AamvaQuirk[] = [
    ...header.quirks,
    ...(issuer ? [] : (['issuer'] as const)),
    ...(body.prefixed ? [] : (['subfile-prefix'] as const)),
    ...(body.duplicate ? (['duplicate'] as const) : []),
    ...(version !== 1 && dates.some((date) => date.wellFormed && date.layout !== usual)
      ? (['date-layout'] as const)
      : []),
    ...(names.unsplit ? (['unsplit-name'] as const) : []),
  ];
  const { documentNumber, familyName, fullName } = draft.fields;
  const { documentType } = header;
  return {
    kind: 'aamva',
    documentType,
    version,
    jurisdictionVersion: header.jurisdictionVersion,
    issuer: { iin: header.iin, jurisdiction: issuer?.jurisdiction ?? null, country: issuer?.country ?? null },
    valid:
      documentNumber !== undefined &&
      (familyName ?? fullName) !== undefined &&
      draft.fullDates.birthDate !== undefined &&
      dates.every((date) => date.wellFormed),
    ...draft,
    truncation: names.truncation,
    elements: body.elements,
    missing:
      version === null
        ? []
        : mandatoryElements(version, documentType !== 'ID').filter((id) => !elements.has(id)),
    quirks,
    protection: 'none',
  };
}
