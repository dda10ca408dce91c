import { describe, expect, it } from 'vitest';
import { type Command, canRenew, isToWithdraw, staffCanRenew } from './index.ts';
import { attended, commandsToOffer, contextWith, selfService, type Walk, walk } from './testing/fixtures.ts';

const created = (offerId = 'o', changes: object = {}): Command => ({
  type: 'offer.created',
  offerId,
  offerUri: `openid-credential-offer://${offerId}`,
  txCode: null,
  createdAt: 0,
  expiresAt: 1,
  ...changes,
});
type Progress = Extract<Command, { type: 'offer.progressed' }>;
const told = (state: Progress['state'], changes: Partial<Progress> = {}): Command => ({
  type: 'offer.progressed',
  offerId: 'o',
  state,
  triesLeft: null,
  ...changes,
});
const unproven = { ...selfService, steps: { ...selfService.steps, proof: false } };
const byVisitor = contextWith({ profile: unproven });
const byStaff = contextWith({
  profile: { ...unproven, offer: { ...selfService.offer, renewedBy: 'staff' } },
});
const withProof = contextWith({
  profile: { ...selfService, presentation: 'asked', steps: { ...selfService.steps, proof: true } },
});
const at = (commands: Command[], context = byVisitor, from?: Walk) =>
  walk(from ? commands : [...commandsToOffer(), created(), ...commands], context, from);

describe('what the wallet says of having the credential', () => {
  it.each([
    ['before the visit went on', [told('issued', { confirmed: true })]],
    ['later', [told('issued'), told('issued', { confirmed: true })]],
  ])('confirms it, %s', (_when, commands) => {
    expect(at(commands).visit).toMatchObject({ step: 'success', offer: { confirmation: 'confirmed' } });
  });

  it('is missed after a while, and then the person is asked; going on is the answer', () => {
    const missing = at([told('issued'), { type: 'offer.unconfirmed' }]);
    expect(missing.visit?.offer?.confirmation).toBe('missing');
    const gone = at([{ type: 'visit.continue', step: 'success' }], byVisitor, missing);
    expect(gone.events.slice(-2)).toMatchObject([
      { type: 'OfferConfirmed', by: 'visitor' },
      { type: 'VisitEnded', reason: 'done' },
    ]);
    const late = at([told('issued', { confirmed: true })], byVisitor, missing);
    expect(late.visit?.offer?.confirmation).toBe('confirmed');
  });

  it('is not missed where it was said, nor twice', () => {
    const said = at([told('issued', { confirmed: true }), { type: 'offer.unconfirmed' }]);
    expect(said.visit?.offer?.confirmation).toBe('confirmed');
    const twice = at([told('issued'), { type: 'offer.unconfirmed' }, { type: 'offer.unconfirmed' }]);
    expect(twice.events.filter(({ type }) => type === 'OfferUnconfirmed')).toHaveLength(1);
  });

  it('may be that it could not keep it, also while the proof is asked for', () => {
    const refused = at([told('issued'), told('refused')], withProof);
    expect(refused.visit).toMatchObject({ step: 'offer', offer: { state: 'refused', withdrawn: null } });
    expect(isToWithdraw(refused.visit!.offer!)).toBe(true);
    // First what was given is called back, then there may be another one.
    expect(canRenew(refused.visit!)).toBe(false);
    const after = at([{ type: 'offer.withdrawn', outcome: 'not-revocable' }], withProof, refused);
    expect(canRenew(after.visit!)).toBe(true);
  });

  it('that it could not keep it is no way to a second one for staff either before the first is called back', () => {
    const accept: Command = { type: 'staff.decide', outcome: 'accept', reason: 'known' };
    const referred = at([
      told('issued'),
      told('refused'),
      { type: 'visit.call-staff' },
      { type: 'staff.observe', genuine: true, samePerson: true },
    ]);
    const early = at([accept], byVisitor, referred);
    expect(early.refusals).toEqual(['visit/issued-before']);
    const after = at([{ type: 'offer.withdrawn', outcome: 'not-revocable' }, accept], byVisitor, early);
    expect(after.visit).toMatchObject({ step: 'offer', offer: { state: 'preparing' } });
  });

  it('is as good as said by a wallet that has shown it, however late', () => {
    const shown: Command = { type: 'proof.resolved', outcome: 'presented', reason: 'presented' };
    const late = at([told('issued'), { type: 'offer.unconfirmed' }, shown], withProof);
    expect(late.visit).toMatchObject({ step: 'success', offer: { confirmation: 'confirmed' } });
    const other: Command = { type: 'proof.resolved', outcome: 'failed', reason: 'not-believed' };
    const failed = at([told('issued'), { type: 'offer.unconfirmed' }, other], withProof);
    expect(failed.visit).toMatchObject({ step: 'success', offer: { confirmation: 'missing' } });
  });

  it('does not count against staff, who saw the phone', () => {
    const seen = at([told('issued'), { type: 'staff.confirm-offer', received: true }, told('refused')]);
    expect(seen.visit).toMatchObject({ step: 'success', offer: { confirmation: 'confirmed' } });
  });
});

