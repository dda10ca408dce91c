import { describe, expect, it } from 'vitest';
import type { Command } from './commands.ts';
import { commandsToOffer, contextWith, passport, simulation, walk } from './testing/fixtures.ts';

/** The visit of somebody born on this day; the clock stands at 23 November 2026. */
function visitOf(birthDate: string, policy = simulation) {
  const commands = commandsToOffer().map(
    (command): Command =>
      command.type === 'document.lines' ? { ...command, lines: passport({ birthDate }) } : command,
  );
  return walk(commands, contextWith({ policy })).visit;
}
const matchOf = (visit: ReturnType<typeof visitOf>) =>
  visit?.checks.find(({ check }) => check === 'face-match');

describe('a face that matches', () => {
  it('decides from the sixteenth birthday on', () => {
    expect(visitOf('2010-11-23')?.step).toBe('offer');
    expect(matchOf(visitOf('2010-11-23'))).toMatchObject({ outcome: 'passed' });
  });

  it('is left to a person the day before, with its figures', () => {
    const visit = visitOf('2010-11-24');
    expect(visit).toMatchObject({ step: 'referred', referral: 'undecided' });
    expect(matchOf(visit)).toMatchObject({
      outcome: 'not-checked',
      reason: 'child',
      facts: { score: 0.3 },
    });
  });

  it('decides at any age where the policy says so', () => {
    expect(visitOf('2015-01-01', { ...simulation, faceDecidesFromAge: 0 })?.step).toBe('offer');
  });
});
