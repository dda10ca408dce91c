import { describe, expect, it } from 'vitest';
import { parseMrz } from '../../mrz/index.ts';
import { errorCode } from '../testing/error-code.ts';
import { upperHex } from '../testing/hex.ts';
import { BAC } from '../testing/vectors.ts';
import { canKey, mrzKey, mrzKeyOf, passwordOctets } from './index.ts';

const keyOf = (...lines: string[]) => {
  const mrz = parseMrz(lines);
  if (mrz.kind !== 'mrz') throw new Error('not a zone');
  return mrzKey(mrz);
};

describe('the key of the zone', () => {
  it('is that of Doc 9303-11 appendix D.2', () => {
    const key = mrzKeyOf({ documentNumber: 'L898902C', birthDate: '690806', expiryDate: '940623' });
    expect(key).toEqual({ kind: 'mrz', information: BAC.mrzInformation });
    expect(upperHex(passwordOctets(key)).slice(0, 32)).toBe(BAC.kSeed);
    expect(
      keyOf('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C<3UTO6908061F9406236ZE184226B<<<<<14'),
    ).toEqual(key);
  });

  it('takes long numbers whole, from cards of both sizes', () => {
    const information = 'D23145890734934071279507122';
    expect(
      keyOf(
        'I<UTOD23145890<7349<<<<<<<<<<<',
        '3407127M9507122UTO<<<<<<<<<<<2',
        'STEVENSON<<PETER<JOHN<<<<<<<<<',
      ),
    ).toEqual({ kind: 'mrz', information });
    expect(keyOf('I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<', 'D23145890<UTO3407127M95071227349<<<8')).toEqual({
      kind: 'mrz',
      information,
    });
    expect(mrzKeyOf({ documentNumber: 'D23145890734', birthDate: '340712', expiryDate: '950712' })).toEqual({
      kind: 'mrz',
      information,
    });
  });

  it('takes the digit of a long number as printed', () => {
    const parts = { documentNumber: 'D23145890734', birthDate: '340712', expiryDate: '950712' };
    const key = mrzKeyOf({ ...parts, numberDigit: '4' });
    expect(key).toEqual({ kind: 'mrz', information: 'D23145890734434071279507122' });
  });

  it('reckons unknown parts of a date as fillers', () => {
    const key = mrzKeyOf({ documentNumber: 'A', birthDate: '80<<<<', expiryDate: '300101' });
    expect(key.kind === 'mrz' && key.information).toBe('A<<<<<<<<080<<<<63001019');
  });

  it.each([
    [{ documentNumber: '', birthDate: '690806', expiryDate: '940623' }],
    [{ documentNumber: '<<<', birthDate: '690806', expiryDate: '940623' }],
    [{ documentNumber: 'lower', birthDate: '690806', expiryDate: '940623' }],
    [{ documentNumber: 'A'.repeat(23), birthDate: '690806', expiryDate: '940623' }],
    [{ documentNumber: 'A', birthDate: '6908', expiryDate: '940623' }],
    [{ documentNumber: 'A', birthDate: '690806', expiryDate: '9406AA' }],
  ])('refuses %o', (parts) => {
    expect(errorCode(() => mrzKeyOf(parts))).toBe('chip/key-format');
  });
});

describe('the card access number', () => {
  it('has six digits', () => {
    expect(upperHex(passwordOctets(canKey('123456')))).toBe('313233343536');
    for (const can of ['', '12345', '1234567', '12345A']) {
      expect(errorCode(() => canKey(can))).toBe('chip/key-format');
    }
  });
});
