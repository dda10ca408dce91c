/**
 * Replaces what is personal in a document's text by something of the same length: letters by X, digits by 0, dates by
 * others. What a parser looks at stays: fillers, the lines' lengths, the kind of document, the issuing state, and check
 * digits, which fit where they fitted and do not where they did not (ICAO Doc 9303-3 §4.9).
 */
export function maskText(text: string): string {
  const zone = maskZone(text);
  if (zone !== null) return zone;
  return /ANSI |AAMVA/.test(text.slice(0, 24)) ? maskLicence(text) : maskAll(text);
}

const birth = '800101';
const expiry = '300101';

function maskAll(text: string): string {
  return text
    .replaceAll(/\p{L}/gu, 'X')
    .replaceAll(/\p{Nd}/gu, '0')
    .replaceAll(/[\u0080-\u00ff]/g, 'X');
}

/** What stands between line ends and record separators. */
const element = new RegExp(`[^\\n\\r${String.fromCharCode(0x1e)}]+`, 'g');

/** Issuer, two versions and the number of subfiles, then type, offset and length of each (Annex D.12.3, D.12.4). */
const licenceHeader =
  /^(?:\][A-Za-z][0-9A-Za-z])?[^0-9A-Za-z]{0,8}(?:ANSI |AAMVA)\d{6,12}(?:(?:DL|ID|EN|Z[A-Z])\d{8})*/;
/** A subfile begins with its type, and its first element follows at once. */
const elementNames = /^(?:DL|ID|EN|Z[A-Z])?(?:D[A-D][A-Z]|Z[A-Z]{2})/;

/**
 * AAMVA DL/ID Card Design Standard, Annex D: the header, the three letters of each element and the ends stay. Where a
 * line is no element the text was torn, and what looks like a name of an element may be of a person.
 */
function maskLicence(text: string): string {
  const header = licenceHeader.exec(text)?.[0] ?? '';
  const body = text.slice(header.length);
  const whole = header !== '' && (body.match(element) ?? []).every((line) => elementNames.test(line));
  if (!whole) return maskAll(text);
  return (
    header +
    body.replaceAll(element, (line) => {
      const [names = ''] = elementNames.exec(line) ?? [];
      return names + maskAll(line.slice(names.length));
    })
  );
}

/** The fields of a zone: where a check digit stands, over what, and what is put into each field. */
interface Layout {
  lines: number;
  width: number;
  /** What each line looks like where its dates, check digits and states stand. */
  looks: readonly RegExp[];
  mask(rows: string[][], original: readonly string[]): void;
}

/**
 * Of a zone some characters stay. Text that was torn may be as long as one, and what stands at the places of those
 * characters is then a name or a number.
 */
const pages = [/^[ACIPV][A-Z<]+$/, /^[A-Z0-9<]{9}[0-9<][A-Z<]{3}[0-9<]{7}[FMX<][0-9<]{7}/] as const;
const cards = [/^[ACI][A-Z<]{4}/, /^[0-9<]{7}[FMX<][0-9<]{7}[A-Z<]{3}/, /^[A-Z<]+$/] as const;

type At = readonly [row: number, from: number, to: number];

const layouts: readonly Layout[] = [
  {
    lines: 2,
    width: 44,
    looks: pages,
    mask: (rows, original) => maskPage(rows, original, 42, original[0]?.startsWith('V') === false),
  },
  {
    lines: 2,
    width: 36,
    looks: pages,
    mask: (rows, original) => maskPage(rows, original, 35, original[0]?.startsWith('V') === false),
  },
  { lines: 3, width: 30, looks: cards, mask: maskCard },
];

function maskZone(text: string): string | null {
  const characters = [...text];
  const places = characters.flatMap((one, index) => (/[A-Z0-9<]/.test(one) ? [index] : []));
  for (const { lines, width, looks, mask } of layouts) {
    if (places.length !== lines * width) continue;
    const plain = places.map((index) => characters[index]!);
    const original = Array.from({ length: lines }, (_, row) =>
      plain.slice(row * width, (row + 1) * width).join(''),
    );
    if (!looks.every((look, row) => look.test(original[row]!))) return null;
    const rows = original.map((row) => [...row]);
    mask(rows, original);
    const masked = rows.flat();
    places.forEach((place, index) => {
      characters[place] = masked[index]!;
    });
    return characters.join('');
  }
  return null;
}

