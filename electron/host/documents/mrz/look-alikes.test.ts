import { expect, it } from 'vitest';
import { looksLike, mustHaveBeen } from './look-alikes.ts';

it('goes both ways', () => {
  for (const letter of 'OQDIZSGB') {
    for (const digit of looksLike(letter)) expect(looksLike(digit)).toContain(letter);
  }
  expect(looksLike('0')).toBe('OQD');
  expect(looksLike('M')).toBe('');
});

it('offers more where a character cannot stand, and never the character itself', () => {
  expect(mustHaveBeen('T')).toBe('7');
  expect(mustHaveBeen('O')).toBe('0');
  for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') {
    expect(mustHaveBeen(character)).not.toContain(character);
  }
});
