import { describe, expect, it } from 'vitest';
import { documentField, fieldSource, type ReadField } from '../../../electron/contract/index.ts';
import { backingOf, fieldLabels, fieldValue, sourceWords } from './fields.ts';

const field = (part: Partial<ReadField> = {}): ReadField => ({
  field: 'documentNumber',
  value: '•••567',
  from: ['reader', 'page'],
  assurance: 'check-digit',
  differs: false,
  confirm: false,
  ...part,
});

describe('a field for staff', () => {
  it('has a label for every field and a word for every source, no two alike', () => {
    expect(new Set(documentField.options.map((one) => fieldLabels[one])).size).toBe(
      documentField.options.length,
    );
    expect(new Set(fieldSource.options.map((one) => sourceWords[one])).size).toBe(fieldSource.options.length);
  });

  it('is written out', () => {
    expect(fieldValue(field({ field: 'issuer', value: 'D' }))).toBe('Germany');
    expect(fieldValue(field({ field: 'birthDate', value: '1988-04-17' }))).toBe('17 Apr 1988');
    expect(fieldValue(field({ field: 'sex', value: 'X' }))).toBe('not specified');
    expect(fieldValue(field({ field: 'sex', value: 'valueOf' }))).toBe('valueOf');
    expect(fieldValue(field({ value: '' }))).toBe('not given');
  });

  it('says what stands behind it, and every doubt', () => {
    expect(backingOf(field())).toEqual({ text: 'reader, picture · check digit right', doubt: null });
    expect(backingOf(field({ assurance: 'none', from: ['barcode'] }))).toEqual({
      text: 'barcode · no check digit',
      doubt: null,
    });
    expect(backingOf(field({ assurance: 'repaired', differs: true, from: ['page'] }))).toEqual({
      text: 'picture',
      doubt: 'corrected while reading · another source says otherwise',
    });
    expect(backingOf(field({ assurance: 'none', from: ['chip'] })).text).toBe('chip');
  });
});
