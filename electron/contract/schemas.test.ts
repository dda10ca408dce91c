import { describe, expect, test } from 'vitest';
import { imageQuery, staffCommand, visitorCommand } from './index.ts';

const fits = (raw: unknown) => visitorCommand.safeParse(raw).success;
const hash = 'a'.repeat(64);

describe('visitorCommand', () => {
  test('takes names as people write them, and trims them', () => {
    const raw = {
      type: 'details.submit',
      givenNames: '  Žofia-María ',
      familyName: "O'Neill",
      email: 'z@example.org',
    };
    expect(visitorCommand.parse(raw)).toMatchObject({ givenNames: 'Žofia-María' });
  });

  test.each([
    { givenNames: ' ' },
    { familyName: '' },
    { familyName: 'x'.repeat(101) },
    { email: 'nobody' },
    { email: `${'x'.repeat(200)}@example.org` },
    { email: null },
  ])('refuses the details %j', (changes) => {
    const good = { type: 'details.submit', givenNames: 'A', familyName: 'B', email: 'a@example.org' };
    expect(fits(good)).toBe(true);
    expect(fits({ ...good, ...changes })).toBe(false);
  });

  test('takes consent only with the terms, and the hash of each text', () => {
    const good = {
      type: 'consent.give',
      terms: true,
      biometric: false,
      termsHash: hash,
      biometricHash: hash,
    };
    expect(fits(good)).toBe(true);
    expect(fits({ ...good, terms: false })).toBe(false);
    expect(fits({ ...good, termsHash: 'short' })).toBe(false);
  });

  test('takes one to three photos of at most 2 MB, as bytes', () => {
    const photos = (frames: unknown) => fits({ type: 'face.submit', frames });
    expect(photos([new Uint8Array(2_000_000)])).toBe(true);
    expect(photos([new Uint8Array(2_000_001)])).toBe(false);
    expect(photos([])).toBe(false);
    expect(photos(Array.from({ length: 4 }, () => new Uint8Array(1)))).toBe(false);
    expect(photos(['/9j/4AAQ'])).toBe(false);
    expect(photos([[1, 2, 3]])).toBe(false);
  });

  test.each(['D', 'UTO', 'GB'])('takes the state code %s', (country) => {
    expect(fits({ type: 'document.choose', country, documentType: 'passport' })).toBe(true);
  });
  test.each(['', 'uto', 'UTOP', 'U1'])('refuses the state code "%s"', (country) => {
    expect(fits({ type: 'document.choose', country, documentType: 'passport' })).toBe(false);
  });
});

describe('staffCommand', () => {
  test('takes no decision without a reason', () => {
    const decide = (reason: unknown) =>
      staffCommand.safeParse({ type: 'staff.decide', outcome: 'accept', reason }).success;
    expect(decide('seen at the desk')).toBe(true);
    expect(decide('  x ')).toBe(false);
    expect(decide(undefined)).toBe(false);
    expect(decide('x'.repeat(301))).toBe(false);
  });

  test('takes no decision but accept and refuse', () => {
    const decided = { type: 'staff.decide', outcome: 'refer', reason: 'somebody else' };
    expect(staffCommand.safeParse(decided).success).toBe(false);
  });
});

test('a picture is asked for by a short reference', () => {
  expect(imageQuery.safeParse({ ref: 'image-1' }).success).toBe(true);
  for (const ref of ['', 'x'.repeat(121), 7, null]) expect(imageQuery.safeParse({ ref }).success).toBe(false);
});
