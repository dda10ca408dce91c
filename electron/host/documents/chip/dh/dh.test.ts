import { describe, expect, it } from 'vitest';
import { errorCode } from '../testing/error-code.ts';
import { upperHex } from '../testing/hex.ts';
import { PACE_DH_GM } from '../testing/vectors.ts';
import { bytesOf, bytesToNumber } from '../tlv/index.ts';
import {
  agreeDh,
  checkDhPublicKey,
  DH_GROUPS,
  type DhGroup,
  generateDhKeyPair,
  secretOctets,
  unsignedOctets,
} from './index.ts';

const number = (hex: string) => bytesToNumber(bytesOf(hex));

describe('Diffie-Hellman', () => {
  it('agrees as in Doc 9303-11 appendix G.2', () => {
    const group = DH_GROUPS[0] as DhGroup;
    const other = checkDhPublicKey(group, number(PACE_DH_GM.pkMapIC));
    expect(upperHex(secretOctets(group, agreeDh(group, number(PACE_DH_GM.skMapIFD), other)))).toBe(
      PACE_DH_GM.h,
    );
  });

  it.each(DH_GROUPS.map((group) => [group.name, group] as const))(
    'agrees with itself: %s',
    (_name, group) => {
      const [one, other] = [generateDhKeyPair(group), generateDhKeyPair(group)];
      checkDhPublicKey(group, one.publicKey);
      expect(agreeDh(group, one.privateKey, other.publicKey)).toBe(
        agreeDh(group, other.privateKey, one.publicKey),
      );
    },
  );

  it('takes no element outside the group', () => {
    const group = DH_GROUPS[0] as DhGroup;
    for (const bad of [0n, 1n, group.p - 1n, group.p, group.p + 2n, 3n]) {
      expect(errorCode(() => checkDhPublicKey(group, bad))).toBe('chip/protocol');
    }
    expect(checkDhPublicKey({ ...group, q: null }, 3n)).toBe(3n);
  });

  it('writes elements with and without leading zeros', () => {
    expect(upperHex(unsignedOctets(0x0102n))).toBe('0102');
    expect(secretOctets(DH_GROUPS[0] as DhGroup, 1n)).toHaveLength(128);
  });
});
