import { isMrzText } from './check-digit.ts';
import type { Layout } from './layout.ts';
import { MRVA, MRVB, TD1, TD2, TD3 } from './layouts-icao.ts';
import { CHE_DL, FRA_DL, FRA_ID, SVK_ID_34 } from './layouts-national.ts';
import type { NotMrzReason } from './types.ts';

interface Shape {
  readonly lengths: string;
  choose(lines: readonly string[]): Layout | undefined;
}

/**
 * The number and lengths of the lines decide, then the first letters: V is a visa and nothing else is (Doc 9303-7).
 * Document codes are not otherwise restricted; the second letter is the issuer's.
 */
const SHAPES: readonly Shape[] = [
  { lengths: '44,44', choose: ([first = '']) => (first.startsWith('V') ? MRVA : TD3) },
  { lengths: '30,30,30', choose: () => TD1 },
  {
    lengths: '36,36',
    choose: ([first = '']) => {
      if (first.startsWith('V')) return MRVB;
      return first.startsWith('IDFRA') ? FRA_ID : TD2;
    },
  },
  { lengths: '34,34', choose: ([first = '']) => (/^I.SVK/.test(first) ? SVK_ID_34 : undefined) },
  { lengths: '30', choose: ([first = '']) => (first.startsWith('D1FRA') ? FRA_DL : undefined) },
  { lengths: '9,30,30', choose: ([, second = '']) => (/^..(CHE|LIE)/.test(second) ? CHE_DL : undefined) },
];

/** The layout these lines are written in, or why they are in none. */
export function recognise(lines: readonly string[]): Layout | NotMrzReason {
  if (!lines.every(isMrzText)) return 'characters';
  if (lines.length < 1 || lines.length > 3) return 'line-count';
  const lengths = lines.map((line) => line.length).join(',');
  const shape = SHAPES.find((one) => one.lengths === lengths);
  if (!shape) return 'length';
  return shape.choose(lines) ?? 'unknown-format';
}

/** The layout whose lengths these lines have, characters outside the alphabet or not; `undefined` when none has. */
export function recogniseShape(lines: readonly string[]): Layout | undefined {
  const layout = recognise(lines.map((line) => line.replace(/[^A-Z0-9<]/gu, '<')));
  return typeof layout === 'string' ? undefined : layout;
}
