import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChipError } from '../errors.ts';
import {
  bytesOf,
  childrenOf,
  concatBytes,
  DER,
  decodeOid,
  encodeOid,
  equalBytes,
  hexOf,
  integerOf,
  needTlv,
  numberToBytes,
  octetStringOf,
  oidOf,
  readTlv,
  readTlvAt,
  readTlvHeader,
  readTlvs,
  smallIntegerOf,
  writeInteger,
  writeOid,
  writeTlv,
} from './index.ts';

/** The code of the error that is thrown, or nothing. */
function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ChipError) return error.code;
    throw error;
  }
}

describe('reading objects', () => {
  it('reads one, two and three octet tags and every form of length', () => {
    expect(readTlv(bytesOf('60 02 5C 00')).tag).toBe(0x60);
    expect(readTlv(bytesOf('5F1F 01 41'))).toMatchObject({ tag: 0x5f1f, constructed: false });
    expect(readTlv(bytesOf('7F4E 02 0401'))).toMatchObject({ tag: 0x7f4e, constructed: true });
    expect(readTlv(bytesOf('BF8101 00')).tag).toBe(0xbf8101);
    for (const form of ['04 03', '04 81 03', '04 82 0003', '04 84 00000003']) {
      expect(hexOf(readTlv(bytesOf(`${form} 010203`)).value)).toBe('010203');
    }
  });

  it('gives views, and the octets as they were encoded', () => {
    const bytes = bytesOf('FF 30 81 03 02 01 05 EE');
    const tlv = readTlvAt(bytes, 1);
    expect(tlv.encoded.buffer).toBe(bytes.buffer);
    expect(hexOf(tlv.encoded)).toBe('308103020105');
    expect(integerOf(needTlv(childrenOf(tlv), DER.integer))).toBe(5n);
  });

  it('follows indefinite lengths to their end', () => {
    const tlv = readTlv(bytesOf('30 80 24 80 04 01 AA 04 01 BB 0000 02 01 05 0000'));
    const [text, number] = childrenOf(tlv);
    expect(text && hexOf(octetStringOf(text))).toBe('aabb');
    expect(number && integerOf(number)).toBe(5n);
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['half a long tag', '5F'],
    ['a tag of five octets', '1F 81 81 81 81 01 00'],
    ['a tag with a leading zero', '1F 80 01 00'],
    ['half a length', '30 82 01'],
    ['a length beyond the end', '30 05 00'],
    ['a length of 2^31', '30 84 80000000 00'],
    ['a reserved length', '30 FF 00'],
    ['an indefinite length without an end', '30 80 02 01 05'],
    ['an indefinite primitive', '04 80 00 00'],
    ['something after it', '30 00 00'],
  ])('refuses %s', (_name, hex) => {
    expect(codeOf(() => readTlv(bytesOf(hex)))).toBe('chip/malformed');
  });

  it('refuses lengths beyond 32 bits, however many zeros lead', () => {
    expect(codeOf(() => readTlv(bytesOf('30 85 01 00000000')))).toBe('chip/too-large');
    expect(readTlv(bytesOf('30 85 00 00000001 00')).value.length).toBe(1);
  });

  it('is not brought down by nesting or by numbers of objects', () => {
    const deep = new Uint8Array(60_000).map((_, i) => (i % 2 === 0 ? 0x30 : 0x80));
    expect(codeOf(() => readTlv(deep))).toBe('chip/malformed');
    expect(codeOf(() => readTlvs(new Uint8Array(60_000)))).toBe('chip/too-large');
  });

  it('tells how long a file is from its first octets', () => {
    expect(readTlvHeader(bytesOf('75 82 3AE9 7F61'))).toEqual({
      tag: 0x75,
      constructed: true,
      headerLength: 4,
      valueLength: 0x3ae9,
    });
    expect(readTlvHeader(bytesOf('75 82 3A'))).toBeNull();
    expect(readTlvHeader(bytesOf('7F'))).toBeNull();
  });

  it('throws nothing but its own error, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const code = codeOf(() => {
          for (const tlv of readTlvs(bytes)) if (tlv.constructed) childrenOf(tlv);
        });
        return code === undefined || code === 'chip/malformed' || code === 'chip/too-large';
      }),
      { numRuns: 3000 },
    );
  });
});

describe('writing objects', () => {
  it('writes what it reads', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0x02, 0x30, 0x5f1f, 0x7f4e, 0xbf8101),
        fc.uint8Array({ maxLength: 400 }),
        (tag, value) => {
          const tlv = readTlv(writeTlv(tag, value), tag);
          return equalBytes(tlv.value, value);
        },
      ),
      { numRuns: 300 },
    );
    expect(hexOf(writeTlv(0x04, new Uint8Array(0x1234)).subarray(0, 4))).toBe('04821234');
    expect(hexOf(writeTlv(0x04, new Uint8Array(0x80)).subarray(0, 3))).toBe('048180');
  });

  it('joins parts', () => {
    expect(hexOf(writeTlv(0x30, bytesOf('0101FF'), bytesOf('0500')))).toBe('30050101ff0500');
    expect(hexOf(concatBytes(bytesOf('01'), bytesOf(''), bytesOf('02')))).toBe('0102');
  });
});

describe('values of ASN.1', () => {
  it.each(['0.4.0.127.0.7.2.2.4.2.2', '1.3.36.3.3.2.8.1.1.7', '2.16.840.1.101.3.4.2.1', '2.999.3'])(
    'reads and writes the object identifier %s',
    (dotted) => expect(oidOf(readTlv(writeOid(dotted)))).toBe(dotted),
  );

  it('knows an object identifier from its octets', () => {
    expect(hexOf(encodeOid('0.4.0.127.0.7.2.2.4.2.2'))).toBe('04007f00070202040202');
    expect(codeOf(() => decodeOid(bytesOf('0480')))).toBe('chip/malformed');
    expect(codeOf(() => decodeOid(bytesOf('')))).toBe('chip/malformed');
  });

  it('reads integers with their sign', () => {
    expect(integerOf(readTlv(bytesOf('02 01 FF')))).toBe(-1n);
    expect(integerOf(readTlv(bytesOf('02 02 00FF')))).toBe(255n);
    expect(codeOf(() => integerOf(readTlv(bytesOf('02 00'))))).toBe('chip/malformed');
    expect(codeOf(() => smallIntegerOf(readTlv(bytesOf('02 01 FF'))))).toBe('chip/malformed');
    for (const value of [0n, 127n, 128n, 255n, 256n, 1n << 255n, (1n << 256n) - 1n]) {
      expect(integerOf(readTlv(writeInteger(value)))).toBe(value);
    }
    expect(hexOf(writeInteger(128n))).toBe('02020080');
  });

  it('turns numbers into octets of one length', () => {
    expect(hexOf(numberToBytes(258n, 4))).toBe('00000102');
    expect(() => numberToBytes(256n, 1)).toThrow(RangeError);
    expect(() => bytesOf('0')).toThrow(RangeError);
  });
});
