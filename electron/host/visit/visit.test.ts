import { describe, expect, it } from 'vitest';
import type { Command } from './index.ts';
import { completeChecks, evolve, fold } from './index.ts';
import {
  attended,
  biometricHash,
  commandsToOffer,
  contextWith,
  goodFace,
  offline,
  passport,
  selfService,
  standard,
  termsHash,
  until,
  walk,
} from './testing/fixtures.ts';

describe('a visit', () => {
  it('walks through every founding step to success', () => {
    const seen: string[] = [];
    let state = walk([]);
    const rest: Command[] = [
      {
        type: 'offer.created',
        offerId: 'o',
        offerUri: 'openid-credential-offer://x',
        txCode: '123456',
        createdAt: 1,
        expiresAt: 2,
      },
      { type: 'offer.progressed', offerId: 'o', state: 'scanned', triesLeft: 5 },
      { type: 'offer.progressed', offerId: 'o', state: 'issued', triesLeft: null },
      { type: 'proof.resolved', outcome: 'not-checked', reason: 'no-verifier' },
      { type: 'visit.continue', step: 'success' },
    ];
    for (const command of [...commandsToOffer(), ...rest]) {
      state = walk([command], contextWith(), state);
      if (state.visit && seen.at(-1) !== state.visit.step) seen.push(state.visit.step);
    }
    expect(state.refusals).toEqual([]);
    expect(seen).toEqual([
      'language',
      'wallet',
      'pairing',
      'introduction',
      'details',
      'consent',
      'document-choice',
      'document-guidance',
      'document-reading',
      'document-review',
      'face-guidance',
      'face-capture',
      'deciding',
      'offer',
      'proof',
      'success',
      'ended',
    ]);
    expect(state.visit?.ended).toBe('done');
    expect(fold(state.events)).toEqual(state.visit);
  });

  it('records who was asked for what: both consents with the hash of the text that was shown', () => {
    const { events } = walk(commandsToOffer());
    const consent = events.find((event) => event.type === 'ConsentRecorded');
    expect(consent).toMatchObject({
      terms: { hash: termsHash, given: true },
      biometric: { hash: biometricHash, given: true },
    });
  });

  it('refuses consent to a text that was not on the screen', () => {
    const { refusals } = walk([
      ...until('consent.give'),
      { type: 'consent.give', terms: true, biometric: true, termsHash: 'c'.repeat(64), biometricHash },
    ]);
    expect(refusals).toEqual(['visit/other-consent-text']);
  });

  it('lists every check of a finished decision, and calls what nobody checked not-checked', () => {
    const { visit, events } = walk(commandsToOffer());
    const decided = events.find((event) => event.type === 'Decided');
    expect(visit?.decision).toEqual({ outcome: 'accept', evidenceStrength: 'FAIR', by: 'policy' });
    expect(decided?.checks).toHaveLength(completeChecks([]).length);
    const outcomes = Object.fromEntries(decided?.checks.map((one) => [one.check, one.outcome]) ?? []);
    expect(outcomes).toMatchObject({
      'mrz-check-digits': 'passed',
      'document-expiry': 'passed',
      'details-match': 'passed',
      'face-match': 'passed',
      liveness: 'not-checked',
      'passive-authentication': 'not-checked',
      'optical-authenticity': 'not-checked',
    });
  });

  it('ignores a tap that belongs to a screen that is gone', () => {
    const { visit, refusals } = walk([
      ...until('details.submit'),
      { type: 'visit.continue', step: 'introduction' },
    ]);
    expect(visit?.step).toBe('details');
    expect(refusals).toEqual(['visit/not-at-this-step']);
  });

  it('goes back one step, but not past a submitted document', () => {
    const back = walk([...until('consent.give'), { type: 'visit.back', step: 'consent' }]);
    expect(back.visit?.step).toBe('details');
    expect(back.visit?.details?.givenNames).toBe('Maja');
    const late = walk([...until('selfie.taken').slice(0, -1), { type: 'visit.back', step: 'face-guidance' }]);
    expect(late.refusals).toEqual(['visit/no-way-back']);
  });
});

