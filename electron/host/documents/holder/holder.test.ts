import { describe, expect, it } from 'vitest';
import { readAamva, readBarcode } from '../barcode/index.ts';
import { composeTd3, type Mrz, parseMrz } from '../mrz/index.ts';
import { type DocumentSources, holderOf, mayBe, typeOfBarcode, typeOfMrz } from './index.ts';

const today = new Date(2026, 10, 23);

function passport(changes: Partial<Parameters<typeof composeTd3>[0]> = {}): Mrz {
  const lines = composeTd3({
    issuer: 'UTO',
    primary: 'Eriksson',
    secondary: 'Anna Maria',
    documentNumber: 'L898902C3',
    nationality: 'UTO',
    birthDate: '1974-08-12',
    sex: 'F',
    expiryDate: '2032-04-15',
    ...changes,
  });
  const read = parseMrz(lines, { today });
  if (read.kind !== 'mrz') throw new Error('no zone');
  return read;
}

function licence(elements: Readonly<Record<string, string>> = {}, type = 'DL') {
  const all = {
    DAQ: 'L898902C3',
    DCS: 'ERIKSSON',
    DAC: 'ANNA',
    DAD: 'MARIA',
    DBB: '08121974',
    DBA: '04152032',
    DBC: '2',
    DCG: 'USA',
    ...elements,
  };
  const body = Object.entries(all).map(([id, value]) => `${id}${value}`);
  const read = readAamva(`@\n\x1e\rANSI 636000100001${type}00310200${type}${body.join('\n')}\r`);
  if (read.kind !== 'aamva') throw new Error('no licence');
  return read;
}

const none: DocumentSources = { chip: null, reader: null, page: null, barcode: null };
const fieldsOf = (sources: Partial<DocumentSources>) => holderOf({ ...none, ...sources }).fields;

describe('the holder', () => {
  it('is nobody without a source', () => {
    expect(holderOf(none)).toEqual({ documentType: null, fields: {} });
    const other = readBarcode({ text: 'https://example.org' });
    expect(holderOf({ ...none, barcode: other })).toEqual({ documentType: null, fields: {} });
  });

  it('by the lines alone is to be confirmed where no check digit speaks', () => {
    const fields = fieldsOf({ reader: passport() });
    const confirm = Object.entries(fields).flatMap(([name, { confirm }]) => (confirm ? [name] : []));
    expect(confirm.sort()).toEqual(['familyName', 'givenNames', 'issuer', 'nationality', 'sex']);
    expect(fields.birthDate).toEqual({
      value: '1974-08-12',
      from: ['reader'],
      assurance: 'check-digit',
      differs: false,
      confirm: false,
    });
  });

  it('is taken by the reader’s lines before the page, and by the page before the barcode', () => {
    const page = { mrz: passport({ secondary: 'Anna Lena' }), repairs: [] };
    const all = fieldsOf({ reader: passport(), page, barcode: licence() });
    expect(all.givenNames).toMatchObject({ value: 'ANNA MARIA', from: ['reader', 'barcode'], differs: true });
    expect(all.documentNumber?.from).toEqual(['reader', 'page', 'barcode']);
    expect(all.nationality?.from).toEqual(['reader', 'page']);
    expect(fieldsOf({ page, barcode: licence() }).givenNames).toMatchObject({
      value: 'ANNA LENA',
      from: ['page'],
      differs: true,
    });
  });

  it('has a repaired field confirmed, and one whose check digit was repaired, and no other', () => {
    const repairs = [
      { line: 1, position: 2, why: 'changed' as const },
      { line: 1, position: 27, why: 'changed' as const },
    ];
    const fields = fieldsOf({ page: { mrz: passport(), repairs } });
    expect(fields.documentNumber).toMatchObject({ assurance: 'repaired', confirm: true });
    expect(fields.expiryDate).toMatchObject({ assurance: 'repaired', confirm: true });
    expect(fields.birthDate).toMatchObject({ assurance: 'check-digit', confirm: false });
  });

  it('is not put in doubt by a page that had to be repaired beside lines that had not', () => {
    const page = {
      mrz: passport({ secondary: 'Anna Lena' }),
      repairs: [{ line: 0, position: 18, why: 'changed' as const }],
    };
    const { givenNames } = fieldsOf({ reader: passport(), page });
    expect(givenNames).toMatchObject({ from: ['reader'], differs: false });
  });

  it('of a barcode alone is to be confirmed throughout, and what it does not say is left out', () => {
    const fields = fieldsOf({ barcode: licence() });
    expect(Object.values(fields).every(({ confirm, from }) => confirm && from[0] === 'barcode')).toBe(true);
    expect(fields.nationality).toBeUndefined();
    expect(fields.issuer?.value).toBe('USA');
    const copy = readBarcode({ text: passport().lines.join('\n') }, { today });
    expect(fieldsOf({ barcode: copy }).birthDate).toMatchObject({ assurance: 'check-digit', confirm: true });
  });

  it('is not taken from a barcode that is wrong in itself', () => {
    expect(fieldsOf({ barcode: licence({ DBB: '99999999' }) })).toEqual({});
  });

  it('has the visitor look where two sources differ, whatever stands behind the stronger', () => {
    const fields = fieldsOf({ reader: passport(), barcode: licence({ DBB: '08131974' }) });
    expect(fields.birthDate).toMatchObject({
      value: '1974-08-12',
      assurance: 'check-digit',
      differs: true,
      confirm: true,
    });
  });

  it('keeps a date as far as it is known', () => {
    const [upper = '', lower = ''] = passport().lines;
    const partial = parseMrz([upper, `${lower.slice(0, 13)}74<<<<4${lower.slice(20)}`], { today });
    expect(partial.kind === 'mrz' && fieldsOf({ reader: partial }).birthDate?.value).toBe('1974');
  });
});

describe('the kind of document', () => {
  it('is what was chosen when the document says that it is several', () => {
    const sources = { ...none, reader: passport(), barcode: licence({}, 'EN') };
    expect(holderOf(sources).documentType).toBe('passport');
    expect(holderOf(sources, 'driving-licence').documentType).toBe('driving-licence');
    expect(holderOf(sources, 'identity-card').documentType).toBe('passport');
  });

  it.each([
    ['DL', 'driving-licence'],
    ['EN', 'driving-licence'],
    ['ID', 'identity-card'],
  ])('of a barcode %s is %s', (type, expected) => {
    expect(typeOfBarcode(licence({}, type))).toBe(expected);
  });

  it('of a zone is told by its layout and code', () => {
    expect(typeOfMrz(passport())).toBe('passport');
    const visa = parseMrz([
      'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
    ]);
    expect(visa.kind === 'mrz' && typeOfMrz(visa)).toBeNull();
  });

  it('of a card may be a permit, and of nothing else', () => {
    expect(mayBe('identity-card', 'residence-permit')).toBe(true);
    expect(mayBe('residence-permit', 'identity-card')).toBe(true);
    expect(mayBe('passport', 'identity-card')).toBe(false);
    expect(mayBe('driving-licence', 'identity-card')).toBe(false);
    expect(mayBe(null, 'identity-card')).toBe(false);
  });
});