/** Two lines (Doc 9303-4 §4.2, 9303-6 §4.2, 9303-7 §4.2): visas have neither of the last two check digits. */
function maskPage(rows: string[][], original: readonly string[], last: number, checked: boolean): void {
  put(rows, [0, 2, 5], (one) => one);
  blank(rows, [0, 5, rows[0]!.length]);
  blank(rows, [1, 0, 9]);
  put(rows, [1, 10, 13], (_, index) => original[0]![2 + index]!);
  dates(rows, [1, 13], [1, 21], [1, 20]);
  const end = checked ? last : rows[1]!.length;
  blank(rows, [1, 28, end]);
  digit(rows, original, [1, 9], [[1, 0, 9]]);
  digit(rows, original, [1, 19], [[1, 13, 19]]);
  digit(rows, original, [1, 27], [[1, 21, 27]]);
  if (!checked) return;
  if (last === 42) digit(rows, original, [1, 42], [[1, 28, 42]]);
  const whole: At[] = [
    [1, 0, 10],
    [1, 13, 20],
    [1, 21, last === 42 ? 43 : 35],
  ];
  digit(rows, original, [1, last === 42 ? 43 : 35], whole);
}

/** Three lines (Doc 9303-5 §4.2). The number may go on in the optional data, its check digit behind it. */
function maskCard(rows: string[][], original: readonly string[]): void {
  blank(rows, [0, 5, 30]);
  dates(rows, [1, 0], [1, 8], [1, 7]);
  put(rows, [1, 15, 18], (_, index) => original[0]![2 + index]!);
  blank(rows, [1, 18, 29]);
  blank(rows, [2, 0, 30]);
  const end = original[0]!.indexOf('<', 15);
  const goesOn = original[0]![14] === '<' && end > 16;
  if (goesOn)
    digit(
      rows,
      original,
      [0, end - 1],
      [
        [0, 5, 14],
        [0, 15, end - 1],
      ],
    );
  else digit(rows, original, [0, 14], [[0, 5, 14]]);
  digit(rows, original, [1, 6], [[1, 0, 6]]);
  digit(rows, original, [1, 14], [[1, 8, 14]]);
  digit(
    rows,
    original,
    [1, 29],
    [
      [0, 5, 30],
      [1, 0, 7],
      [1, 8, 15],
      [1, 18, 29],
    ],
  );
}

function put(rows: string[][], [row, from, to]: At, as: (one: string, index: number) => string): void {
  for (let at = from; at < to; at++) rows[row]![at] = as(rows[row]![at]!, at - from);
}

const blank = (rows: string[][], at: At) =>
  put(rows, at, (one) => (one === '<' ? '<' : /\d/.test(one) ? '0' : 'X'));

/** An unknown part of a date is filled, and stays so. */
function dates(
  rows: string[][],
  [row, born]: readonly [number, number],
  [, ends]: readonly [number, number],
  [, sex]: readonly [number, number],
): void {
  put(rows, [row, born, born + 6], (one, index) => (one === '<' ? '<' : birth[index]!));
  put(rows, [row, ends, ends + 6], (one, index) => (one === '<' ? '<' : expiry[index]!));
  put(rows, [row, sex, sex + 1], () => '<');
}

/** The check digit that fits if the one before did; a filler stays one, and what did not fit does not. */
function digit(
  rows: string[][],
  original: readonly string[],
  [row, at]: readonly [number, number],
  over: readonly At[],
): void {
  const before = original[row]![at]!;
  const was = sum(over.map(([line, from, to]) => original[line]!.slice(from, to)).join(''));
  const is = sum(over.map(([line, from, to]) => rows[line]!.slice(from, to).join('')).join(''));
  if (before === '<') rows[row]![at] = '<';
  else rows[row]![at] = String(before === String(was) ? is : (is + 1) % 10);
}

/** Weights 7, 3, 1; letters from A = 10, the filler 0 (Doc 9303-3 §4.9). */
function sum(text: string): number {
  const value = (one: string) => (one === '<' ? 0 : Number.parseInt(one, 36));
  return [...text].reduce((total, one, index) => total + value(one) * [7, 3, 1][index % 3]!, 0) % 10;
}