describe('reading a document', () => {
  const reading = until('document.lines');

  it.each([
    [
      'a check digit that is wrong',
      passport().map((line, index) =>
        index === 1 ? `${line.slice(0, 9)}${(Number(line[9]) + 1) % 10}${line.slice(10)}` : line,
      ),
      'check-digits',
    ],
    ['text that is no zone', ['HELLO'], 'not-an-mrz'],
    ['an expired passport', passport({ expiryDate: '2024-01-01' }), 'expired'],
  ])('tells %s and waits for the next try', (_name, lines, problem) => {
    const { visit } = walk([...reading, { type: 'document.lines', source: 'reader', lines }]);
    expect(visit).toMatchObject({
      step: 'document-reading',
      documentAttempts: 1,
      readingProblem: { problem },
    });
    const again = walk([
      ...reading,
      { type: 'document.lines', source: 'reader', lines },
      { type: 'document.lines', source: 'reader', lines: passport() },
    ]);
    expect(again.visit?.document?.lines?.mrz.fields.primary).toBe('LINDQVIST');
  });

  it('does not count a pulled cable as the visitor’s attempt', () => {
    const { visit } = walk([
      ...reading,
      { type: 'document.failed', problem: 'interrupted', fault: 'device/disconnected-while-sending' },
    ]);
    expect(visit).toMatchObject({ documentAttempts: 0, readingProblem: { problem: 'interrupted' } });
  });

  it('leads to a person after the last attempt', () => {
    const bad: Command = { type: 'document.lines', source: 'reader', lines: ['HELLO'] };
    const { visit } = walk([...reading, bad, bad, bad, bad, bad]);
    expect(visit).toMatchObject({ step: 'referred', referral: 'attempts', ticket: 'ABC-234' });
  });

  it('is valid through its last day everywhere on earth', () => {
    const lines = passport({ expiryDate: '2026-11-22' });
    const at = (time: string) => contextWith({ now: Date.parse(time) });
    const read: Command = { type: 'document.lines', source: 'reader', lines };
    expect(walk([...reading, read], at('2026-11-23T11:59:00Z')).visit?.readingProblem).toBeNull();
    expect(walk([...reading, read], at('2026-11-23T12:01:00Z')).visit?.readingProblem?.problem).toBe(
      'expired',
    );
  });
});

describe('the other way', () => {
  it('reads the document of who declines biometrics, then refers to staff without a photo', () => {
    const commands = commandsToOffer()
      .slice(0, 14)
      .map(
        (command): Command => (command.type === 'consent.give' ? { ...command, biometric: false } : command),
      );
    const { visit, events } = walk(commands);
    expect(visit).toMatchObject({ step: 'referred', referral: 'no-biometrics' });
    expect(events.some((event) => event.type === 'SelfieTaken')).toBe(false);
    const more = walk([{ type: 'selfie.taken', refs: ['x'] }], contextWith(), {
      visit,
      events,
      refusals: [],
    });
    expect(more.refusals).toEqual(['visit/not-at-this-step']);
  });

  it('ends with a person in a lobby when the standard policy cannot decide', () => {
    const { visit } = walk(commandsToOffer(), contextWith({ policy: standard }));
    expect(visit).toMatchObject({ step: 'referred', referral: 'undecided', decision: { outcome: 'refer' } });
  });

  it('retries a face that did not match, then refuses without saying why', () => {
    const before = until('face.compared');
    const failed: Command = {
      type: 'face.compared',
      problem: 'not-matched',
      checks: [
        {
          check: 'face-match',
          outcome: 'failed',
          reason: 'other-person',
          facts: { score: 0.9, threshold: 0.525 },
        },
      ],
    };
    const again: Command = { type: 'selfie.taken', refs: ['selfie'] };
    const once = walk([...before, failed]);
    expect(once.visit).toMatchObject({ step: 'face-capture', faceAttempts: 1, faceProblem: 'not-matched' });
    const out = walk([...before, failed, again, failed, again, failed]);
    // A refused visit is wiped, so there is no number that would lead back to it.
    expect(out.visit).toMatchObject({ step: 'refused', ticket: null, decision: { outcome: 'refuse' } });
  });

  it('refers when the face engine fails: equipment is nobody’s attempt', () => {
    const { visit } = walk([
      ...until('face.compared'),
      { type: 'face.compared', problem: 'engine', checks: [] },
    ]);
    expect(visit).toMatchObject({ step: 'referred', referral: 'equipment', faceAttempts: 0 });
  });
});

