import { computeCheckDigit } from './index.ts';

/** What is written in a zone; fields that a layout has no place for are left out of it. */
export interface Holder {
  readonly documentCode: string;
  readonly issuer: string;
  readonly primary: string;
  readonly secondary: string;
  readonly documentNumber: string;
  readonly nationality: string;
  /** YYMMDD. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | '<';
  readonly expiryDate: string;
  readonly optional: string;
  /** TD1 has a second field. */
  readonly optional2: string;
}

/** A stretch of a line, counted as the standards do: from 1, both ends inclusive. */
export type Stretch = readonly [line: number, first: number, last: number];

/** A check digit: what it is over, and where it stands (line and position from 1). */
export interface Sum {
  readonly over: readonly Stretch[];
  readonly digit: readonly [line: number, position: number];
  /** An empty field may have a filler for its digit. */
  readonly mayBeEmpty: boolean;
}

/** A layout written out from its standard, apart from the tables that the parser reads by. */
export interface WrittenLayout {
  readonly sums: readonly Sum[];
  write(holder: Holder): string[];
}

const fill = (text: string, length: number): string => text.padEnd(length, '<').slice(0, length);
const digit = (text: string): string => String(computeCheckDigit(text));
const withDigit = (text: string): string => text + digit(text);
const names = ({ primary, secondary }: Holder, length: number): string =>
  fill(secondary === '' ? primary : `${primary}<<${secondary}`, length);
const sum = (at: readonly [number, number], mayBeEmpty: boolean, ...over: readonly Stretch[]): Sum => ({
  over,
  digit: at,
  mayBeEmpty,
});

/** The dates and the number of the layouts with the number in the second line. */
const SECOND_LINE = [
  sum([2, 10], false, [2, 1, 9]),
  sum([2, 20], true, [2, 14, 19]),
  sum([2, 28], true, [2, 22, 27]),
];

function twoLines(length: number, code: string, tail: (optional: string, before: string) => string) {
  return (holder: Holder): string[] => {
    const { issuer, documentNumber, nationality, birthDate, sex, expiryDate, optional } = holder;
    const before = `${withDigit(fill(documentNumber, 9))}${fill(nationality, 3)}${withDigit(birthDate)}${sex}${withDigit(expiryDate)}`;
    return [
      `${code || fill(holder.documentCode, 2)}${fill(issuer, 3)}${names(holder, length - 5)}`,
      tail(optional, before),
    ];
  };
}

const composite = (line: string): string => digit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21));

export const LAYOUTS = {
  /** Doc 9303-4 §4.2. */
  TD3: {
    sums: [
      ...SECOND_LINE,
      sum([2, 43], true, [2, 29, 42]),
      sum([2, 44], false, [2, 1, 10], [2, 14, 20], [2, 22, 43]),
    ],
    write: twoLines(44, '', (optional, before) => {
      const line = before + (optional === '' ? '<'.repeat(15) : withDigit(fill(optional, 14)));
      return line + composite(line);
    }),
  },
  /** Doc 9303-6 §4.2. */
  TD2: {
    sums: [...SECOND_LINE, sum([2, 36], false, [2, 1, 10], [2, 14, 20], [2, 22, 35])],
    write: twoLines(36, '', (optional, before) => {
      const line = before + fill(optional, 7);
      return line + composite(line);
    }),
  },
  /** Doc 9303-7 §4. */
  MRVA: { sums: SECOND_LINE, write: twoLines(44, 'V<', (optional, before) => before + fill(optional, 16)) },
  MRVB: { sums: SECOND_LINE, write: twoLines(36, 'V<', (optional, before) => before + fill(optional, 8)) },
  /** Slovakia before 2008. */
  SVK_ID_34: {
    sums: SECOND_LINE,
    write: (holder) =>
      twoLines(34, 'I<', (optional, before) => before + fill(optional, 6))({ ...holder, issuer: 'SVK' }),
  },
  /** Doc 9303-5 §4.2. */
  TD1: {
    sums: [
      sum([1, 15], false, [1, 6, 14]),
      sum([2, 7], true, [2, 1, 6]),
      sum([2, 15], true, [2, 9, 14]),
      sum([2, 30], false, [1, 6, 30], [2, 1, 7], [2, 9, 15], [2, 19, 29]),
    ],
    write: (holder) => {
      const { documentCode, issuer, documentNumber, birthDate, sex, expiryDate, nationality } = holder;
      const upper = `${withDigit(fill(documentNumber, 9))}${fill(holder.optional, 15)}`;
      const [birth, expiry] = [withDigit(birthDate), withDigit(expiryDate)];
      const optional2 = fill(holder.optional2, 11);
      return [
        `${fill(documentCode, 2)}${fill(issuer, 3)}${upper}`,
        `${birth}${sex}${expiry}${fill(nationality, 3)}${optional2}${digit(upper + birth + expiry + optional2)}`,
        names(holder, 30),
      ];
    },
  },
  /** France before 2021. */
  FRA_ID: {
    sums: [
      sum([2, 13], false, [2, 1, 12]),
      sum([2, 34], true, [2, 28, 33]),
      sum([2, 36], false, [1, 1, 36], [2, 1, 35]),
    ],
    write: ({ primary, secondary, documentNumber, birthDate, sex, optional }) => {
      const first = `IDFRA${fill(primary, 25)}${fill(optional, 6)}`;
      const second = `${withDigit(fill(documentNumber, 12))}${fill(secondary, 14)}${withDigit(birthDate)}${sex}`;
      return [first, second + digit(first + second)];
    },
  },
  /** French licences (ISO/IEC 18013-1 annex). */
  FRA_DL: {
    sums: [sum([1, 15], false, [1, 1, 14]), sum([1, 30], false, [1, 1, 29])],
    write: ({ primary, documentNumber, expiryDate }) => {
      const line = `${withDigit(`D1FRA${fill(documentNumber, 9)}`)}${expiryDate}${fill(primary, 8)}`;
      return [line + digit(line)];
    },
  },
  /** Swiss licences. */
  CHE_DL: {
    sums: [],
    write: (holder) => [
      fill(holder.documentNumber, 9),
      `FACHE${fill(holder.optional, 9)}A01<<${holder.birthDate}<<<<<`,
      names(holder, 30),
    ],
  },
} as const satisfies Readonly<Record<string, WrittenLayout>>;

export type LayoutName = keyof typeof LAYOUTS;
