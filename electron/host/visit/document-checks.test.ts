import { describe, expect, it } from 'vitest';
import type { Check, CheckName } from '../../contract/index.ts';
import { checkRead } from './document-checks.ts';
import { completeChecks, decideByPolicy, evidenceStrengthOf } from './index.ts';
import { identityCard, licence } from './testing/documents.ts';
import {
  type Command,
  chosen,
  contextWith,
  goodFace,
  pageRead,
  passport,
  simulation,
  standard,
  walk,
} from './testing/fixtures.ts';

const read = (type: Parameters<typeof chosen>[0], country: string, ...commands: Command[]) => {
  const { visit } = walk([...chosen(type, country), ...commands], contextWith());
  const checks = visit ? checkRead(visit) : [];
  return (name: CheckName) => {
    const { outcome, reason } = checks.find(({ check }) => check === name) ?? {};
    return [outcome, reason];
  };
};
const lines = (of: string[]): Command => ({ type: 'document.lines', source: 'r', lines: of });
const barcode = (text: string): Command => ({
  type: 'document.barcode',
  source: 'b',
  text,
  aim: null,
  scanner: false,
});

describe('document-choice-match', () => {
  const name = 'document-choice-match';
  it.each([
    ['the same', read('passport', 'UTO', lines(passport())), ['passed', 'same']],
    ['another state', read('passport', 'FRA', lines(passport())), ['failed', 'other-country']],
    [
      'a card whose letters do not tell that it is a permit',
      read('residence-permit', 'UTO', lines(identityCard())),
      ['not-checked', 'kind-of-card-not-told'],
    ],
    ['a licence', read('driving-licence', 'USA', barcode(licence())), ['passed', 'same']],
    [
      'a licence of another state',
      read('driving-licence', 'CAN', barcode(licence())),
      ['failed', 'other-country'],
    ],
  ])('%s', (_name, check, expected) => {
    expect(check(name)).toEqual(expected);
  });
});

describe('document-expiry', () => {
  it.each([
    ['a passport in date', read('passport', 'UTO', lines(passport())), ['passed', 'in-date']],
    ['a licence in date', read('driving-licence', 'USA', barcode(licence())), ['passed', 'in-date']],
    [
      'a licence that does not say',
      read('driving-licence', 'USA', barcode(licence({ DBA: null }))),
      ['not-checked', 'no-full-date'],
    ],
  ])('%s', (_name, check, expected) => {
    expect(check('document-expiry')).toEqual(expected);
  });
});

it('never says that the printed text was read, nor a portrait there that is not', () => {
  const check = read('passport', 'UTO', lines(passport()));
  expect(check('visual-zone-match')).toEqual(['not-checked', 'no-page-image']);
  expect(check('portrait-source')).toEqual(['not-checked', 'no-portrait']);
});

it('says whether the portrait stands beside the data, for two sides need not be of one card', () => {
  const scan = (ref: string): Command[] => [
    { type: 'document.scan' },
    { type: 'page.scanned', source: 's', ref, mediaType: 'image/jpeg', dotsPerInch: 300 },
  ];
  const zone = (lines: string[]) => ({
    zone: { outcome: 'read' as const, lines, repairs: [], confidence: 1, reason: null },
  });
  const cropped: Command = { type: 'portrait.cropped', ref: 'face', checks: [], uprightRef: null };
  const sideOf = (type: Parameters<typeof chosen>[0], ...commands: Command[]) => {
    const { visit } = walk([...chosen(type), ...commands]);
    return checkRead(visit!).find(({ check }) => check === 'portrait-source')?.facts.side;
  };
  expect(sideOf('passport', ...scan('p'), pageRead('p', zone(passport())), cropped)).toBe('with-the-data');
  const front = [...scan('f'), pageRead('f'), cropped];
  expect(sideOf('identity-card', ...front, ...scan('b'), pageRead('b', zone(identityCard())))).toBe(
    'another',
  );
  expect(sideOf('driving-licence', ...front, barcode(licence()))).toBe('not-told');
  const text = licence();
  const onBack = { barcodes: [{ symbology: 'PDF417', text, bytes: btoa(text) }] };
  expect(sideOf('driving-licence', ...front, ...scan('b'), pageRead('b', onBack))).toBe('another');
});

describe('evidence and policy for a licence without a zone', () => {
  const of = (check: CheckName, outcome: Check['outcome']): Check => ({
    check,
    outcome,
    reason: 'x',
    facts: {},
  });
  const good: Check[] = [
    of('barcode-structure', 'passed'),
    of('document-expiry', 'passed'),
    of('document-choice-match', 'passed'),
    of('barcode-details-match', 'passed'),
    of('portrait-source', 'passed'),
    ...goodFace,
  ];
  const without = (check: CheckName) => good.filter((one) => one.check !== check);

  it('is FAIR by a whole barcode that is in date, and nothing without either', () => {
    expect(evidenceStrengthOf(good)).toBe('FAIR');
    expect(evidenceStrengthOf(without('barcode-structure'))).toBe('NONE');
    expect(evidenceStrengthOf(without('document-expiry'))).toBe('NONE');
  });

  it('is accepted in a simulation by the names in the barcode in place of those in the zone', () => {
    expect(decideByPolicy(completeChecks(good), simulation).outcome).toBe('accept');
    const untyped = decideByPolicy(completeChecks(without('barcode-details-match')), simulation);
    expect(untyped).toMatchObject({ outcome: 'refer', because: ['details-match'] });
    const other = [...without('barcode-details-match'), of('barcode-details-match', 'failed')];
    expect(decideByPolicy(other, simulation).outcome).toBe('refer');
  });

  it('does not pass over a comparison that failed because another passed', () => {
    const failed = decideByPolicy([...good, of('details-match', 'failed')], simulation);
    expect(failed).toMatchObject({ outcome: 'refer', because: ['details-match'] });
  });

  it('goes to a person by the standard policy, for anyone can print a barcode', () => {
    const { outcome, because } = decideByPolicy(completeChecks(good), standard);
    expect(outcome).toBe('refer');
    expect(because).toEqual(expect.arrayContaining(['mrz-check-digits', 'mrz-reading']));
  });
});