describe('staff', () => {
  const referred = walk(
    commandsToOffer().map(
      (command): Command => (command.type === 'visit.start' ? { type: 'staff.start-visit' } : command),
    ),
    contextWith({ profile: attended, policy: standard }),
  );

  it('must say what they saw before they decide', () => {
    expect(referred.visit?.step).toBe('referred');
    const hasty = walk(
      [{ type: 'staff.decide', outcome: 'accept', reason: 'known to me' }],
      contextWith(),
      referred,
    );
    expect(hasty.refusals).toEqual(['visit/not-observed']);
  });

  it('accept on their own observation, which makes the evidence STRONG', () => {
    const { visit } = walk(
      [
        { type: 'staff.observe', genuine: true, samePerson: true },
        { type: 'staff.decide', outcome: 'accept', reason: 'document and person compared' },
      ],
      contextWith(),
      referred,
    );
    expect(visit).toMatchObject({
      step: 'offer',
      decision: { outcome: 'accept', evidenceStrength: 'STRONG', by: 'staff' },
    });
  });

  it('cannot accept a document of which nothing could be read', () => {
    const begun = walk(
      [...until('document.lines'), { type: 'document.scan' }, { type: 'staff.take-over' }],
      contextWith({ profile: attended }),
    );
    expect(begun.visit?.document).not.toBeNull();
    const { refusals } = walk(
      [
        { type: 'staff.observe', genuine: true, samePerson: true },
        { type: 'staff.decide', outcome: 'accept', reason: 'known to me' },
      ],
      contextWith(),
      begun,
    );
    expect(refusals).toEqual(['visit/not-observed']);
  });

  it('cannot accept what they did not find right', () => {
    const { refusals, visit } = walk(
      [
        { type: 'staff.observe', genuine: true, samePerson: false },
        { type: 'staff.decide', outcome: 'accept', reason: 'never mind' },
        { type: 'staff.decide', outcome: 'refuse', reason: 'another person' },
      ],
      contextWith(),
      referred,
    );
    expect(refusals).toEqual(['visit/not-observed']);
    expect(visit?.step).toBe('refused');
  });
});

