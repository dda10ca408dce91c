import { expect, test } from 'vitest';
import { createTokens } from './tokens.ts';

test('a token opens its own role, once', () => {
  const tokens = createTokens();
  const token = tokens.issue('visitor');
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(tokens.redeem(token, 'staff')).toBe(false);
  expect(tokens.redeem('', 'visitor')).toBe(false);
  expect(tokens.redeem(token, 'visitor')).toBe(true);
  expect(tokens.redeem(token, 'visitor')).toBe(false);
});

test('what was revoked is worth nothing, and of what nobody used only the newest is kept', () => {
  const tokens = createTokens();
  const visitor = tokens.issue('visitor');
  const staff = Array.from({ length: 20 }, () => tokens.issue('staff'));
  tokens.revoke('visitor');
  expect(tokens.redeem(visitor, 'visitor')).toBe(false);
  expect(staff.filter((token) => tokens.redeem(token, 'staff'))).toEqual(staff.slice(-8));
});
