import { expect, it } from 'vitest';
import { readBarcode } from '../documents/barcode/index.ts';
import { checkBarcodeStructure } from './barcode-checks.ts';
import { licence } from './testing/documents.ts';
import { passport } from './testing/fixtures.ts';

const made = (text: string) => checkBarcodeStructure(readBarcode({ text }));

it('passes for a licence with everything its version asks for, and for a copy of the zone', () => {
  expect(made(licence())).toEqual({
    check: 'barcode-structure',
    outcome: 'passed',
    reason: 'well-formed',
    facts: { kind: 'aamva', version: 10, missing: '', departures: '' },
  });
  expect(made(passport().join('\n'))).toMatchObject({
    outcome: 'passed',
    facts: { kind: 'mrz-copy', format: 'TD3' },
  });
});

it('fails for a licence that lacks what its version asks for, or is wrong in itself', () => {
  expect(made(licence({ DCF: null, DDE: null }))).toMatchObject({
    outcome: 'failed',
    reason: 'elements-missing',
    facts: { missing: 'DCF DDE' },
  });
  expect(made(licence({ DBB: '13451988' }))).toMatchObject({ outcome: 'failed', reason: 'malformed' });
  expect(made(licence().slice(0, 40))).toMatchObject({
    outcome: 'failed',
    facts: { nearest: 'aamva-elements' },
  });
});

it('is not made without a barcode, for another one, and for a seal, whose signature nobody verified', () => {
  expect(checkBarcodeStructure(null)).toMatchObject({ outcome: 'not-checked', reason: 'no-barcode' });
  expect(made('https://example.org')).toMatchObject({ outcome: 'not-checked', reason: 'unknown-content' });
  const seal = { kind: 'vds' } as Parameters<typeof checkBarcodeStructure>[0];
  expect(checkBarcodeStructure(seal)).toMatchObject({
    outcome: 'not-checked',
    reason: 'seal-not-verified',
  });
});