describe('a ticket', () => {
  const lobby = contextWith({ policy: standard });
  const referred = walk(commandsToOffer(), lobby);
  const leave: Command = { type: 'visit.continue', step: 'referred' };
  const open: Command = { type: 'staff.open-ticket', visit: 'v' };
  const parked = walk([leave], lobby, referred);
  const opened = walk([open], lobby, parked);
  const types = ({ events }: { events: { type: string }[] }) => events.slice(-1).map(({ type }) => type);

  it.each<Command>([leave, { type: 'visit.time-out' }, { type: 'visit.close' }])(
    'waits for staff when the visitor leaves by %j',
    (command) => {
      for (const profile of [selfService, offline]) {
        const context = contextWith({ profile, policy: standard });
        const left = walk([command], context, walk(commandsToOffer(), context));
        expect(left.visit).toMatchObject({ step: 'referred', parked: true, ended: null, ticket: 'ABC-234' });
        expect(types(left)).toEqual(['VisitParked']);
      }
    },
  );

  it('is none beside staff, and none where nothing is kept of who was referred', () => {
    const keepsNothing = { ...selfService, retentionHours: { finished: 0, referred: 0 } };
    for (const profile of [attended, keepsNothing]) {
      const context = contextWith({ profile, policy: standard });
      const commands = commandsToOffer().map(
        (command): Command => (command.type === 'visit.start' ? { type: 'staff.start-visit' } : command),
      );
      const left = walk([...commands, leave], context);
      expect(left.visit).toMatchObject({ step: 'ended', ended: 'referred', parked: false });
    }
  });

  it('is over for the visitor, who can only begin another visit', () => {
    const others = commandsToOffer().slice(1);
    const { refusals, visit } = walk(
      [...others, leave, { type: 'visit.cancel' }, { type: 'staff.cancel-visit' }],
      lobby,
      parked,
    );
    expect(visit).toEqual(parked.visit);
    expect(new Set(refusals)).toEqual(new Set(['visit/ended']));
    expect(walk([{ type: 'visit.start' }], lobby, parked).events.at(-1)?.type).toBe('VisitStarted');
  });

  it('is opened by staff, who look and decide as ever', () => {
    expect(opened.visit).toMatchObject({ step: 'referred', parked: false, reopened: true, observed: null });
    const { visit } = walk(
      [
        { type: 'staff.observe', genuine: true, samePerson: true },
        { type: 'staff.decide', outcome: 'accept', reason: 'compared at the desk' },
      ],
      lobby,
      opened,
    );
    expect(visit).toMatchObject({ step: 'offer', decision: { outcome: 'accept', by: 'staff' } });
  });

  it('is put back undecided by staff, the visitor’s screen or the clock, and what was seen is to be seen again', () => {
    const looked = walk([{ type: 'staff.observe', genuine: true, samePerson: true }], lobby, opened);
    const ways: Command[] = [
      { type: 'staff.cancel-visit' },
      { type: 'visit.cancel' },
      { type: 'visit.time-out' },
      leave,
    ];
    for (const command of ways) {
      const again = walk([command, open], lobby, looked);
      expect(again.events.slice(-2).map(({ type }) => type)).toEqual(['VisitParked', 'VisitReopened']);
      expect(again.visit?.observed).toBeNull();
    }
  });

  it('is not put back once staff decided', () => {
    const refused = walk(
      [
        { type: 'staff.observe', genuine: false, samePerson: true },
        { type: 'staff.decide', outcome: 'refuse', reason: 'page is glued' },
        { type: 'staff.cancel-visit' },
      ],
      lobby,
      opened,
    );
    expect(refused.visit).toMatchObject({ ended: 'cancelled', parked: false });
  });

  it('is opened and run out only while it waits', () => {
    const expire: Command = { type: 'visit.expire-ticket' };
    expect(walk([expire], lobby, parked).visit).toMatchObject({ ended: 'referred', ticket: 'ABC-234' });
    expect(walk([expire, open], lobby, opened).refusals).toEqual([
      'visit/not-at-this-step',
      'visit/already-running',
    ]);
    expect(walk([open], lobby).refusals).toEqual(['visit/none']);
    expect(walk([expire, open], lobby, parked).refusals).toEqual(['visit/ended']);
  });

  it('of a visit is folded from its events', () => {
    expect(opened.events.reduce(evolve, null)).toEqual(opened.visit);
    expect(evolve(null, { type: 'VisitParked' })).toBeNull();
  });
});

it('lets staff take over from any step before the decision', () => {
  const { visit } = walk(
    [...until('document.lines'), { type: 'staff.take-over' }],
    contextWith({ profile: attended }),
  );
  expect(visit).toMatchObject({ step: 'referred', referral: 'called', ticket: 'ABC-234' });
  const late = walk([...commandsToOffer(), { type: 'staff.take-over' }]);
  expect(late.refusals).toEqual(['visit/not-at-this-step']);
});

describe('the offer', () => {
  const created: Command = {
    type: 'offer.created',
    offerId: 'o',
    offerUri: 'u',
    txCode: '1',
    createdAt: 1,
    expiresAt: 2,
  };

  it('is renewed after it expired, as often as the profile allows', () => {
    let state = walk([...commandsToOffer(), created]);
    for (let round = 0; round < 3; round += 1) {
      state = walk(
        [
          { type: 'offer.progressed', offerId: 'o', state: 'expired', triesLeft: null },
          { type: 'offer.renew' },
        ],
        contextWith(),
        state,
      );
      expect(state.visit?.offer).toMatchObject({ state: 'preparing', uri: null, renewals: round + 1 });
      state = walk([created], contextWith(), state);
    }
    state = walk(
      [
        { type: 'offer.progressed', offerId: 'o', state: 'expired', triesLeft: null },
        { type: 'offer.renew' },
      ],
      contextWith(),
      state,
    );
    expect(state.refusals).toEqual(['visit/no-renewals-left']);
  });

  it('takes no news of another offer, and none after its end', () => {
    const state = walk([
      ...commandsToOffer(),
      created,
      { type: 'offer.progressed', offerId: 'other', state: 'issued', triesLeft: null },
    ]);
    expect(state.visit?.offer?.state).toBe('waiting');
  });
});

it('adds a face that is fine to the checks only once', () => {
  const { visit } = walk(commandsToOffer());
  expect(visit?.checks.filter((one) => one.check === 'face-match')).toEqual([goodFace[1]]);
});
