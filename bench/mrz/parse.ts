import { parse } from 'mrz';
import { composeTd3, parseMrz, type Td3Person } from '../../electron/host/documents/mrz/index.ts';
import { quantile } from '../lib/stats.ts';
import type { Suite } from '../lib/suite.ts';
import { ms } from '../lib/table.ts';
import { corpusCases, corpusTable } from './corpus.ts';

const documents = 400;
const rounds = 60;
const batch = 20;

const families = [
  'Lindqvist',
  'Okonkwo',
  'de la Vega y Santos',
  "O'Brien",
  'Müller-Größe',
  'Nguyen',
  'Yıldırım',
];
const given = ['Maja Elin', 'Chidi', 'María José', 'Siân', 'Jürgen', 'Thi Hoa', 'Ömer Faruk', ''];
const states = ['UTO', 'D', 'FRA', 'ESP', 'PRT', 'POL', 'TUR', 'GBR', 'USA'];

/** People of nobody, all different and the same in every run. */
function person(index: number): Td3Person {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(1 + (index % 12))}-${two(1 + (index % 28))}`;
  return {
    issuer: states[index % states.length]!,
    primary: families[index % families.length]!,
    secondary: given[index % given.length]!,
    documentNumber: `X${String(1_000_000 + index * 7919).slice(0, 7)}`,
    nationality: states[(index * 5) % states.length]!,
    birthDate: `${1940 + (index % 60)}-${day}`,
    sex: (['F', 'M', 'X'] as const)[index % 3]!,
    expiryDate: `${2027 + (index % 9)}-${day}`,
  };
}

/** One digit of the number read as its neighbour. */
const misread = ([first, second]: readonly [string, string]): [string, string] => [
  first,
  `${second.slice(0, 4)}${(Number(second[4]) + 1) % 10}${second.slice(5)}`,
];

/** Microseconds per parse, in batches: the clock is coarser than one parse. */
function measure(
  lines: readonly (readonly string[])[],
  parser: (lines: readonly string[]) => unknown,
): number[] {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at + batch <= lines.length; at += batch) {
      const before = performance.now();
      for (let index = at; index < at + batch; index += 1) parser(lines[index]!);
      // The first rounds are the compiler's.
      if (round >= 10) times.push(((performance.now() - before) * 1000) / batch);
    }
  }
  return times;
}

const today = new Date('2026-11-23T12:00:00Z');
const parsers: Readonly<Record<string, (lines: readonly string[]) => unknown>> = {
  Proofdesk: (lines) => parseMrz(lines, { today }),
  'npm mrz': (lines) => {
    try {
      return parse([...lines]);
    } catch (error) {
      return error;
    }
  },
};

/** Our parser and npm's `mrz` over generated passports, whole and with a misread digit, and over a corpus of cases. */
export const run: Suite = async () => {
  const people = Array.from({ length: documents }, (_, index) => person(index));
  const good = people.map((one) => composeTd3(one));
  const bad = good.map(([first, second]) => misread([first, second]));
  const failures: string[] = [];
  const number = (lines: readonly string[]) => {
    const parsed = parseMrz(lines);
    return parsed.kind === 'mrz' && parsed.valid ? parsed.fields.documentNumber : null;
  };
  const wrong = people.filter((one, index) => number(good[index]!) !== one.documentNumber).length;
  if (wrong > 0) failures.push(`${wrong} of ${documents} passports were not read back as they were composed`);
  const missed = bad.filter((lines) => number(lines) !== null).length;
  if (missed > 0) failures.push(`${missed} of ${documents} misread numbers passed their check digit`);
  const { cases, corpus } = corpusCases();
  const rows = [
    { name: 'as composed', lines: good },
    { name: 'one digit misread', lines: bad },
    { name: corpus ? 'the corpus' : 'our specimens', lines: cases.map(({ lines }) => lines) },
  ].flatMap(({ name, lines }) => {
    const measured = Object.entries(parsers).map(([who, parser]) => ({ who, times: measure(lines, parser) }));
    const slowest = quantile(measured.at(-1)!.times, 0.5);
    return measured.map(({ who, times }) => {
      const middle = quantile(times, 0.5);
      return [name, who, ms(middle), ms(quantile(times, 0.99)), `${(slowest / middle).toFixed(1)} times`];
    });
  });
  return [
    {
      title: `Parsing an MRZ (${documents} TD3 documents, ${rounds - 10} rounds, batches of ${batch})`,
      columns: ['lines', 'parser', 'p50 µs', 'p99 µs', 'as fast as npm mrz'],
      rows,
      notes: [
        'Middle and slowest hundredth of batches. npm mrz throws and catches an error for every field it does not like, a state code',
        'that is not in its list among them, which takes most of its time; with nothing to complain of it is much faster.',
      ],
      failures,
    },
    corpusTable(),
  ];
};
