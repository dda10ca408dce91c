import { describe, expect, test } from 'vitest';
import { documentField, fieldSource, type ReadField } from '../../../electron/contract/index.ts';
import { dictionaries } from '../../i18n/index.ts';
import { askedOf, confirmedFields, doubts, sourceText, valueText } from './fields.ts';

const m = dictionaries.en;
const field = (name: ReadField['field'], part: Partial<ReadField> = {}): ReadField => ({
  field: name,
  value: 'X',
  from: ['page'],
  assurance: 'none',
  differs: false,
  confirm: true,
  ...part,
});

describe('a value on the review screen', () => {
  test('is written as people read it', () => {
    const text = (name: ReadField['field'], value: string, language: 'en' | 'de' = 'en') =>
      valueText(field(name, { value }), dictionaries[language], language);
    expect(text('birthDate', '1984-08-12', 'de')).toBe('12. August 1984');
    expect(text('birthDate', '1984')).toBe('1984');
    expect(text('issuer', 'D')).toBe('Germany');
    expect(text('sex', 'F', 'de')).toBe('Weiblich');
    expect(text('sex', 'toString')).toBe('toString');
    expect(text('givenNames', '')).toBe(m.review.notRead);
  });

  test('says where it is from, and what speaks against it', () => {
    expect(sourceText(field('sex', { from: ['reader', 'page'] }), m)).toBe('Reader · Picture');
    expect(doubts(field('sex'), m)).toEqual([]);
    expect(doubts(field('sex', { differs: true, assurance: 'repaired' }), m)).toEqual([
      m.review.differs,
      m.review.repaired,
    ]);
  });

  test.each(Object.entries(dictionaries))(
    '%s: every field and every source has its own name',
    (_code, words) => {
      const { fields, sources } = words.review;
      expect(new Set(documentField.options.map((name) => fields[name])).size).toBe(
        documentField.options.length,
      );
      expect(new Set(fieldSource.options.map((source) => sources[source])).size).toBe(
        fieldSource.options.length,
      );
    },
  );
});

describe('what is asked', () => {
  const fields = [
    field('familyName'),
    field('birthDate', { assurance: 'check-digit', confirm: false }),
    field('sex'),
  ];

  test('is what the host wants confirmed, in its order, and exactly that is confirmed', () => {
    const asked = askedOf(fields);
    expect(asked.compare.map((one) => one.field)).toEqual(['familyName', 'sex']);
    expect(asked.settled.map((one) => one.field)).toEqual(['birthDate']);
    expect(confirmedFields(asked)).toEqual(['familyName', 'sex']);
    expect(confirmedFields(askedOf([]))).toEqual([]);
  });

  test('is asked anew when a value changes, and not when another does', () => {
    const { key } = askedOf(fields);
    const changed = (name: ReadField['field'], value: string) =>
      askedOf(fields.map((one) => (one.field === name ? { ...one, value } : one))).key;
    expect(changed('sex', 'M')).not.toBe(key);
    expect(changed('birthDate', '1999-01-01')).toBe(key);
    expect(askedOf(fields.map((one) => ({ ...one, confirm: true }))).key).not.toBe(key);
  });
});
