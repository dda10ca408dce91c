import { expect, it } from 'vitest';
import { errorCode } from '../testing/error-code.ts';
import { readTlv, writeTlv } from '../tlv/index.ts';
import { GENERALIZED_TIME, readTime, UTC_TIME } from './time.ts';

const time = (tag: number, text: string) => readTlv(writeTlv(tag, new TextEncoder().encode(text)));

it.each([
  [UTC_TIME, '200229123456Z', Date.UTC(2020, 1, 29, 12, 34, 56)],
  [UTC_TIME, '491231235959Z', Date.UTC(2049, 11, 31, 23, 59, 59)],
  [UTC_TIME, '500101000000Z', Date.UTC(1950, 0, 1)],
  [UTC_TIME, '2002291234Z', Date.UTC(2020, 1, 29, 12, 34)],
  [UTC_TIME, '200229123456+0130', Date.UTC(2020, 1, 29, 11, 4, 56)],
  [GENERALIZED_TIME, '20500101000000Z', Date.UTC(2050, 0, 1)],
  [GENERALIZED_TIME, '20180101000000.125Z', Date.UTC(2018, 0, 1)],
  [GENERALIZED_TIME, '20180101000000-0500', Date.UTC(2018, 0, 1, 5)],
])('%i %s', (tag, text, expected) => {
  expect(readTime(time(tag, text))).toBe(expected);
});

it.each([
  [UTC_TIME, '210229000000Z'],
  [UTC_TIME, '211301000000Z'],
  [UTC_TIME, '210101240000Z'],
  [UTC_TIME, '210101006000Z'],
  [UTC_TIME, '20200101000000Z'],
  [UTC_TIME, ''],
  [GENERALIZED_TIME, '200101000000Z'],
  [GENERALIZED_TIME, `2020${'0'.repeat(100)}Z`],
  [0x13, '200101000000Z'],
])('%i %s is no time', (tag, text) => {
  expect(errorCode(() => readTime(time(tag, text)))).toBe('chip/malformed');
});
