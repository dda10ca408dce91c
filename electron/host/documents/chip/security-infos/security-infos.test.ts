import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCode } from '../testing/error-code.ts';
import { bytesOf, writeTlv } from '../tlv/index.ts';
import { readSecurityInfos } from './index.ts';

const entry = (hex: string) => writeTlv(0x30, bytesOf(hex));
const PACE_GM = entry('060A 04007F00070202040202 020102 02010D');

describe('security infos', () => {
  it('reads what Doc 9303-11 appendix G.1 states of PACE', () => {
    expect(readSecurityInfos(writeTlv(0x31, PACE_GM)).pace).toEqual([
      { oid: '0.4.0.127.0.7.2.2.4.2.2', version: 2, parameterId: 13 },
    ]);
  });

  it('reads chip and active authentication', () => {
    const infos = readSecurityInfos(
      writeTlv(
        0x31,
        entry('060A 04007F00070202030201 020101'),
        entry('060A 04007F00070202030202 020101 020107'),
        entry('0609 04007F000702020102 3000 020107'),
        entry('0606 678108010105 020101 060A 04007F00070101040103'),
      ),
    );
    expect(infos.chipAuthentication).toEqual([
      { oid: '0.4.0.127.0.7.2.2.3.2.1', version: 1, keyId: null },
      { oid: '0.4.0.127.0.7.2.2.3.2.2', version: 1, keyId: 7n },
    ]);
    expect(infos.chipAuthenticationKeys).toMatchObject([{ kind: 'ec', keyId: 7n }]);
    expect(infos.activeAuthentication).toEqual([
      { version: 1, signatureAlgorithm: '0.4.0.127.0.7.1.1.4.1.3' },
    ]);
    expect(infos.encoded).toHaveLength(4);
  });

  it('puts unknown and unreadable entries aside', () => {
    const terminal = entry('0608 04007F0007020202 020101');
    const noVersion = entry('060A 04007F00070202040202 0400');
    const infos = readSecurityInfos(writeTlv(0x31, terminal, noVersion, PACE_GM));
    expect(infos.pace).toHaveLength(1);
    expect(infos.others).toEqual(['0.4.0.127.0.7.2.2.2', '0.4.0.127.0.7.2.2.4.2.2']);
  });

  it.each([
    ['a sequence where the set belongs', '3000', 'chip/malformed'],
    ['an entry without a protocol', '31023000', 'chip/malformed'],
    ['a primitive entry', '3103020101', 'chip/malformed'],
  ])('refuses %s', (_name, hex, code) => {
    expect(errorCode(() => readSecurityInfos(bytesOf(hex)))).toBe(code);
  });

  it('refuses endless lists', () => {
    const many = Array.from({ length: 101 }, () => PACE_GM);
    expect(errorCode(() => readSecurityInfos(writeTlv(0x31, ...many)))).toBe('chip/too-large');
  });

  it('throws nothing but its own error', () => {
    const good = writeTlv(0x31, PACE_GM, entry('060A 04007F00070202030201 020101'));
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, octet, end) => {
        const bytes = good.slice(0, end);
        bytes[at] = octet;
        errorCode(() => readSecurityInfos(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});
