import { expect, it } from 'vitest';
import { computeCheckDigit, parseMrz, sameToCheckDigit, undetectableChanges } from './index.ts';

const ALPHABET = '<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

it('lists the ten families of characters that weigh the same', () => {
  const families = new Set([...ALPHABET].map((one) => [one, ...sameToCheckDigit(one)].sort().join('')));
  expect([...families].sort()).toEqual(
    ['0<AKU', '1BLV', '2CMW', '3DNX', '4EOY', '5FPZ', '6GQ', '7HR', '8IS', '9JT'].sort(),
  );
});

it.each(['0', '00', '000', 'A1<', 'ZE184226B', '<'.repeat(14)])(
  'agrees with the sum itself about every change in %s',
  (field) => {
    const digit = computeCheckDigit(field);
    const listed = undetectableChanges(field);
    expect(listed.map((one) => one.from).join('')).toBe(field);
    for (const { position, to } of listed) {
      for (const other of ALPHABET) {
        const changed = field.slice(0, position) + other + field.slice(position + 1);
        const same = other === field[position] || to.includes(other);
        expect(computeCheckDigit(changed) === digit).toBe(same);
      }
    }
  },
);

it('is what parsing cannot notice in a document number either', () => {
  const [upper, lower] = [
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ];
  for (const { position, to } of undetectableChanges(lower.slice(0, 9))) {
    for (const other of ALPHABET) {
      const result = parseMrz([upper, lower.slice(0, position) + other + lower.slice(position + 1)]);
      const unnoticed = other === lower[position] || to.includes(other);
      expect(result.kind === 'mrz' && result.valid).toBe(unnoticed);
    }
  }
});

it('takes nothing outside the alphabet', () => {
  for (const character of ['', 'a', '00', 'Ä']) expect(() => sameToCheckDigit(character)).toThrow();
});
