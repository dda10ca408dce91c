import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../electron/contract/index.ts';
import { outageCure } from './outage.ts';
import { refusalText } from './refusals.ts';
import { certificateState, stateName } from './states.ts';
import { sortNotices } from './station.ts';
import { agoText, dateText, spanText } from './time.ts';

describe('times', () => {
  it.each([
    [-5, '0:00'],
    [65_000, '1:05'],
    [3_729_000, '1:02:09'],
  ])('%d ms is %s', (milliseconds, text) => expect(spanText(milliseconds)).toBe(text));

  it.each([
    [59_000, 'just now'],
    [60_000, '1 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [50 * 3_600_000, '2 days ago'],
  ])('%d ms back is %s', (milliseconds, text) => expect(agoText(0, milliseconds)).toBe(text));

  it('keeps a date that is not whole as it is', () => {
    expect(dateText('2032-04-16')).toBe('16 Apr 2032');
    expect(dateText('1988-04')).toBe('1988-04');
    expect(dateText('1988-13-40')).toBe('1988-13-40');
  });
});

it('names states by the codes of the machine-readable zone', () => {
  expect(['D', 'FRA', 'RKS', 'UTO', 'QQQ', 'toString'].map(stateName)).toEqual([
    'Germany',
    'France',
    'Kosovo',
    'Utopia (specimen)',
    'QQQ',
    'toString',
  ]);
});

it('names states by the codes of certificates', () => {
  expect(['DE', 'de', 'UT', 'EU', 'QQ', '', 'constructor'].map(certificateState)).toEqual([
    'Germany',
    'Germany',
    'Utopia (specimen)',
    'European Union',
    'QQ',
    'Unnamed',
    'constructor',
  ]);
});

it('has words for every way a trust list can be refused', () => {
  const errors = new URL('../../../electron/host/documents/chip/trust/errors.ts', import.meta.url);
  const codes = [...readFileSync(errors, 'utf8').matchAll(/\| '(trust\/[a-z-]+)'/g)].map(([, code]) => code!);
  expect(codes.length).toBeGreaterThan(5);
  for (const code of [...codes, 'trust/failed']) expect(refusalText(code)).not.toContain(code);
});

it('puts the gravest notice first and of equals the newest', () => {
  const notice = (id: string, level: Notice['level'], at: number): Notice => ({
    id,
    level,
    at,
    code: id,
    text: '',
  });
  const list = [
    notice('a', 'info', 9),
    notice('b', 'error', 1),
    notice('c', 'warning', 3),
    notice('d', 'error', 2),
  ];
  expect(sortNotices(list).map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a']);
});

it('shows the code where it has no words', () => {
  expect(outageCure('vault/disk-full')).toContain('Free some space');
  expect(outageCure('constructor')).toContain('Restart');
  expect(refusalText('visit/none')).toBe('This visit is not there any more.');
  expect(refusalText('valueOf')).toBe('The kiosk refused: valueOf');
});
