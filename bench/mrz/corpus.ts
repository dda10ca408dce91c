import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseResult, parse } from 'mrz';
import { describeMrz, parseMrz } from '../../electron/host/documents/mrz/index.ts';
import { SPECIMENS } from '../../electron/host/documents/mrz/specimens.fixture.ts';
import type { Table } from '../lib/table.ts';

interface Case {
  readonly lines: readonly string[];
  readonly expected: {
    /** `null`: it is no zone. */
    readonly format?: string | null;
    readonly valid: boolean;
    readonly fields?: Readonly<Record<string, unknown>>;
  };
}

/** What a parser says, in the words of the cases. */
type Said = Case['expected'];

/** The corpus of cases, or our own specimens where it is not there. */
export function corpusCases(): { cases: readonly Case[]; corpus: boolean } {
  const file = join(
    process.env.PROOFDESK_TESTDATA ?? join(import.meta.dirname, '../../../shared/testdata'),
    'mrz-corpus.json',
  );
  const corpus = existsSync(file);
  const cases: readonly Case[] = corpus
    ? (JSON.parse(readFileSync(file, 'utf8')) as { entries: Case[] }).entries
    : SPECIMENS.map(({ lines, format, fields, failing, invalid }) => ({
        lines,
        expected: { format, fields, valid: !invalid && (failing ?? []).length === 0 },
      }));
  return { cases, corpus };
}

/** What our parser and npm's `mrz` have right of the cases. */
export function corpusTable(): Table {
  const { cases, corpus } = corpusCases();
  const readers = { Proofdesk: ours, 'npm mrz': theirs };
  const rows = Object.entries(readers).map(([name, say]) => {
    const right = PARTS.map(() => 0);
    let all = 0;
    for (const { lines, expected } of cases) {
      const said = say(lines);
      const marks = PARTS.map(({ fields }) => fields.every((field) => same(field, said, expected)));
      for (const [i, mark] of marks.entries()) if (mark) right[i] = right[i]! + 1;
      if (marks.every(Boolean)) all += 1;
    }
    return [name, String(cases.length), ...right.map(String), String(all)];
  });
  const failed = rows[0]!.at(-1) !== String(cases.length);
  return {
    title: corpus ? 'Parsing the corpus of cases' : 'Parsing our own specimens (the corpus is not here)',
    columns: ['parser', 'cases', ...PARTS.map(({ name }) => name), 'all of it'],
    rows,
    notes: [
      'How many cases each has right. “No zone” said of what is none counts as right. npm mrz calls a zone invalid for',
      'any state code that is not in its list; that is not held against it here, nor a missing code, nor how it writes the number of a Swiss licence.',
    ],
    failures: failed ? ['our parser has not every case right'] : [],
  };
}

const PARTS = [
  { name: 'layout', fields: ['format'] },
  { name: 'verdict', fields: ['valid'] },
  { name: 'names', fields: ['primary', 'secondary'] },
  { name: 'number', fields: ['documentNumber'] },
  { name: 'dates', fields: ['birthDate', 'expiryDate'] },
  { name: 'sex', fields: ['sex'] },
] as const;

function same(field: string, said: Said, expected: Said): boolean {
  if (field === 'format') return (said.format ?? null) === (expected.format ?? null);
  if (!expected.format) return !said.format;
  if (!said.format) return false;
  if (field === 'valid') return said.valid === expected.valid;
  if (expected.fields?.[field] === undefined) return true;
  if (field === 'documentNumber' && expected.format === 'CHE_DL') return true;
  return (said.fields?.[field] ?? null) === expected.fields[field];
}

function ours(lines: readonly string[]): Said {
  const parsed = parseMrz(lines);
  const described = describeMrz(parsed) as Said;
  return parsed.kind === 'mrz' ? described : { format: null, valid: false };
}

const THEIR_FORMATS: Readonly<Record<string, string>> = {
  FRENCH_NATIONAL_ID: 'FRA_ID',
  FRENCH_DRIVING_LICENSE: 'FRA_DL',
  SWISS_DRIVING_LICENSE: 'CHE_DL',
};
const THEIR_SEX: Readonly<Record<string, string>> = { male: 'M', female: 'F', nonspecified: 'X' };

function theirs(lines: readonly string[]): Said {
  let result: ParseResult;
  try {
    result = parse([...lines]);
  } catch {
    return { format: null, valid: false };
  }
  const { fields } = result;
  const raw = (field: string) => {
    const range = result.details.find((one) => one.field === field)?.ranges[0];
    return range && lines[range.line]?.slice(range.start, range.end);
  };
  return {
    format: THEIR_FORMATS[result.format] ?? result.format,
    valid: result.details.every(({ valid, error }) => valid || /state code/.test(error ?? '')),
    fields: {
      primary: fields.lastName ?? null,
      secondary: fields.firstName || undefined,
      documentNumber: fields.documentNumber,
      birthDate: raw('birthDate'),
      expiryDate: raw('expirationDate'),
      sex: fields.sex ? THEIR_SEX[fields.sex] : null,
    },
  };
}
