import { describe, expect, test } from 'vitest';
import { redeemOffer } from '../../../e2e/wallet/index.ts';
import { CodedError, type StepOf } from '../../contract/index.ts';
import type { Issuing, OfferNews } from '../ports.ts';
import { stationFile } from '../station/station-file.ts';
import { kit, redeem, walkTo } from '../testing/index.ts';

type Offer = StepOf<'offer'>;
type Kit = Awaited<ReturnType<typeof kit>>;
const offerOf = (one: Kit) => one.kiosk.running()?.visit.offer;
const atOffer = (one: Kit, state: Offer['state']) =>
  one.visitor.until(({ step }) => step.name === 'offer' && step.state === state);

type Outcome = 'ended' | 'revoked' | 'not-revocable' | Error;

/** The issuer of the kit, whose news the test makes up, and of which it says whether it can revoke. */
function telling(outcome: Outcome | (() => Outcome) = 'revoked') {
  let tell: (news: OfferNews) => void = () => {};
  const withdrawn: string[] = [];
  return {
    withdrawn,
    tell: (one: Kit, state: OfferNews['state'], more: Partial<OfferNews> = {}) =>
      tell({ offerId: offerOf(one)?.id ?? offerOf(one)?.left ?? '', state, triesLeft: null, ...more }),
    wrapIssuing: (issuing: Issuing): Issuing => ({
      ...issuing,
      listen(listener) {
        tell = listener;
        return issuing.listen(listener);
      },
      async withdraw(offerId) {
        withdrawn.push(offerId);
        await issuing.cancel(offerId);
        const now = typeof outcome === 'function' ? outcome() : outcome;
        if (now instanceof Error) throw now;
        return now;
      },
    }),
  };
}

describe('the wallet’s word that it has the credential', () => {
  test('comes by itself from a wallet that gives it', async () => {
    const one = await kit();
    await walkTo(one, 'success');
    const { step } = await one.visitor.until(
      (now) => now.step.name === 'success' && now.step.confirmation === 'confirmed',
    );
    expect(step.name).toBe('success');
  });

  test('is asked of the person when it does not come, and staff see that; no second credential is made', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    const { offerUri, txCode } = step as Offer;
    await redeemOffer(offerUri ?? '', { event: null, ...(txCode === null ? {} : { txCode }) });
    await one.visitor.until((now) => now.step.name === 'success' && now.step.confirmation === 'awaited');
    one.clock.advance(9_000);
    await one.kiosk.tick();
    expect(offerOf(one)?.confirmation).toBe('awaited');
    one.clock.advance(1_500);
    await one.kiosk.tick();
    await one.visitor.until((now) => now.step.name === 'success' && now.step.confirmation === 'missing');
    const staff = await one.staff();
    expect(staff.latest().visit?.offer).toMatchObject({ confirmation: 'missing', asksStaff: true });
    expect(await staff.remote.command({ type: 'staff.renew-offer' })).toMatchObject({ ok: false });
    expect(await one.visitor.remote.command({ type: 'visit.continue', step: 'success' })).toEqual({
      ok: true,
    });
    await one.visitor.until((now) => now.step.name === 'ended');
  });

  test('that it could not keep it comes too late for "Done", and not too late for the person', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    const { offerUri, txCode } = step as Offer;
    await redeemOffer(offerUri ?? '', {
      event: 'credential_failure',
      ...(txCode === null ? {} : { txCode }),
    });
    const now = await one.visitor.until(
      ({ step: at }) => at.name === 'offer' && at.state === 'refused' && at.renewable,
    );
    expect((now.step as Offer).renewable).toBe(true);
    expect(offerOf(one)?.withdrawn).toBe('not-revocable');
    await one.visitor.remote.command({ type: 'offer.renew' });
    await walkTo(one, 'success');
  });
});