describe('somebody else’s phone', () => {
  it.each(['scanned', 'code-asked', 'code-wrong', 'issuing'] as const)(
    'that has the code (%s) is said by the visitor: staff are called, nobody renews before it is called back',
    (state) => {
      const taken = at([told(state), { type: 'offer.disown' }]);
      expect(taken.visit).toMatchObject({ step: 'offer', called: true, offer: { state: 'taken' } });
      expect(isToWithdraw(taken.visit!.offer!)).toBe(true);
      expect(staffCanRenew(taken.visit!)).toBe(false);
      const ended = at([{ type: 'offer.withdrawn', outcome: 'ended' }], byVisitor, taken);
      const visitors = at([{ type: 'offer.renew' }], byVisitor, ended);
      expect(visitors.visit?.offer?.state).toBe('taken');
      const next = at([{ type: 'staff.renew-offer' }, created('p')], byVisitor, ended);
      expect(next.visit?.offer).toMatchObject({ id: 'p', state: 'waiting', withdrawn: null });
      expect(isToWithdraw(next.visit!.offer!)).toBe(false);
    },
  );

  it('that got the credential keeps it where nothing can be revoked, and there is no second one', () => {
    const taken = at([
      told('issued', { confirmed: true }),
      { type: 'offer.disown' },
      { type: 'offer.withdrawn', outcome: 'not-revocable' },
    ]);
    const asked = at([{ type: 'staff.renew-offer' }], byVisitor, taken);
    expect(asked.refusals).toContain('visit/issued-before');
    const referred = at(
      [
        { type: 'visit.call-staff' },
        { type: 'staff.observe', genuine: true, samePerson: true },
        { type: 'staff.decide', outcome: 'accept', reason: 'known' },
      ],
      byVisitor,
      taken,
    );
    expect(referred.visit).toMatchObject({ step: 'referred' });
    expect(referred.refusals).toContain('visit/issued-before');
  });

  it('that got the credential has none any more once it is revoked', () => {
    const revoked = at([
      told('issued'),
      { type: 'staff.confirm-offer', received: false },
      { type: 'offer.withdrawn', outcome: 'revoked' },
      { type: 'staff.renew-offer' },
    ]);
    expect(revoked.refusals).toEqual([]);
    expect(revoked.visit?.offer).toMatchObject({ state: 'preparing', renewals: 1 });
  });

  it('is noticed when it brings a code that was used', () => {
    const again = at([
      told('issued'),
      told('issued', { usedAgain: true }),
      told('issued', { usedAgain: true }),
    ]);
    expect(again.visit?.offer?.usedAgain).toBe(true);
    expect(again.events.filter(({ type }) => type === 'OfferUsedAgain')).toHaveLength(1);
  });

  it('is nothing to speak of before any phone has the code, or after the visit', () => {
    const early = at([{ type: 'offer.disown' }]);
    const late = at([told('issued'), { type: 'visit.continue', step: 'success' }, { type: 'offer.disown' }]);
    expect(early.refusals).toEqual(['visit/not-at-this-step']);
    expect(late.refusals).toEqual(['visit/ended']);
  });
});

