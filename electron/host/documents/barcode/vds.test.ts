import { describe, expect, it } from 'vitest';
import { readVds, type Vds } from './index.ts';
import { composeSeal, encodeC40, type Seal, SIGNATURE } from './vds.fixture.ts';

const today = new Date(2026, 10, 23);
const permit = ['ATUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'] as const;
const visaB = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'] as const;
const visaA = [
  'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
] as const;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function read(seal: Seal): Vds {
  const result = readVds(composeSeal(seal), { today });
  if (result.kind !== 'vds') throw new Error(`not read: ${result.reason}`);
  return result;
}

describe('a visa', () => {
  it('carries the zone as far as the expiry date', () => {
    const stay = Uint8Array.from([90, 0, 0]);
    const features: Seal['features'] = [
      [2, encodeC40(visaB[0] + visaB[1].slice(0, 28))],
      [4, stay],
      [5, encodeC40('UFO001979')],
    ];
    const seal = read({ features });
    expect(seal).toMatchObject({
      kind: 'vds',
      version: 4,
      issuer: 'UTO',
      signer: 'UTTS',
      certificateReference: '5B',
      issueDate: { text: '2026-11-15', precision: 'day' },
      signatureDate: { text: '2026-11-16', precision: 'day' },
      documentTypeReference: '5d01',
      documentType: 'visa',
      mrzCut: true,
      mrz: {
        kind: 'mrz',
        format: 'MRVB',
        valid: true,
        fields: { documentNumber: 'L8988901C' },
        lines: visaB,
      },
      features: [
        { tag: 2, name: 'MRZ', text: `${visaB[0]}\n${visaB[1].slice(0, 28)}` },
        { tag: 4, name: 'duration of stay', text: null, raw: '5a0000' },
        { tag: 5, name: 'passport number', text: 'UFO001979' },
      ],
      signature: { raw: hex(SIGNATURE), outcome: 'not-checked' },
    });
  });

  it('of the larger size', () => {
    const { mrz, mrzCut } = read({ features: [[1, encodeC40(visaA[0] + visaA[1].slice(0, 28))]] });
    expect(mrzCut).toBe(true);
    expect(mrz).toMatchObject({
      kind: 'mrz',
      format: 'MRVA',
      fields: { optional1: '', expiryDate: '961210' },
    });
  });
});

it('points at every value', () => {
  const features: Seal['features'] = [
    [2, encodeC40(permit.join(''))],
    [3, encodeC40('UFO001979')],
  ];
  const bytes = composeSeal({ type: [0xfb, 0x06], features });
  const seal = readVds(bytes, { today }) as Vds;
  expect(seal).toMatchObject({
    documentType: 'residence permit',
    mrzCut: false,
    mrz: { valid: true, lines: permit },
  });
  for (const { span, raw } of [...seal.features, seal.signature])
    expect(hex(bytes.subarray(span.start, span.end))).toBe(raw);
});

describe('headers', () => {
  const features: Seal['features'] = [[2, encodeC40(permit.join(''))]];
  it('of version 3 have five characters of reference', () => {
    expect(read({ raw: 2, reference: 'DETS00027', features })).toMatchObject({
      version: 3,
      signer: 'DETS',
      certificateReference: '00027',
    });
  });
  it('of version 4 write its length in hexadecimal', () => {
    const reference = `UTTS10${'0123456789ABCDEF'}`;
    expect(read({ reference, features }).certificateReference).toBe('0123456789ABCDEF');
  });
  it('and one signer writes it in decimal', () => {
    expect(read({ reference: `DEZV10${'0123456789'}`, features }).certificateReference).toBe('0123456789');
  });
  it('of version 4 with the five characters of version 3 are read too', () => {
    expect(read({ reference: 'DEME00008', features })).toMatchObject({
      version: 4,
      certificateReference: '00008',
    });
  });
  it('of a state with a one-letter code', () => expect(read({ issuer: 'D', features }).issuer).toBe('D'));
  it('with no such day', () => {
    expect(read({ dates: [13322026, 0], features })).toMatchObject({ issueDate: null, signatureDate: null });
  });
});

it('keeps features of types it does not know', () => {
  const seal = read({ type: [0x12, 0x34], features: [[9, Uint8Array.from([1, 2])]] });
  expect(seal).toMatchObject({
    documentType: null,
    mrz: null,
    features: [{ tag: 9, raw: '0102', name: null, text: null }],
  });
});

it('reads long values with one byte of length as older signers write them', () => {
  const value = new Uint8Array(0x80).fill(7);
  const bytes = [...composeSeal({ features: [[7, value]] })];
  bytes.splice(bytes.indexOf(0x81), 1);
  expect(readVds(Uint8Array.from(bytes))).toMatchObject({
    kind: 'vds',
    features: [{ tag: 7, raw: hex(value) }],
  });
});

it('leaves text that is not in its coding as bytes', () => {
  const broken = Uint8Array.from([0xff, 0xfe]);
  const seal = read({
    type: [0xfc, 0x04],
    features: [
      [1, broken],
      [2, broken],
      [3, new TextEncoder().encode('Åsa')],
    ],
  });
  expect(seal.features.map((one) => one.text)).toEqual([null, null, 'Åsa']);
});

describe('what is none', () => {
  const good = composeSeal({ features: [[2, encodeC40(permit.join(''))]] });
  const changedAt = (at: number, to: number): Uint8Array => good.with(at, to);
  it.each([
    ['nothing', new Uint8Array(), 'magic'],
    ['another first byte', changedAt(0, 0x40), 'magic'],
    ['another version', changedAt(1, 9), 'version'],
    ['no country', changedAt(2, 0xff), 'header'],
    ['a broken header', good.subarray(0, 12), 'header'],
    ['a broken feature', good.subarray(0, 40), 'features'],
    ['no signature', composeSeal({ features: [], signature: null }), 'signature'],
    ['something behind the signature', Uint8Array.from([...good, 1, 0]), 'signature'],
    ['more than a symbol holds', Uint8Array.from([...good, ...new Uint8Array(5_000)]), 'length'],
  ])('%s', (_name, bytes, reason) => {
    expect(readVds(bytes)).toEqual({ kind: 'not-vds', reason });
  });
});
