import { describe, expect, it } from 'vitest';
import { writeDg1, writeDg2, writeDg7, writeDg11, writeDg12, writeEfCom } from '../issuing/index.ts';
import { errorCode } from '../testing/error-code.ts';
import { hasTestData, testData } from '../testing/test-data.ts';
import { FACE, MRZ } from '../testing/utopia.ts';
import { bytesOf, concatBytes, readTlv, writeTlv } from '../tlv/index.ts';
import {
  dataGroupOfTag,
  dateOfDigits,
  readDg1,
  readDg2,
  readDg7,
  readDg11,
  readDg12,
  readDg14,
  readDg15,
  readEfCom,
  tagOfDataGroup,
} from './index.ts';
import { readIso39794 } from './iso-39794-5.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const malformed = (work: () => unknown) => expect(errorCode(work)).toBe('chip/malformed');

describe('EF.COM', () => {
  it('lists data groups', () => {
    expect(readEfCom(writeEfCom([1, 2, 14, 16]))).toEqual({
      ldsVersion: '0107',
      unicodeVersion: '040000',
      dataGroups: [1, 2, 14, 16],
    });
  });

  it('may be without versions, and list what there is not', () => {
    expect(readEfCom(writeTlv(0x60, writeTlv(0x5c, Uint8Array.of(0x61, 0x99, 0x61))))).toEqual({
      ldsVersion: null,
      unicodeVersion: null,
      dataGroups: [1],
    });
  });

  it('knows every tag both ways', () => {
    for (let group = 1; group <= 16; group += 1) expect(dataGroupOfTag(tagOfDataGroup(group))).toBe(group);
    expect(dataGroupOfTag(0x60)).toBeNull();
    expect(() => tagOfDataGroup(17)).toThrow(RangeError);
  });
});

describe('DG1', () => {
  it('holds two lines of 44 or 36, or three of 30', () => {
    expect(readDg1(writeDg1(MRZ))).toEqual({ lines: MRZ, documentCode: 'P', issuingState: 'UTO' });
    const card = ['I<D<<T220001293<<<<<<<<<<<<<<<', '6408125<1010318D<<<<<<<<<<<<<4'];
    const name = 'MUSTERMANN<<ERIKA<<<<<<<<<<<<<';
    expect(readDg1(writeDg1([...card, name]))).toMatchObject({
      lines: [...card, name],
      documentCode: 'I',
      issuingState: 'D',
    });
    expect(readDg1(writeDg1(['A'.repeat(36), 'B'.repeat(36)])).lines.length).toBe(2);
  });

  it('holds nothing else', () => {
    malformed(() => readDg1(writeDg1([])));
    malformed(() => readDg1(writeDg1(['A'.repeat(43), 'B'.repeat(44)])));
    malformed(() => readDg1(writeDg1(['a'.repeat(44), 'B'.repeat(44)])));
    malformed(() => readDg1(writeTlv(0x61)));
    malformed(() => readDg1(writeTlv(0x62, writeTlv(0x5f1f, text(MRZ.join(''))))));
    malformed(() => readDg1(new Uint8Array()));
  });
});

describe('DG2', () => {
  const face = { image: FACE, format: 'jpeg' as const, width: 300, height: 400 };

  it.each(['ISO 19794-5', 'ISO 39794-5'] as const)('in %s', (standard) => {
    expect(readDg2(writeDg2(face, standard))).toEqual([{ standard, declared: 'jpeg', image: FACE }]);
    const jp2 = writeDg2({ ...face, format: 'jpeg2000' }, standard);
    expect(readDg2(jp2)[0]?.declared).toBe('jpeg2000');
  });

  it('with a wrong length in its record is read to the end', () => {
    const file = writeDg2(face);
    const record = Buffer.from(file).indexOf('FAC');
    file.set([0, 0, 0, 7], record + 14);
    expect(readDg2(file)[0]?.image).toEqual(FACE);
  });

  it('with several faces gives them all', () => {
    const one = readTlv(writeDg2(face));
    const record = Buffer.from(one.encoded).subarray(Buffer.from(one.encoded).indexOf('FAC'));
    const two = concatBytes(record, record.subarray(14));
    two[13] = 2;
    const block = writeTlv(0x7f60, writeTlv(0x5f2e, two));
    const file = writeTlv(0x75, writeTlv(0x7f61, bytesOf('020102'), block, block));
    expect(readDg2(file).map(({ image }) => image)).toEqual([FACE, FACE, FACE, FACE]);
  });

  it('that lies about its records is refused', () => {
    const group = (...templates: Uint8Array[]) => writeTlv(0x75, writeTlv(0x7f61, ...templates));
    const template = (block: Uint8Array) => writeTlv(0x7f60, writeTlv(0x5f2e, block));
    malformed(() => readDg2(group()));
    malformed(() => readDg2(group(writeTlv(0x7f60, writeTlv(0xa1)))));
    malformed(() => readDg2(group(template(text('FAC\0')))));
    malformed(() => readDg2(group(template(text('CBEFF')))));
    const many = Buffer.from(readTlv(writeDg2(face)).encoded);
    many.writeUInt16BE(65_535, many.indexOf('FAC') + 12);
    expect(errorCode(() => readDg2(many))).toBe('chip/too-large');
    const points = Buffer.from(readTlv(writeDg2(face)).encoded);
    points.writeUInt16BE(65_535, points.indexOf('FAC') + 18);
    malformed(() => readDg2(points));
    const hundred = Array.from({ length: 100 }, () => template(text('FAC\0')));
    expect(errorCode(() => readDg2(group(...hundred)))).toBe('chip/too-large');
  });
});

