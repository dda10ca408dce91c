import type { AamvaQuirk } from './types.ts';

export interface AamvaHeader {
  readonly iin: string | null;
  readonly version: number | null;
  readonly jurisdictionVersion: number | null;
  readonly documentType: 'DL' | 'ID' | 'EN' | null;
  /** Where the first element, or its subfile's letters, may begin. */
  readonly end: number;
  readonly quirks: readonly AamvaQuirk[];
  /** Some readers and tools write a bar for every control character. */
  readonly bars: boolean;
}

/** Readers mangle or drop the three control characters, so only what follows them is looked for. */
const START = /^[\s\ufeff]*@?[^A-Z0-9]{0,8}[A-Z0-9]{0,2}?[^A-Z0-9]{0,8}?(ANSI ?|AAMVA)(\d{8,12})/;
const DESIGNATOR = /(DL|ID|EN|Z[A-Z])(\d{4})(\d{4})/y;

interface Designator {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
}

function designatorsFrom(text: string, from: number): { list: Designator[]; end: number } {
  const list: Designator[] = [];
  let end = from;
  for (;;) {
    DESIGNATOR.lastIndex = end;
    const match = DESIGNATOR.exec(text);
    if (!match) return { list, end };
    list.push({ type: match[1] ?? '', offset: Number(match[2]), length: Number(match[3]) });
    end = DESIGNATOR.lastIndex;
  }
}

function pointsRight(text: string, origin: number, one: Designator): boolean {
  const start = origin + one.offset;
  const subfile = text.slice(start, start + one.length);
  return subfile.startsWith(one.type) && subfile.length === one.length && /[\r\n]$/.test(subfile);
}

/** Versions from 2003 on write a jurisdiction version between theirs and the number of subfiles; 2000 has none. */
function numbersOf(digits: string): Pick<AamvaHeader, 'iin' | 'version' | 'jurisdictionVersion'> {
  if (digits.length < 10) return { iin: null, version: null, jurisdictionVersion: null };
  const iin = digits.slice(0, 6);
  const version = Number(digits.slice(6, 8));
  return { iin, version, jurisdictionVersion: digits.length >= 12 ? Number(digits.slice(8, 10)) : null };
}

const TYPES = ['DL', 'ID', 'EN'] as const;

function typeOf(types: readonly string[]): AamvaHeader['documentType'] {
  return TYPES.find((type) => types.includes(type)) ?? null;
}

/**
 * Reads the header of an AAMVA barcode (DL/ID Card Design Standard 2020, Annex D.12.3): file type, issuer, versions,
 * subfile designators. Offsets are compared, never followed: many issuers get them wrong.
 */
export function readHeader(text: string): AamvaHeader | undefined {
  const match = START.exec(text);
  if (!match) return undefined;
  const [whole, fileType = '', digits = ''] = match;
  const quirks: AamvaQuirk[] = [];
  if (fileType !== 'ANSI ') quirks.push('file-type');
  const numbers = numbersOf(digits);
  if (digits.length !== (numbers.version === 1 ? 10 : 12)) quirks.push('header');
  const before = whole.slice(0, whole.length - fileType.length - digits.length);
  if (before !== '@\n\x1e\r') quirks.push('separators');
  const { list, end } = designatorsFrom(text, whole.length);
  const origin = Math.max(0, whole.indexOf('@'));
  if (list.length === 0 || !list.every((one) => pointsRight(text, origin, one))) quirks.push('offsets');
  return {
    ...numbers,
    documentType: typeOf([...list.map((one) => one.type), text.slice(whole.length, whole.length + 2)]),
    end,
    quirks,
    bars: before.includes('|'),
  };
}
