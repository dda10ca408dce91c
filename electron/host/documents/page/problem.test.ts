import { expect, it } from 'vitest';
import { problemOf, type SideFacts } from './problem.ts';

const glare = (part: number) => {
  const burnt = new Uint8Array(100 * 100);
  burnt.fill(1, 0, part * burnt.length);
  return { columns: 100, rows: 100, burnt };
};
const good: SideFacts = {
  cutOff: false,
  certain: true,
  dotsPerInch: 300,
  sharpness: 0.8,
  glare: glare(0),
  hasData: true,
  reason: null,
  portrait: { x: 0, y: 0, width: 40, height: 60 },
};

it('is none for a good side', () => {
  expect(problemOf(good)).toBeNull();
  expect(problemOf({ ...good, hasData: false, certain: false, portrait: null })).toBeNull();
});

it('names what the visitor would mend first', () => {
  const bad = { ...good, dotsPerInch: 40, sharpness: 0.1, glare: glare(0.5), hasData: false };
  expect(problemOf({ ...bad, cutOff: true })).toBe('cut-off');
  expect(problemOf(bad)).toBe('too-small');
  expect(problemOf({ ...bad, dotsPerInch: 300 })).toBe('glare');
  expect(problemOf({ ...bad, dotsPerInch: 300, glare: glare(0) })).toBe('blurred');
});

it('does not trust the ends of a blurred side that no zone confirms', () => {
  const facts = { ...good, cutOff: true, sharpness: 0.1, hasData: false, portrait: null };
  expect(problemOf({ ...facts, certain: false })).toBe('blurred');
  expect(problemOf(facts)).toBe('cut-off');
});

it('is none for a side that gave its data and has no portrait', () => {
  expect(problemOf({ ...good, portrait: null, cutOff: true, sharpness: 0.1, glare: glare(0.4) })).toBeNull();
});

it('asks more of a side without data', () => {
  const facts = { ...good, dotsPerInch: 80 };
  expect(problemOf(facts)).toBeNull();
  expect(problemOf({ ...facts, hasData: false })).toBe('too-small');
  expect(problemOf({ ...good, glare: glare(0.02) })).toBeNull();
  expect(problemOf({ ...good, hasData: false, glare: glare(0.02) })).toBe('glare');
});

it('passes on why the zone was not read', () => {
  const unread = { ...good, hasData: false };
  expect(problemOf({ ...unread, reason: 'blur' })).toBe('blurred');
  expect(problemOf({ ...unread, reason: 'glare' })).toBe('glare');
  expect(problemOf({ ...unread, reason: 'resolution' })).toBe('too-small');
  expect(problemOf({ ...unread, reason: 'check-digits' })).toBeNull();
});