describe('a phone that is not the visitor’s', () => {
  test('has its offer ended at once, staff are alarmed, and only they give the next code', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    const uri = new URL((step as Offer).offerUri ?? '').searchParams.get('credential_offer_uri') ?? '';
    await fetch(uri);
    await one.visitor.until((now) => now.step.name === 'offer' && now.step.disownable === true);
    expect(await one.visitor.remote.command({ type: 'offer.disown' })).toEqual({ ok: true });
    const staff = await one.staff();
    await staff.until((now) => now.visit?.offer?.withdrawn === 'ended');
    expect(staff.latest()).toMatchObject({
      visit: { called: true, txCode: null, offer: { state: 'taken', renewable: true } },
      notices: [{ code: 'offer/taken', level: 'error' }],
    });
    await expect(redeem(step as Offer)).rejects.toThrow();
    expect(await one.visitor.remote.command({ type: 'offer.renew' })).toMatchObject({ ok: false });
    expect(await staff.remote.command({ type: 'staff.renew-offer' })).toEqual({ ok: true });
    await walkTo(one, 'success');
  });

  test('that has the credential loses it where it can be revoked', async () => {
    const issuer = telling('revoked');
    const one = await kit(issuer);
    await walkTo(one, 'success');
    await one.visitor.remote.command({ type: 'offer.disown' });
    const staff = await one.staff();
    await staff.until((now) => now.visit?.offer?.withdrawn === 'revoked');
    expect(issuer.withdrawn).toHaveLength(1);
    expect(await staff.remote.command({ type: 'staff.renew-offer' })).toEqual({ ok: true });
  });

  test.each([
    ['cannot be revoked', 'not-revocable' as const],
    ['may not be asked about', new CodedError('external/refused', 'x')],
  ])('that has a credential that %s is told as such, and there is no second one', async (_what, outcome) => {
    const one = await kit(telling(outcome));
    await walkTo(one, 'success');
    await one.visitor.remote.command({ type: 'offer.disown' });
    const staff = await one.staff();
    await staff.until((now) => now.visit?.offer?.withdrawn === 'not-revocable');
    expect(staff.latest().notices.map(({ code }) => code)).toContain('offer/not-revocable');
    expect(staff.latest().visit?.offer?.renewable).toBe(false);
    expect(await staff.remote.command({ type: 'staff.renew-offer' })).toMatchObject({
      error: { code: 'visit/issued-before' },
    });
  });

  test('and cannot be asked about for a moment is asked again, and staff hear of both', async () => {
    const outcomes = [new CodedError('kiosk-hub/unreachable', 'x'), 'revoked' as const];
    const one = await kit(telling(() => outcomes.shift()!));
    await walkTo(one, 'success');
    await one.visitor.remote.command({ type: 'offer.disown' });
    const staff = await one.staff();
    await staff.until(({ notices }) => notices.some(({ code }) => code === 'offer/not-called-back-yet'));
    await one.kiosk.tick();
    expect(offerOf(one)).toMatchObject({ state: 'taken', withdrawn: null });
    one.clock.advance(1_000);
    await one.kiosk.tick();
    await staff.until((now) => now.visit?.offer?.withdrawn === 'revoked');
    const codes = staff.latest().notices.map(({ code }) => code);
    expect(codes).toContain('offer/called-back');
    expect(codes).not.toContain('offer/not-called-back-yet');
    expect(await staff.remote.command({ type: 'staff.renew-offer' })).toEqual({ ok: true });
  });

  test('is asked again also when its visitor has left, and staff hear how that ended', async () => {
    const outcomes = [new CodedError('kiosk-hub/unreachable', 'x'), 'ended' as const];
    const one = await kit(telling(() => outcomes.shift()!));
    await walkTo(one, 'success');
    await one.visitor.remote.command({ type: 'offer.disown' });
    await expect.poll(() => outcomes).toHaveLength(1);
    await one.visitor.remote.command({ type: 'visit.cancel' });
    one.clock.advance(5_000);
    await one.kiosk.tick();
    await one.visitor.until(({ step }) => step.name === 'attract');
    const staff = await one.staff();
    await staff.until(({ notices }) => notices.some(({ code }) => code === 'offer/called-back'));
  });

  test('and keeps what it has is told to staff also when the visitor has left meanwhile', async () => {
    const asked = Promise.withResolvers<'not-revocable'>();
    const one = await kit({
      wrapIssuing: (issuing: Issuing): Issuing => ({ ...issuing, withdraw: () => asked.promise }),
    });
    await walkTo(one, 'success');
    await one.visitor.remote.command({ type: 'offer.disown' });
    await one.visitor.remote.command({ type: 'visit.cancel' });
    one.clock.advance(5_000);
    await one.kiosk.tick();
    await one.visitor.until(({ step }) => step.name === 'attract');
    asked.resolve('not-revocable');
    const staff = await one.staff();
    await staff.until(({ notices }) => notices.some(({ code }) => code === 'offer/not-revocable'));
  });

  test('is seen by staff when it brings the code after it was used', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    const uri = new URL((step as Offer).offerUri ?? '').searchParams.get('credential_offer_uri') ?? '';
    await redeem(step as Offer);
    await one.visitor.until((now) => now.step.name === 'success');
    await fetch(uri);
    const staff = await one.staff();
    await staff.until((now) => now.visit?.offer?.usedAgain === true);
  });
});