describe('a code that is over', () => {
  it.each(['expired', 'locked', 'refused', 'failed'] as const)(
    '(%s) is renewed by who the profile says',
    (state) => {
      const visitors = at([told(state), { type: 'offer.renew' }]);
      expect(visitors.visit?.offer?.state).toBe('preparing');
      const staffs = at([told(state), { type: 'offer.renew' }], byStaff);
      expect(staffs.refusals).toEqual(['visit/staff-only']);
      const given = at([{ type: 'staff.renew-offer' }], byStaff, staffs);
      expect(given.visit?.offer?.state).toBe('preparing');
    },
  );

  it('is renewed by staff in the attended posture, who have looked', () => {
    expect(attended.offer.renewedBy).toBe('staff');
    expect(selfService.offer.renewedBy ?? 'visitor').toBe('visitor');
  });
});

describe('another form', () => {
  const three = { forms: 3, form: 'dc+sd-jwt' };
  const next = (from: Walk, id: string) => at([{ type: 'offer.other' }, created(id, three)], byVisitor, from);

  it('takes the place of the offer that may still be alive, and comes round again', () => {
    let state = walk([...commandsToOffer(), created('o', three)], byVisitor);
    const asked = at([{ type: 'offer.other' }], byVisitor, state);
    expect(asked.visit?.offer).toMatchObject({ form: { index: 1 }, replaces: 'o', renewals: 0, switches: 1 });
    for (const [id, index] of [
      ['p', 1],
      ['q', 2],
      ['r', 0],
      ['s', 1],
      ['t', 2],
    ] as const) {
      state = next(state, id);
      expect(state.visit?.offer).toMatchObject({ id, form: { index, of: 3 } });
    }
    expect(next(state, 'u').refusals).toEqual(['visit/no-renewals-left']);
  });

  it.each(['expired', 'locked'] as const)('is no way around renewing what is %s', (state) => {
    const over = walk([...commandsToOffer(), created('o', three), told(state)], byVisitor);
    expect(at([{ type: 'offer.other' }], byVisitor, over).refusals).toEqual(['visit/no-renewals-left']);
  });

  it('may be asked for when the wallet refused', () => {
    const refused = walk([...commandsToOffer(), created('o', three), told('refused')], byVisitor);
    expect(at([{ type: 'offer.other' }], byVisitor, refused).visit?.offer?.form.index).toBe(1);
  });

  it('is not to be had where there is one form, nor after the credential was given', () => {
    expect(at([{ type: 'offer.other' }]).refusals).toEqual(['visit/no-renewals-left']);
    const given = walk(
      [...commandsToOffer(), created('o', three), told('issued'), told('refused')],
      byVisitor,
    );
    expect(at([{ type: 'offer.other' }], byVisitor, given).refusals).toEqual(['visit/no-renewals-left']);
  });

  const failed: Command = { type: 'offer.failed', code: 'credentials/issued-before' };
  const byStaffAgain: Command[] = [
    { type: 'visit.call-staff' },
    { type: 'staff.observe', genuine: true, samePerson: true },
    { type: 'staff.decide', outcome: 'accept', reason: 'known' },
  ];
  it.each([
    ['renewed', [{ type: 'offer.renew' }]],
    ['offered in a third form', [{ type: 'offer.other' }]],
    ['accepted by staff', byStaffAgain],
  ] as [string, Command[]][])(
    'that could not be made still takes the place of the one before when it is %s',
    (_how, commands) => {
      const state = walk(
        [...commandsToOffer(), created('o', three), { type: 'offer.other' }, failed],
        byVisitor,
      );
      const again = at(commands, byVisitor, state);
      expect(again.refusals).toEqual([]);
      expect(again.visit?.offer).toMatchObject({ state: 'preparing', id: null, replaces: 'o' });
      expect(at([created('p', three)], byVisitor, again).visit?.offer?.replaces).toBeNull();
    },
  );

  describe('is not needed when the one before was taken in that very moment', () => {
    const givenBefore = (changes: object = {}): Command => ({
      type: 'offer.given-before',
      offerId: 'o',
      state: 'issued',
      confirmed: false,
      ...changes,
    });
    const switched = (...commands: Command[]) =>
      walk([...commandsToOffer(), created('o', three), { type: 'offer.other' }, ...commands], byVisitor);

    it('and the visit goes on with that, as if it had been heard of a moment earlier', () => {
      const given = switched(givenBefore());
      expect(given.visit).toMatchObject({
        step: 'success',
        offer: { id: 'o', state: 'issued', replaces: null, confirmation: 'awaited', switches: 1 },
      });
      expect(given.visit?.offer?.issuedAt).not.toBeNull();
      const confirmed = at([told('issued', { confirmed: true })], byVisitor, given);
      expect(confirmed.visit?.offer?.confirmation).toBe('confirmed');
      expect(switched(givenBefore({ confirmed: true })).visit?.offer?.confirmation).toBe('confirmed');
    });

    it('also after trying in vain', () => {
      const renewed = switched(failed, { type: 'offer.renew' }, givenBefore());
      expect(renewed.visit).toMatchObject({ step: 'success', offer: { id: 'o', state: 'issued' } });
    });

    it('and could not be kept: then another code may be asked for, which nothing stands in the way of', () => {
      const refused = switched(givenBefore({ state: 'refused' }));
      expect(refused.visit).toMatchObject({ step: 'offer', offer: { id: 'o', state: 'refused' } });
      expect(canRenew(refused.visit!)).toBe(true);
      const renewed = at([{ type: 'offer.renew' }], byVisitor, refused);
      expect(renewed.visit?.offer).toMatchObject({ state: 'preparing', replaces: null });
    });

    it('also one that had ended with its time, as far as was known here', () => {
      const again: Command[][] = [
        [told('expired'), { type: 'offer.renew' }],
        [told('expired'), { type: 'offer.renew' }, failed, { type: 'offer.renew' }],
        [told('expired'), ...byStaffAgain],
      ];
      for (const commands of again) {
        const asked = at(commands);
        expect(asked.visit?.offer).toMatchObject({ state: 'preparing', replaces: null, expired: 'o' });
        const given = at([givenBefore({ confirmed: true })], byVisitor, asked);
        expect(given.visit).toMatchObject({
          step: 'success',
          offer: { id: 'o', state: 'issued', expired: null, confirmation: 'confirmed' },
        });
        expect(at([created('p')], byVisitor, asked).visit?.offer?.expired).toBeNull();
      }
    });

    it.each(['locked', 'failed', 'refused'] as const)('and not one that was %s', (state) => {
      const renewed = at([told(state), { type: 'offer.renew' }, givenBefore()]);
      expect(renewed.visit?.offer).toMatchObject({ state: 'preparing', expired: null });
    });

    it('which counts for nothing of another offer, or when another one was made', () => {
      expect(switched(givenBefore({ offerId: 'x' })).visit?.offer).toMatchObject({ id: null, replaces: 'o' });
      const made = switched(created('p', three), givenBefore());
      expect(made.visit?.offer).toMatchObject({ id: 'p', state: 'waiting' });
    });
  });

  it('stays when the code is renewed', () => {
    const state = next(walk([...commandsToOffer(), created('o', three)], byVisitor), 'p');
    const renewed = at([told('expired', { offerId: 'p' }), { type: 'offer.renew' }], byVisitor, state);
    expect(renewed.visit?.offer).toMatchObject({ form: { index: 1 }, replaces: null, renewals: 1 });
  });
});