it('DG7 holds pictures', () => {
  expect(readDg7(writeDg7(FACE))).toEqual([FACE]);
  expect(readDg7(writeTlv(0x67, bytesOf('020100')))).toEqual([]);
});

describe('DG11', () => {
  it('is read in the state’s own characters', () => {
    const file = writeDg11({
      fullName: 'Müller<<Ján Łukasz',
      dateOfBirth: '19640812',
      placeOfBirth: ['Zürich', 'CH'],
      address: ['Weg 1', 'Bern'],
      personalNumber: '12',
    });
    expect(readDg11(file)).toMatchObject({
      fullName: 'Müller<<Ján Łukasz',
      dateOfBirth: '19640812',
      placeOfBirth: ['Zürich', 'CH'],
      address: ['Weg 1', 'Bern'],
      personalNumber: '12',
      otherNames: [],
      custody: null,
    });
  });

  it('takes Latin-1, dates in characters, other names, and no control characters', () => {
    const file = writeTlv(
      0x6b,
      writeTlv(0x5f0e, Uint8Array.of(0x4d, 0xfc, 0x07, 0x6c)),
      writeTlv(0x5f2b, text('19640812')),
      writeTlv(0xa0, bytesOf('020102'), writeTlv(0x5f0f, text('A')), writeTlv(0x5f0f, text('B'))),
    );
    expect(readDg11(file)).toMatchObject({
      fullName: 'Mü l',
      dateOfBirth: '19640812',
      otherNames: ['A', 'B'],
    });
  });

  it('cuts what no passport has', () => {
    const file = writeTlv(0x6b, writeTlv(0x5f0e, text('ü'.repeat(100_000))));
    expect(readDg11(file).fullName?.length).toBeLessThanOrEqual(1000);
    expect(readDg11(writeTlv(0x6b, writeTlv(0x5f2b, text('196408')))).dateOfBirth).toBeNull();
  });
});

it('DG12 says when and by whom the document was issued', () => {
  expect(readDg12(writeDg12('Ministry', '20220601'))).toMatchObject({
    issuingAuthority: 'Ministry',
    dateOfIssue: '20220601',
    personalizedAt: null,
  });
  expect(dateOfDigits('20220601')).toBe(Date.UTC(2022, 5, 1));
  expect(dateOfDigits('20220631')).toBeNull();
  expect(dateOfDigits(null)).toBeNull();
});

it.each([
  ['DG14', readDg14],
  ['DG15', readDg15],
])('%s that is none is refused', (_name, read) => {
  malformed(() => read(bytesOf('6e00')));
  malformed(() => read(bytesOf('6f00')));
  malformed(() => read(bytesOf('')));
});

const BDR = 'chip/chip-bdr-test';
const ISO = 'chip/iso39794/ICAO_39794_5_AP';

describe.skipIf(!hasTestData(`${BDR}/EF_COM.bin`, `${ISO}_DG2_AllFields.dat`))('files of others', () => {
  it('of a test chip of Bundesdruckerei', () => {
    const file = (name: string) => testData(`${BDR}/EF_${name}.bin`);
    expect(readEfCom(file('COM')).dataGroups).toEqual([1, 2, 3, 14]);
    expect(readDg1(file('DG1'))).toMatchObject({ documentCode: 'P', issuingState: 'D' });
    expect(readDg2(file('DG2'))).toMatchObject([{ standard: 'ISO 19794-5', declared: 'jpeg2000' }]);
    expect(readDg7(file('DG7')).length).toBe(1);
    expect(readDg11(file('DG11'))).toMatchObject({ fullName: 'Doe John', otherNames: ['William'] });
    expect(readDg12(file('DG12'))).toMatchObject({
      dateOfIssue: '20240101',
      otherPeople: ['William'],
      personalizedAt: '20240101123059',
    });
    expect(readDg14(file('DG14')).chipAuthentication.length).toBe(1);
    expect(readDg15(file('DG15')).kind).toBe('rsa');
  });

  it.each(['DG2_AllFields', 'DG2_MandFields'])('ISO 39794-5 %s', (name) => {
    const faces = readDg2(testData(`${ISO}_${name}.dat`));
    expect(faces).toMatchObject([{ standard: 'ISO 39794-5', declared: 'jpeg2000' }]);
    expect(faces[0]?.image).toEqual(testData(`${ISO}_DG2_Face.jpg`));
  });

  it.each(['AllFields', 'MandFields', 'MandFields_InvalidImage'])('ISO 39794-5 data block %s', (name) => {
    const block = readTlv(writeTlv(0x7f2e, testData(`${ISO}_${name}.dat`)));
    const [face] = readIso39794(block);
    expect(face?.image.length).toBe(15_000);
  });
});