describe('another form', () => {
  test('takes the place of the first one, which nobody can redeem any more', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    expect((step as Offer).otherForms).toBe(true);
    expect(await one.visitor.remote.command({ type: 'offer.other' })).toEqual({ ok: true });
    const next = await one.visitor.until(
      (now) =>
        now.step.name === 'offer' &&
        now.step.offerUri !== null &&
        now.step.offerUri !== (step as Offer).offerUri,
    );
    expect((await one.staff()).latest().visit?.offer?.form).not.toBe('dc+sd-jwt');
    await expect(redeem(step as Offer)).rejects.toThrow();
    expect((next.step as Offer).state).toBe('waiting');
  });

  test('is not made while the first one has given a credential in that very moment', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    const news = one.kiosk.running()!.visit;
    const issuing = { ...news, offer: { ...news.offer!, replaces: news.offer!.id, id: null } };
    await redeem(step as Offer);
    await expect(one.issuing.offer('visit', issuing)).rejects.toMatchObject({
      code: 'credentials/issued-before',
    });
  });
});

describe('a credential that has to wait', () => {
  test('is said to, and goes on without the visitor, who may leave', async () => {
    const issuer = telling();
    const one = await kit(issuer);
    const { step } = await walkTo(one, 'offer');
    issuer.tell(one, 'deferred', { collectUntil: 77 });
    const waits = await atOffer(one, 'deferred');
    expect(waits.step).toMatchObject({ collectUntil: 77 });
    await one.visitor.remote.command({ type: 'visit.continue', step: 'offer' });
    const left = await one.visitor.until((now) => now.step.name === 'success');
    expect(left.step).toEqual({ name: 'success', email: null, collectUntil: 77 });
    await one.visitor.remote.command({ type: 'visit.continue', step: 'success' });
    await one.visitor.until((now) => now.step.name === 'ended');
    // The transaction is kept: the wallet still gets it.
    await redeem(step as Offer);
  });
});

test('what the phone needs to know of this place is on the screen', async () => {
  const { issuer } = stationFile.parse({
    issuer: {
      wifi: { ssid: 'North;wind', password: '12345678' },
      baseUrl: 'https://k.example',
      listedBy: ['other'],
    },
  });
  const one = await kit({ station: { issuer } });
  const { step: pairing } = await walkTo(one, 'pairing');
  const wifi = { ssid: 'North;wind', uri: 'WIFI:T:WPA;S:North\\;wind;P:12345678;;' };
  expect(pairing).toMatchObject({ wifi });
  const { step } = await walkTo(one, 'offer');
  expect(step).toMatchObject({
    wifi,
    unlisted: false,
    claimUrl: expect.stringContaining('/claim/'),
    byStaff: false,
  });
  expect((await fetch((step as Offer).claimUrl ?? '')).status).toBe(200);
});

test('without any of it nothing is promised', async () => {
  const one = await kit();
  const { step } = await walkTo(one, 'offer');
  expect(step).toMatchObject({ wifi: null, unlisted: true, phoneClock: false, disownable: false });
});

test('a phone with a wrong clock is told so', async () => {
  const issuer = telling();
  const one = await kit(issuer);
  await walkTo(one, 'offer');
  issuer.tell(one, 'issuing', { phoneClock: true });
  await one.visitor.until((now) => now.step.name === 'offer' && now.step.phoneClock === true);
});