describe('a credential that has to wait', () => {
  it('says until when, is left to the wallet, and is not withdrawn with the visit', () => {
    const waits = at([told('issuing'), told('deferred', { collectUntil: 99 })]);
    expect(waits.visit?.offer).toMatchObject({ state: 'deferred', collectUntil: 99 });
    const left = at([{ type: 'visit.continue', step: 'offer' }], byVisitor, waits);
    // Without an id there is nothing to cancel when the visitor goes.
    expect(left.visit).toMatchObject({ step: 'success', offer: { id: null, left: 'o', state: 'deferred' } });
    const came = at([told('issued', { confirmed: true })], byVisitor, left);
    expect(came.visit).toMatchObject({ step: 'success', offer: { state: 'issued' } });
    const never = at([told('expired')], byVisitor, left);
    expect(never.visit).toMatchObject({ step: 'offer', offer: { id: 'o', state: 'expired' } });
  });

  it('is waited for by nobody who does not want to go', () => {
    const early = at([told('issuing'), { type: 'visit.continue', step: 'offer' }]);
    expect(early.refusals).toEqual(['visit/not-at-this-step']);
  });
});

it('remembers that the phone’s clock was wrong', () => {
  const wrong = at([told('issuing'), told('issuing', { phoneClock: true }), told('refused')]);
  expect(wrong.visit?.offer).toMatchObject({ state: 'refused', phoneClock: true });
});
