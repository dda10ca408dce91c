import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Command, decide, evolve, fold, type Visit, type VisitEvent } from './index.ts';
import {
  attended,
  biometricHash,
  commandsToOffer,
  contextWith,
  goodFace,
  offline,
  passport,
  selfService,
  simulation,
  standard,
  termsHash,
} from './testing/fixtures.ts';

const steps = [
  'language',
  'pairing',
  'introduction',
  'document-guidance',
  'document-reading',
  'face-guidance',
  'face-capture',
  'success',
  'referred',
  'refused',
] as const;
const anyStep = fc.constantFrom(...steps);

/** Any command at all; those that lead on are drawn more often, so that the walks get somewhere. */
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...commandsToOffer()) },
  fc.record({ type: fc.constant('visit.continue' as const), step: anyStep }),
  fc.record({ type: fc.constant('visit.back' as const), step: anyStep }),
  fc.constantFrom<Command>(
    { type: 'staff.start-visit' },
    { type: 'visit.call-staff' },
    { type: 'visit.cancel' },
    { type: 'visit.time-out' },
    { type: 'visit.close' },
    { type: 'document.read-again' },
    { type: 'document.lines', source: 'r', lines: ['NOPE'] },
    { type: 'document.lines', source: 'r', lines: passport({ expiryDate: '2020-01-01' }) },
    { type: 'document.failed', problem: 'device', fault: 'device/busy' },
    { type: 'page.not-scanned', reason: 'no-scanner' },
    { type: 'portrait.missing', reason: 'no-face' },
    { type: 'face.decline' },
    { type: 'face.compared', problem: 'not-matched', checks: [{ ...goodFace[1]!, outcome: 'failed' }] },
    { type: 'face.compared', problem: 'no-face', checks: [] },
    { type: 'face.compared', problem: 'engine', checks: [] },
    { type: 'consent.give', terms: true, biometric: false, termsHash, biometricHash },
    { type: 'offer.created', offerId: 'o', offerUri: 'u', txCode: null, createdAt: 0, expiresAt: 1 },
    { type: 'offer.failed', code: 'issuer/x' },
    { type: 'offer.renew' },
    { type: 'offer.progressed', offerId: 'o', state: 'expired', triesLeft: null },
    { type: 'offer.progressed', offerId: 'o', state: 'issued', triesLeft: null },
    { type: 'proof.resolved', outcome: 'not-checked', reason: 'x' },
    { type: 'staff.observe', genuine: true, samePerson: true },
    { type: 'staff.decide', outcome: 'accept', reason: 'seen' },
    { type: 'staff.decide', outcome: 'refuse', reason: 'seen' },
    { type: 'staff.cancel-visit' },
    { type: 'staff.take-over' },
    { type: 'staff.open-ticket', visit: 'v' },
    { type: 'visit.expire-ticket' },
  ),
);
const anyContext = fc.record({
  profile: fc.constantFrom(selfService, attended, offline),
  policy: fc.constantFrom(simulation, standard),
});

/** Half the walks begin somewhere along the straight way. */
const anyWalk = fc
  .tuple(anyContext, fc.nat({ max: 16 }), fc.array(anyCommand, { maxLength: 40 }))
  .map(([context, head, tail]) => ({
    context: contextWith(context),
    commands: [...commandsToOffer().slice(0, head), ...tail],
  }));

function follow(
  { context, commands }: { context: ReturnType<typeof contextWith>; commands: Command[] },
  each: (before: Visit | null, after: Visit | null, events: VisitEvent[], log: VisitEvent[]) => void,
) {
  let visit: Visit | null = null;
  let log: VisitEvent[] = [];
  for (const command of commands) {
    const verdict = decide(visit, command, context);
    if ('refusal' in verdict) continue;
    const before = visit;
    if (verdict.events[0]?.type === 'VisitStarted') [visit, log] = [null, []];
    visit = verdict.events.reduce(evolve, visit);
    log = [...log, ...verdict.events];
    each(before, visit, verdict.events, log);
  }
}

const runs = { numRuns: 1500 };

it('is the fold of its events, whatever happens', () => {
  fc.assert(
    fc.property(anyWalk, (walk) =>
      follow(walk, (_before, visit, _events, log) => expect(fold(log)).toEqual(visit)),
    ),
    { numRuns: 400 },
  );
});

it('offers a credential only after somebody accepted', () => {
  fc.assert(
    fc.property(anyWalk, (walk) =>
      follow(walk, (_before, visit, _events, log) => {
        if (visit?.step !== 'offer') return;
        const accepted = log.some(
          (event) =>
            (event.type === 'Decided' || event.type === 'StaffDecided') && event.outcome === 'accept',
        );
        expect(accepted).toBe(true);
      }),
    ),
    runs,
  );
});

it('takes no photo of anyone who did not consent', () => {
  fc.assert(
    fc.property(anyWalk, (walk) =>
      follow(walk, (before, _visit, events) => {
        if (events.some((event) => event.type === 'SelfieTaken'))
          expect(before?.consents?.biometric).toBe(true);
      }),
    ),
    runs,
  );
});

it('never moves once it has ended, except to begin anew', () => {
  fc.assert(
    fc.property(anyWalk, (walk) =>
      follow(walk, (before, _visit, events) => {
        if (before?.ended && events.length > 0) expect(events[0]?.type).toBe('VisitStarted');
      }),
    ),
    runs,
  );
});

it('lets nobody but staff and the clock touch a visit whose visitor left with a ticket', () => {
  let parked = 0;
  fc.assert(
    fc.property(anyWalk, (walk) =>
      follow(walk, (before, visit, events) => {
        if (visit?.parked) {
          parked += 1;
          expect(visit.profile.posture).not.toBe('attended');
          expect(visit.ticket).not.toBeNull();
        }
        if (!before?.parked || before.ended || events.length === 0) return;
        expect(['VisitReopened', 'VisitEnded', 'VisitStarted']).toContain(events[0]?.type);
      }),
    ),
    runs,
  );
  expect(parked).toBeGreaterThan(0);
});

it('always has a way on, and at the latest a person', () => {
  const waysOn: Command[] = [
    ...commandsToOffer(),
    { type: 'visit.call-staff' },
    { type: 'visit.cancel' },
    { type: 'visit.time-out' },
  ];
  const forTickets: Command[] = [{ type: 'staff.open-ticket', visit: 'v' }];
  fc.assert(
    fc.property(anyWalk, (walk) =>
      follow(walk, (_before, visit) => {
        if (!visit || visit.ended) return;
        const open = (visit.parked ? forTickets : waysOn).some((command) => {
          const verdict = decide(visit, command, walk.context);
          return 'events' in verdict && verdict.events.length > 0;
        });
        expect(open).toBe(true);
      }),
    ),
    { numRuns: 500 },
  );
});

it('never exceeds the attempts of its profile', () => {
  fc.assert(
    fc.property(anyWalk, (walk) =>
      follow(walk, (_before, visit) => {
        if (!visit) return;
        expect(visit.documentAttempts).toBeLessThanOrEqual(visit.profile.attempts.document);
        expect(visit.faceAttempts).toBeLessThanOrEqual(visit.profile.attempts.face);
      }),
    ),
    runs,
  );
});
