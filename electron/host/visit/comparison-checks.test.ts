import { describe, expect, it } from 'vitest';
import { readBarcode } from '../documents/barcode/index.ts';
import { type Mrz, parseMrz } from '../documents/mrz/index.ts';
import { checkBarcodeDetails, checkBarcodeMatch, checkDetails } from './comparison-checks.ts';
import { licence } from './testing/documents.ts';
import { passport } from './testing/fixtures.ts';

const today = new Date(2026, 10, 23);
const mrz = (changes: Parameters<typeof passport>[0] = {}): Mrz => {
  const read = parseMrz(passport({ documentNumber: 'T64235789', issuer: 'USA', ...changes }), { today });
  if (read.kind !== 'mrz') throw new Error('no zone');
  return read;
};
const barcode = (changes: Parameters<typeof licence>[0] = {}) =>
  readBarcode({ text: licence(changes) }, { today });
const typed = (familyName: string, givenNames: string) => ({
  familyName,
  givenNames,
  email: 'x@example.org',
});

describe('barcode-match', () => {
  it('passes field by field, and says so of each', () => {
    expect(checkBarcodeMatch(mrz(), barcode())).toEqual({
      check: 'barcode-match',
      outcome: 'passed',
      reason: 'same',
      facts: Object.fromEntries(
        ['familyName', 'givenNames', 'birthDate', 'documentNumber', 'expiryDate', 'sex', 'issuer'].map(
          (field) => [field, 'passed same'],
        ),
      ),
    });
  });

  it.each([
    [{ DBB: '04181988' }, 'failed', 'birth-date'],
    [{ DAQ: 'T64235780' }, 'failed', 'document-number'],
    [{ DCS: 'SOMEBODY' }, 'failed', 'family-name'],
    [{ DCG: 'CAN' }, 'failed', 'issuer'],
    [{ DCS: 'ЛИНДКВИСТ' }, 'not-checked', 'other-script'],
    [{ DAD: 'NONE' }, 'passed', 'same'],
  ])('with %j: %s, %s', (changes, outcome, reason) => {
    expect(checkBarcodeMatch(mrz(), barcode(changes))).toMatchObject({ outcome, reason });
  });

  it('holds nothing that anybody could be known by', () => {
    const { facts } = checkBarcodeMatch(mrz(), barcode({ DCS: 'SOMEBODY' }));
    expect(JSON.stringify(facts)).not.toMatch(/LINDQVIST|SOMEBODY|1988|T6423/);
  });

  it('is not made without one of the two, nor with what has nothing in common', () => {
    expect(checkBarcodeMatch(null, barcode())).toMatchObject({ outcome: 'not-checked', reason: 'no-zone' });
    expect(checkBarcodeMatch(mrz(), null)).toMatchObject({ outcome: 'not-checked', reason: 'no-barcode' });
    const other = readBarcode({ text: 'https://example.org' });
    expect(checkBarcodeMatch(mrz(), other)).toMatchObject({
      outcome: 'not-checked',
      reason: 'nothing-in-common',
    });
  });
});

describe('details-match and barcode-details-match', () => {
  it.each([
    ['Lindqvist', 'Maja Elin', 'passed', 'same'],
    ['Lindqvist', 'Maja', 'passed', 'same'],
    ['Lindquist', 'Maja', 'failed', 'family-name'],
    ['Lindqvist', 'Anna', 'failed', 'given-names'],
    ['Линдквист', 'Майя', 'not-checked', 'other-script'],
    ['Lindqvist', '-', 'not-checked', 'missing'],
  ])('%s, %s: %s, %s', (family, given, outcome, reason) => {
    const details = typed(family, given);
    expect(checkDetails(mrz(), details)).toMatchObject({ check: 'details-match', outcome, reason });
    expect(checkBarcodeDetails(barcode(), details)).toMatchObject({
      check: 'barcode-details-match',
      outcome,
      reason,
    });
  });

  it('is not made without what is typed, or without what to compare it with', () => {
    const details = typed('Lindqvist', 'Maja');
    expect(checkDetails(null, details)).toMatchObject({ outcome: 'not-checked', reason: 'no-zone' });
    expect(checkDetails(mrz(), null)).toMatchObject({ outcome: 'not-checked', reason: 'nothing-typed' });
    expect(checkBarcodeDetails(null, details)).toMatchObject({
      outcome: 'not-checked',
      reason: 'no-barcode',
    });
    expect(checkBarcodeDetails(barcode(), null)).toMatchObject({ reason: 'nothing-typed' });
  });
});
