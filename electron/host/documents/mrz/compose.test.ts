import { describe, expect, it } from 'vitest';
import { composeTd3, parseMrz, type Td3Person, transliterateName } from './index.ts';
import { composeNameField } from './name-field.ts';

const person: Td3Person = {
  issuer: 'UTO',
  primary: 'Eriksson',
  secondary: 'Anna Maria',
  documentNumber: 'L898902C3',
  nationality: 'UTO',
  birthDate: '1974-08-12',
  sex: 'F',
  expiryDate: '2012-04-15',
  optional: 'ZE184226B',
};

describe('composeTd3', () => {
  it('writes the example of Doc 9303-4 Appendix B', () => {
    expect(composeTd3(person)).toEqual([
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ]);
  });

  it('writes one-letter states, unspecified sex, empty optional data', () => {
    const lines = composeTd3({ ...person, issuer: 'D', nationality: 'D', sex: 'X', optional: '' });
    const result = parseMrz(lines);
    expect(result).toMatchObject({
      valid: true,
      fields: { issuer: 'D', nationality: 'D', sex: 'X', optional1: '' },
    });
    expect(lines[1]?.[42]).toBe('<');
  });

  it.each([
    [{ birthDate: '1990-02-29' }, 'mrz/date'],
    [{ expiryDate: '150412' }, 'mrz/date'],
    [{ documentNumber: 'TOOLONG1234' }, 'mrz/document-number'],
    [{ documentNumber: '' }, 'mrz/document-number'],
    [{ documentNumber: 'l8989' }, 'mrz/document-number'],
    [{ issuer: 'DE' }, 'mrz/state'],
    [{ documentCode: 'ID' }, 'mrz/document-code'],
    [{ optional: 'X'.repeat(15) }, 'mrz/optional'],
    [{ primary: ' - ' }, 'mrz/name'],
    [{ primary: 'R2D2' }, 'mrz/name'],
    [{ secondary: 'Ω' }, 'mrz/name'],
  ] as const)('refuses %j', (change, code) => {
    expect(() => composeTd3({ ...person, ...change })).toThrow(expect.objectContaining({ code }));
  });
});

// Doc 9303-3 §4.6 and §6.A, Doc 9303-4 §4.2.3.
it.each([
  ["O'Connor", 'OCONNOR'],
  ['O’Connor', 'OCONNOR'],
  ['Müller-Lüdenscheidt', 'MUELLER<LUEDENSCHEIDT'],
  ['Strauß', 'STRAUSS'],
  ['Ångström', 'AANGSTROEM'],
  ['Øresund Ærø', 'OERESUND<AEROE'],
  ['Þór Guðmundsdóttir', 'THOR<GUDMUNDSDOTTIR'],
  ['Wałęsa', 'WALESA'],
  ['Đorđe Čović', 'DORDE<COVIC'],
  ['Yıldız İnönü', 'YILDIZ<INOENUE'],
  ['Ștefănescu', 'STEFANESCU'],
  ['Nguyễn Thị', 'NGUYEN<THI'],
  ['José  M. ', 'JOSE<M'],
  ['e\u0301', 'E'],
  ['u\u0308', 'UE'],
  ['Əliyev', 'ELIYEV'],
])('%s is written %s', (name, written) => expect(transliterateName(name)).toBe(written));

describe('names that do not fit', () => {
  it.each([
    ['PAPANDROPOULOUS', 'JONATHON<WARREN<TREVOR', 'PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR'],
    ['NILAVADHANANANDA', 'ARNPOL<PETCH<CHARONGUANG', 'NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU'],
    ['NILAVADHANANANDA', 'CHAYAPA<DEJTHAMRONGX<KASUANG', 'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'],
    ['A'.repeat(40), 'ANNA', `${'A'.repeat(36)}<<A`],
    [
      'AAAAA<AAAAAAAAAAAAA<A<AAAAAAAAA<AAAA<A',
      'A',
      'AAAAA<AAAAAAAAAAAAA<A<AAAAAAAAA<AAA<A<<A'.replace('AAA<A<<A', 'AAAA<<A'),
    ],
    ['A'.repeat(50), '', 'A'.repeat(39)],
  ])('%s %s', (primary, secondary, field) => expect(composeNameField(primary, secondary, 39)).toBe(field));
});
