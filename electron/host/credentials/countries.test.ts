import { expect, test } from 'vitest';
import { countryCode } from './index.ts';

test.each([
  ['D', 'DE'],
  ['D<<', 'DE'],
  ['FRA', 'FR'],
  ['GBR', 'GB'],
  ['RKS', 'XK'],
  ['GBD', 'GBD'],
  ['UNO', 'UNO'],
  ['UTO', 'UTO'],
  ['XXA', null],
  ['XXB', null],
  ['QQQ', null],
  ['', null],
])('%s is %s', (icao, expected) => {
  expect(countryCode(icao)).toBe(expected);
});
