import { describe, expect, it } from 'vitest';
import { type Mrz, parseMrz } from '../documents/mrz/index.ts';
import { emptyDocument, type PageFindings, type ReadDocument } from './document.ts';
import { identityCard } from './testing/documents.ts';
import { passport } from './testing/fixtures.ts';
import { checkDigits, checkZoneOnPage, checkZoneReading } from './zone-checks.ts';

const mrzOf = (lines: readonly string[]): Mrz => {
  const read = parseMrz(lines, { today: new Date(2026, 10, 23) });
  if (read.kind !== 'mrz') throw new Error('no zone');
  return read;
};
const mrz = mrzOf(passport());
const repairs = [
  { line: 0, position: 5, from: '1', to: 'I', why: 'changed' as const },
  { line: 1, position: 43, from: 'O', to: '0', why: 'changed' as const },
];

function side(zone: Partial<NonNullable<PageFindings['zone']>> | null): ReadDocument['pages'][number] {
  const findings: PageFindings = {
    zone: zone && { outcome: 'read', repairs: [], confidence: 0.97, reason: null, mrz, ...zone },
    problem: null,
    quality: { sharpness: 1, glare: 0, dotsPerInch: 300 },
    certain: true,
    portraitWindow: null,
  };
  return {
    ref: 'p',
    mediaType: 'image/jpeg',
    dotsPerInch: 300,
    asked: true,
    uprightRef: null,
    findings,
  };
}
const documentWith = (changes: Partial<ReadDocument>): ReadDocument => ({ ...emptyDocument(1), ...changes });

describe('mrz-check-digits', () => {
  const made = (lines: readonly string[]) =>
    checkDigits({ source: 'reader', mrz: mrzOf(lines), repairs: [] });

  it('passes when all are right, and says how many there are', () => {
    expect(made(passport())).toMatchObject({
      outcome: 'passed',
      facts: { format: 'TD3', made: 5, failed: '', source: 'reader' },
    });
  });

  it('fails by the digits that are wrong, and names them', () => {
    const [upper = '', lower = ''] = passport();
    const wrong = `${lower.slice(0, 9)}${(Number(lower[9]) + 1) % 10}${lower.slice(10)}`;
    expect(made([upper, wrong])).toMatchObject({
      outcome: 'failed',
      reason: 'check-digit',
      facts: { failed: 'documentNumber composite' },
    });
  });

  it('is not made where the layout has none, nor where there is no zone', () => {
    const swiss = ['FAC070001', 'FACHE305142128097<<700121<<<<<', 'MARCHAND<<FABIENNE<<<<<<<<<<<<'];
    expect(made(swiss)).toMatchObject({ outcome: 'not-checked', reason: 'layout-has-none' });
    expect(checkDigits(null)).toMatchObject({ outcome: 'not-checked', reason: 'no-zone' });
  });
});

describe('mrz-reading', () => {
  const empty = emptyDocument(1);

  it('passes for the lines of a reader and for a page read without a doubt', () => {
    expect(checkZoneReading({ source: 'reader', mrz, repairs: [] }, empty)).toMatchObject({
      outcome: 'passed',
      reason: 'as-read',
      facts: { source: 'reader' },
    });
    const typed = documentWith({ lines: { source: 'wedge:keyboard', mrz } });
    expect(checkZoneReading({ source: 'reader', mrz, repairs: [] }, typed).facts).toEqual({
      source: 'reader',
      through: 'keyboard',
    });
    const document = documentWith({ pages: [side({})] });
    expect(checkZoneReading({ source: 'page', mrz, repairs: [] }, document)).toMatchObject({
      outcome: 'passed',
      facts: { source: 'page', confidence: 0.97 },
    });
  });

  it('is not passed by a repaired zone, and says how many characters and where, not which', () => {
    const check = checkZoneReading({ source: 'page', mrz, repairs }, empty);
    expect(check).toEqual({
      check: 'mrz-reading',
      outcome: 'not-checked',
      reason: 'repaired',
      facts: { source: 'page', count: 2, changed: 2, where: '1:6 2:44' },
    });
  });

  it('is not passed by a zone with a character in doubt, though nothing was changed', () => {
    const doubted = repairs.map((one) => ({ ...one, why: 'doubt' as const }));
    expect(checkZoneReading({ source: 'page', mrz, repairs: doubted }, empty)).toMatchObject({
      outcome: 'not-checked',
      reason: 'doubtful',
      facts: { count: 2, changed: 0 },
    });
  });

  it('is not made without a zone', () => {
    expect(checkZoneReading(null, empty)).toMatchObject({ outcome: 'not-checked', reason: 'no-zone' });
  });
});

describe('mrz-page-match', () => {
  const lines = { source: 'reader', mrz };

  it.each<[string, Partial<ReadDocument>, string, string]>([
    ['no lines', { pages: [side({})] }, 'not-checked', 'no-reader-lines'],
    ['no page', { lines }, 'not-checked', 'no-page-image'],
    ['no zone on the page', { lines, pages: [side(null)] }, 'not-checked', 'no-zone-on-page'],
    [
      'a zone that cannot be read',
      { lines, pages: [side({ outcome: 'unreadable', mrz: null })] },
      'not-checked',
      'page-zone-unreadable',
    ],
    [
      'a repaired zone, though it says the same',
      { lines, pages: [side({ outcome: 'repaired', repairs })] },
      'not-checked',
      'page-zone-repaired',
    ],
    ['the same zone', { lines, pages: [side(null), side({})] }, 'passed', 'same'],
  ])('%s', (_name, changes, outcome, reason) => {
    expect(checkZoneOnPage(documentWith(changes))).toMatchObject({ outcome, reason });
  });

  it('fails when they differ, and names the fields alone', () => {
    const other = mrzOf(passport({ secondary: 'Maja Elfriede', sex: 'X' }));
    const check = checkZoneOnPage(documentWith({ lines, pages: [side({ mrz: other })] }));
    expect(check).toMatchObject({
      outcome: 'failed',
      reason: 'different',
      facts: { fields: 'secondary sex' },
    });
    const card = checkZoneOnPage(documentWith({ lines, pages: [side({ mrz: mrzOf(identityCard()) })] }));
    expect(card).toMatchObject({ outcome: 'failed', facts: { fields: 'layout' } });
  });
});
