import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chipMissing, chipReasons } from './chip-reasons.ts';
import { reasonText } from './reasons.ts';

const host = fileURLToPath(new URL('../../../electron/host/', import.meta.url));
const room = `${host}documents/chip/`;
const source = (path: string) => readFileSync(path, 'utf8');

/** The room's files that judge; the chips and states that tests and simulators make up judge nothing. */
const files = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|^(testing|virtual|issuing)\//.test(path))
  .map((path) => room + path);

/** A call's first argument may choose between several words, and stands on lines of its own where it is long. */
function reasonsIn(text: string): string[] {
  const places = [
    ...text.matchAll(/\b(?:passed|failed|notChecked)\(\s*([^,;{}]+)/g),
    ...text.matchAll(/\b(?:reason|fault): ([^,;{}()]+)/g),
    ...text.matchAll(/\bfault = ([^;]+);/g),
    ...text.matchAll(/Fault =\s([^;]+);/g),
    ...text.matchAll(/return ('[a-z0-9-]+'|equalBytes[^;]+);/g),
  ].map(([, place]) => place ?? '');
  return places
    .map((place) => place.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll(/[=!]== '[^']*'|\['[^']*'\]/g, ''))
    .flatMap((place) => [...place.matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)*)'/g)].map(([, word]) => word ?? ''));
}

const given = new Set(
  files
    .filter((path) => /passed|failed|notChecked|fault/.test(source(path)))
    .flatMap((path) => reasonsIn(source(path))),
);

describe('the reasons of a chip’s checks', () => {
  it('all have words', () => {
    expect(given.size).toBeGreaterThan(55);
    expect([...given].filter((reason) => !Object.hasOwn(chipReasons, reason))).toEqual([]);
  });

  it('have no words for what nobody says', () => {
    expect(Object.keys(chipReasons).filter((reason) => !given.has(reason))).toEqual([]);
  });
});

describe('why a chip was not read', () => {
  it('has words for every way of failing', () => {
    const codes = [...source(`${room}errors.ts`).matchAll(/\| 'chip\/([a-z-]+)'/g)].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !Object.hasOwn(chipMissing, code))).toEqual([]);
  });

  it('is not taken for a proof that failed', () => {
    const said = (outcome: 'failed' | 'not-checked') =>
      reasonText({ check: 'chip-authentication', outcome, reason: 'wrong-key' });
    expect(said('failed')).toContain('does not own');
    expect(said('not-checked')).toContain('did not open');
  });
});
