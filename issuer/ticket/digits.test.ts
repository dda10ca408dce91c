import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDigits, toDigits } from './digits.ts';
import { TicketError } from './errors.ts';

describe('digits', () => {
  it('carry any bytes and give them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        if (bytes.length === 0) return;
        const digits = toDigits(bytes);
        expect(digits).toMatch(/^\d+$/);
        expect(fromDigits(digits)).toEqual(bytes);
      }),
    );
  });

  it('take seventeen for seven bytes', () => {
    expect(toDigits(new Uint8Array(7))).toBe('0'.repeat(17));
    expect(toDigits(new Uint8Array(7).fill(255))).toBe('72057594037927935');
  });

  it.each([
    ['nothing', ''],
    ['a letter', '1234567890123456a'],
    ['a group of a length no bytes have', '1'],
    ['a group beyond its bytes', '99999999999999999'],
    ['more than any ticket', '0'.repeat(17 * 300)],
  ])('refuse %s', (_, text) => {
    expect(() => fromDigits(text)).toThrow(TicketError);
  });
});
