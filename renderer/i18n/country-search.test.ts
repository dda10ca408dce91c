import { expect, test } from 'vitest';
import {
  countryName,
  dictionaries,
  foldText,
  icaoCountries,
  type Language,
  searchCountries,
} from './index.ts';

const found = (language: Language, typed: string) =>
  searchCountries(icaoCountries(language, dictionaries[language].countries), typed).map(({ code }) => code);

test('marks, case and punctuation make no difference', () => {
  expect(foldText('  Åland-INSELN ')).toBe('aland inseln');
  expect(foldText('Türkiye')).toBe('turkiye');
  expect(foldText('ŁÓDŹ ıß')).toBe('lodz iss');
  expect(foldText('الإمارات')).toBe(foldText('الامارات'));
});

test('finds by the beginning of a name, with or without its marks', () => {
  expect(found('de', 'osterr')[0]).toBe('AUT');
  expect(found('fr', 'ethio')[0]).toBe('ETH');
  expect(found('tr', 'almanya')[0]).toBe('D');
  expect(found('pl', 'wlochy')[0]).toBe('ITA');
  expect(found('ar', 'امارات')[0]).toBe('ARE');
});

test('finds by every code that stands on a document', () => {
  expect(found('en', 'DEU')[0]).toBe('D');
  expect(found('en', 'd')[0]).toBe('D');
  expect(found('en', 'DE')[0]).toBe('D');
  expect(found('es', 'chn')[0]).toBe('CHN');
  expect(found('de', 'RKS')[0]).toBe('RKS');
  expect(found('en', 'XXB')).toEqual(['XXB']);
});

test('finds a later word of a name, and the English name in any language', () => {
  expect(found('en', 'kingdom')).toContain('GBR');
  expect(found('ar', 'germany')[0]).toBe('D');
});

test('an empty text means all, nonsense means none', () => {
  expect(found('en', '  ').length).toBeGreaterThan(240);
  expect(found('en', 'qqzzx')).toEqual([]);
});

test('names are unique, none is missing, Germany is D', () => {
  for (const language of Object.keys(dictionaries) as Language[]) {
    const countries = icaoCountries(language, dictionaries[language].countries);
    const codes = countries.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(countries.every(({ name }) => name.length > 1)).toBe(true);
    expect(codes).toContain('D');
    expect(codes).not.toContain('DEU');
  }
});

test('a code from a zone has its name, and an unknown one stays itself', () => {
  expect(countryName('D', 'fr', dictionaries.fr.countries)).toBe('Allemagne');
  expect(countryName('DEU', 'en', dictionaries.en.countries)).toBe('Germany');
  expect(countryName('UTO', 'de', dictionaries.de.countries)).toBe('Utopia (Muster)');
  expect(countryName('ZZZ', 'de', dictionaries.de.countries)).toBe('ZZZ');
});
