import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toConfirm } from './decide-document.ts';
import type { Command } from './index.ts';
import { decide, evolve, isWork, stageOf, type Visit, visitEvent } from './index.ts';
import { dataOf } from './stage.ts';
import { contextWith, everyField, goodFace, simulation, standard, walk } from './testing/fixtures.ts';
import { anyReading, anyWalk, chipRead, follow, repairedZone, straightWays } from './testing/walks.ts';

const isRepaired = (command: Command) => command.type === 'page.read' && command.zone?.outcome === 'repaired';

/** What could happen next to a document that is read. */
function waysOn(visit: Visit): Command[] {
  const stage = stageOf(visit);
  const page = visit.document?.pages.at(-1)?.ref ?? '';
  switch (stage.at) {
    case 'waiting':
      return [{ type: 'document.scan' }];
    case 'scan':
      return [{ type: 'page.not-scanned', reason: 'device/failed' }];
    case 'examine':
      return [
        {
          type: 'page.read',
          page,
          uprightRef: null,
          zone: null,
          barcodes: [],
          problem: 'unreadable',
          quality: { sharpness: 0, glare: 0, dotsPerInch: 0 },
          certain: false,
          portraitWindow: null,
        },
      ];
    case 'portrait':
      return [{ type: 'portrait.missing', reason: 'no-face' }];
    case 'chip':
      return [{ type: 'document.skip-chip' }, { type: 'chip.not-read', reason: 'no-answer' }, chipRead()];
    case 'turn-over':
      return [{ type: 'document.scan' }, { type: 'document.skip-side' }];
    default:
      return [];
  }
}

it('has a way on from every state of the reading, and never waits for nobody', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyReading, (one) =>
      follow(one, (_before, visit) => {
        if (visit?.step !== 'document-reading') return;
        const stage = stageOf(visit);
        seen.add(stage.at);
        // What is rejected or complete is left in the same breath.
        expect(['rejected', 'complete']).not.toContain(stage.at);
        const ways = waysOn(visit);
        expect(ways).not.toEqual([]);
        for (const command of ways) {
          const verdict = decide(visit, command, one.context);
          expect('events' in verdict && verdict.events.length).toBeGreaterThan(0);
        }
      }),
    ),
    { numRuns: 2_500 },
  );
  expect(seen).toEqual(new Set(['waiting', 'scan', 'examine', 'portrait', 'turn-over', 'chip']));
});

it('works no longer than a few steps on a side before somebody else’s turn has come', () => {
  fc.assert(
    fc.property(anyReading, (one) => {
      follow(one, (_before, visit) => {
        let now: Visit | null = visit;
        for (let steps = 0; steps < 4 && now?.step === 'document-reading'; steps += 1) {
          if (!isWork(stageOf(now))) return;
          const [command] = waysOn(now);
          const verdict = command ? decide(now, command, one.context) : { events: [] };
          now = 'events' in verdict ? verdict.events.reduce(evolve, now) : now;
        }
        if (now?.step === 'document-reading') expect(isWork(stageOf(now))).toBe(false);
      });
    }),
    { numRuns: 500 },
  );
});

it('reviews only documents whose data somebody read', () => {
  fc.assert(
    fc.property(anyWalk, (one) =>
      follow(one, (_before, visit, events) => {
        if (visit?.step !== 'document-review') return;
        const { document, choice } = visit;
        expect(document && choice && dataOf(document, choice.documentType)).toBe('accepted');
        // The log alone, through the schema it is stored by, gives the same.
        for (const event of events) expect(visitEvent.parse(event)).toEqual(event);
      }),
    ),
    { numRuns: 600 },
  );
});

it('submits nothing that was to be confirmed and was not', () => {
  let refused = 0;
  fc.assert(
    fc.property(anyWalk, fc.subarray([...everyField]), (one, confirmed) =>
      follow(one, (_before, visit) => {
        if (visit?.step !== 'document-review' || visit.ended) return;
        const verdict = decide(visit, { type: 'document.submit', confirmed }, one.context);
        const open = toConfirm(visit).filter((field) => !confirmed.includes(field));
        if (open.length > 0) {
          refused += 1;
          expect(verdict).toEqual({ refusal: 'visit/not-confirmed' });
        } else expect('events' in verdict).toBe(true);
      }),
    ),
    { numRuns: 600 },
  );
  expect(refused).toBeGreaterThan(0);
});

it('never accepts a repaired zone by the standard policy, whatever else passed, unless staff do', () => {
  const repaired = straightWays.find((way) => way.some(isRepaired)) ?? [];
  // Everything that a machine could find right was found right, and the policy asks for no more evidence than the zone.
  const all = [
    ...goodFace,
    { check: 'liveness', outcome: 'passed', reason: 'x', facts: {} } as const,
    { check: 'optical-authenticity', outcome: 'passed', reason: 'x', facts: {} } as const,
    { check: 'camera-genuine', outcome: 'passed', reason: 'x', facts: {} } as const,
  ];
  const better = (commands: readonly Command[]): Command[] =>
    commands.map((command) => (command.type === 'face.compared' ? { ...command, checks: all } : command));
  const at = contextWith({ policy: standard });
  expect(walk(repaired, contextWith({ policy: simulation })).visit?.step).toBe('referred');
  const { visit } = walk(better(repaired), at);
  expect(visit).toMatchObject({ step: 'referred', referral: 'undecided', decision: { outcome: 'refer' } });
  // The same without the repair is accepted: it is the repair that keeps it back.
  const read = repaired.map((command) =>
    command.type === 'page.read'
      ? { ...command, zone: { ...repairedZone.zone, outcome: 'read' as const, repairs: [] } }
      : command,
  );
  expect(walk(better(read), at).visit).toMatchObject({ step: 'offer', decision: { outcome: 'accept' } });
});

it('never accepts a repaired zone in any walk by the standard policy without staff', () => {
  fc.assert(
    fc.property(anyWalk, (one) =>
      follow({ ...one, context: { ...one.context, policy: standard } }, (_before, visit, events) => {
        const reading = visit?.checks.find(({ check }) => check === 'mrz-reading');
        if (reading?.outcome === 'passed') return;
        for (const event of events) if (event.type === 'Decided') expect(event.outcome).not.toBe('accept');
      }),
    ),
    { numRuns: 800 },
  );
});

it('calls evidence superior only where a chip was proven, is the document’s and no copy', () => {
  let superior = 0;
  fc.assert(
    fc.property(anyWalk, (one) =>
      follow(one, (_before, visit) => {
        if (visit?.decision?.evidenceStrength !== 'SUPERIOR') return;
        superior += 1;
        const of = (name: string) => visit.checks.find(({ check }) => check === name)?.outcome;
        expect([of('passive-authentication'), of('mrz-chip-match')]).toEqual(['passed', 'passed']);
        for (const name of ['chip-access', 'chip-authentication']) expect(of(name)).not.toBe('failed');
      }),
    ),
    { numRuns: 800 },
  );
  expect(superior).toBeGreaterThan(0);
});

it('leads each kind of document to the offer of a simulated station', () => {
  for (const way of straightWays) {
    if (way.some(isRepaired)) continue;
    const { visit, refusals } = walk(way, contextWith({ policy: simulation }));
    expect(refusals).toEqual([]);
    expect(visit).toMatchObject({ step: 'offer', decision: { outcome: 'accept', evidenceStrength: 'FAIR' } });
  }
});
