import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Command, decide, fold } from './index.ts';
import { commandsToOffer } from './testing/fixtures.ts';
import { anyOffering, anyWalk, follow } from './testing/walks.ts';

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

it('has a way on from every state of an offer but giving up, unless another phone keeps the credential', () => {
  const ways: Command[] = [
    { type: 'offer.created', offerId: 'o', offerUri: 'u', txCode: null, createdAt: 0, expiresAt: 1 },
    { type: 'offer.progressed', offerId: 'o', state: 'expired', triesLeft: null },
    { type: 'offer.withdrawn', outcome: 'ended' },
    { type: 'offer.renew' },
    { type: 'staff.renew-offer' },
    { type: 'visit.continue', step: 'proof' },
    { type: 'visit.continue', step: 'success' },
    { type: 'staff.observe', genuine: true, samePerson: true },
  ];
  let offers = 0;
  fc.assert(
    fc.property(anyOffering, (walk) =>
      follow(walk, (_before, visit) => {
        if (!visit?.offer || visit.ended || visit.parked) return;
        const { state, withdrawn } = visit.offer;
        if (state === 'taken' && withdrawn === 'not-revocable') return;
        offers += 1;
        const verdicts = ways.map((command) => decide(visit, command, walk.context));
        expect(verdicts.some((verdict) => 'events' in verdict && verdict.events.length > 0)).toBe(true);
      }),
    ),
    runs,
  );
  expect(offers).toBeGreaterThan(0);
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

it('never loses an offer that is to be called back before the next one is made', () => {
  let kept = 0;
  fc.assert(
    fc.property(anyOffering, (walk) =>
      follow(walk, (before, visit, events) => {
        const [was, now] = [before?.offer, visit?.offer];
        if (!was || !now || was === now || now.state !== 'preparing') return;
        const another = events.some((event) => event.type === 'OfferRequested' && event.form !== null);
        expect(now.replaces).toBe((another ? was.id : null) ?? was.replaces);
        if (was.replaces !== null) kept += 1;
      }),
    ),
    runs,
  );
  expect(kept).toBeGreaterThan(0);
});

it('gives no second credential while the first is out there', () => {
  let asked = 0;
  fc.assert(
    fc.property(anyOffering, (walk) =>
      follow(walk, (before, visit, events) => {
        if (visit?.offer?.state !== 'preparing' || before?.offer === visit.offer) return;
        if (!events.some(({ type }) => type === 'OfferRequested' || type === 'StaffDecided')) return;
        asked += 1;
        const { offer } = before ?? {};
        if (!offer || offer.issuedAt === null) return;
        expect(offer.withdrawn === 'revoked' || offer.state === 'refused').toBe(true);
        expect(offer.withdrawn).not.toBeNull();
      }),
    ),
    runs,
  );
  expect(asked).toBeGreaterThan(0);
});
