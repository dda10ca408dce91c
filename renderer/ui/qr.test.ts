import { expect, test } from 'vitest';
import { qrPath } from './Qr.tsx';

/** Draws the path's runs back into rows of modules. */
function modules(path: string, size: number): boolean[][] {
  const rows = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let i = 0; i < Number(run); i++) rows[Number(y)]![Number(x) + i] = true;
  }
  return rows;
}

test('has a quiet zone of four modules on every side', () => {
  const { path, size } = qrPath('openid-credential-offer://?credential_offer_uri=x');
  const rows = modules(path, size);
  for (let i = 0; i < size; i++) {
    for (const edge of [0, 1, 2, 3, size - 1, size - 4]) {
      expect(rows[edge]![i]).toBe(false);
      expect(rows[i]![edge]).toBe(false);
    }
  }
  expect(rows[4]!.slice(4, 12)).toEqual([true, true, true, true, true, true, true, false]);
});

test('stays large enough for a module of 1.5 mm: an offer needs no more than 57 modules with its margin', () => {
  const offer = `openid-credential-offer://?credential_offer_uri=${encodeURIComponent('https://hub.example.org/offers/4Yc0b3Wk2sU84Yc0b3Wk2sU8')}`;
  expect(qrPath(offer).size).toBeLessThanOrEqual(57);
});
