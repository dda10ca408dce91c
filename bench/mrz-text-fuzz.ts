// Random and damaged text against the forgiving door: nothing may throw, and no damaged zone may come back as another.
// node bench/mrz-text-fuzz.ts [--long]: a hundred thousand random texts and twenty thousand damaged zones, or a million
// and two hundred thousand.
import { performance } from 'node:perf_hooks';
import { composeTd3, parseMrz, readMrzText, sameToCheckDigit } from '../electron/host/documents/mrz/index.ts';

const long = process.argv.includes('--long');
const texts = long ? 1_000_000 : 100_000;
const zones = long ? 200_000 : 20_000;
const lookAlikes = ['O0', 'Q0', 'D0', 'I1', 'Z2', 'S5', 'G6', 'B8'];

let seed = 20_261_123;
/** A whole number from 0 to below `limit`, the same run after run. */
function random(limit: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
}

function pick<T>(from: ArrayLike<T>): T {
  return from[random(from.length)]!;
}

function letters(most: number, units = 'ABCDEFGHIJLMNOPQRSTUVWXYZ'): string {
  return Array.from({ length: 1 + random(most) }, () => pick(units)).join('');
}

function day(from: number, years: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${from + random(years)}-${two(1 + random(12))}-${two(1 + random(28))}`;
}

function passport(): [string, string] {
  const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890123456789';
  return composeTd3({
    issuer: pick(['UTO', 'D', 'NLD', 'CHE']),
    primary: letters(10),
    secondary: letters(10),
    documentNumber: letters(9, alphanumeric),
    nationality: pick(['UTO', 'D', 'NLD', 'XXA']),
    birthDate: day(1930, 90),
    sex: pick(['M', 'F', 'X'] as const),
    expiryDate: day(2027, 9),
    optional: random(2) === 0 ? '' : letters(12, alphanumeric),
  });
}

/** The second line with `count` of its checked characters taken for others; undefined when it has not so many. */
function damage(line: string, count: number): string | undefined {
  const places = [...line].flatMap((character, at) => {
    const checked = at < 10 || (at >= 13 && at < 20) || at >= 21;
    const options = lookAlikes.filter((pair) => pair.includes(character));
    return checked && options.length > 0 ? [{ at, options, character }] : [];
  });
  if (places.length < count) return undefined;
  const characters = [...line];
  for (let done = 0; done < count; done += 1) {
    const [place] = places.splice(random(places.length), 1);
    if (place) characters[place.at] = pick(place.options).replace(place.character, '');
  }
  return characters.join('');
}

function fuzz(): void {
  const units = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<<<<<<<<<<«‹ \n\r\x02\x03|;,é?\ud83d';
  const lengths = [30, 44, 60, 68, 69, 72, 88, 89, 90, 91];
  const outcomes: Record<string, number> = {};
  const start = performance.now();
  for (let run = 0; run < texts; run += 1) {
    const length = random(3) === 0 ? random(120) : pick(lengths);
    const pool = random(2) === 0 ? units : units.slice(0, 46);
    const { outcome } = readMrzText(Array.from({ length }, () => pick(pool)).join(''));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const micros = ((performance.now() - start) * 1000) / texts;
  console.log(JSON.stringify({ texts, outcomes, 'µs per text': Math.round(micros) }));
}

/** Whether two lines differ in nothing but characters no check digit tells apart, 6 and G among them. */
function weighsTheSame(one: string, other: string): boolean {
  return [...one].every((character, at) => {
    const wanted = other[at] ?? '';
    return character === wanted || sameToCheckDigit(character).includes(wanted);
  });
}

function repairs(count: number): void {
  const tally = {
    right: 0,
    ambiguous: 0,
    unreadable: 0,
    indistinguishable: 0,
    partlyIndistinguishable: 0,
    other: 0,
  };
  let spent = 0;
  for (let run = 0; run < zones; run += 1) {
    const [upper, lower] = passport();
    const damaged = damage(lower, count);
    if (damaged === undefined) continue;
    const before = performance.now();
    const { outcome, result } = readMrzText(`${upper}\n${damaged}`);
    spent += performance.now() - before;
    const asIs = parseMrz([upper, damaged]);
    const lines = result.kind === 'mrz' ? result.lines : [];
    if (asIs.kind === 'mrz' && asIs.valid) tally.indistinguishable += 1;
    else if (outcome === 'repaired' && lines[1] === lower) tally.right += 1;
    else if (outcome === 'repaired' && weighsTheSame(lines[1] ?? '', lower))
      tally.partlyIndistinguishable += 1;
    else if (outcome === 'repaired') tally.other += 1;
    else if (outcome !== 'read') tally[outcome] += 1;
    else tally.other += 1;
  }
  const micros = Math.round((spent * 1000) / zones);
  console.log(JSON.stringify({ zones, 'misread characters': count, ...tally, 'µs per text': micros }));
}

fuzz();
repairs(1);
repairs(2);
