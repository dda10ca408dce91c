import { describe, expect, test, vi } from 'vitest';
import { redeemOffer } from '../../../e2e/wallet/index.ts';
import { CodedError, type StepOf, type VisitorCommand } from '../../contract/index.ts';
import type { Issuing, OfferNews } from '../ports.ts';
import { kit, redeem, walkTo } from '../testing/index.ts';
import { powerCut } from '../testing/power-cut.ts';

type Offer = StepOf<'offer'>;
type Kit = Awaited<ReturnType<typeof kit>>;
const never = () => new Promise<never>(() => {});
const offerOf = (one: Kit) => one.kiosk.running()?.visit.offer;
const ask = (one: Kit, command: VisitorCommand) => one.visitor.remote.command(command);
const linkOf = (step: Offer) => new URL(step.offerUri ?? '').searchParams.get('credential_offer_uri') ?? '';
/** A phone has scanned the offer, and may be somebody else's. */
async function isScanned(one: Kit, step: Offer): Promise<void> {
  await fetch(linkOf(step));
  await one.visitor.until((now) => now.step.name === 'offer' && now.step.disownable === true);
}
async function scannedElsewhere(one: Kit): Promise<Offer> {
  const { step } = await walkTo(one, 'offer');
  await isScanned(one, step as Offer);
  return step as Offer;
}
/** The visitor says that it was not theirs, and whoever issues cannot be asked to call it back. */
async function disownedInVain(one: Kit): Promise<Offer> {
  const step = await scannedElsewhere(one);
  await ask(one, { type: 'offer.disown' });
  await expect.poll(() => one.kiosk.notices().map(({ code }) => code)).toContain('offer/not-called-back-yet');
  return step;
}
const hanging = (part: 'offer' | 'withdraw') => {
  let cut = false;
  return {
    hang: () => {
      cut = true;
    },
    wrapIssuing: (issuing: Issuing): Issuing => ({
      ...issuing,
      offer: (...body) => (cut && part === 'offer' ? never() : issuing.offer(...body)),
      withdraw: (id) => (cut && part === 'withdraw' ? never() : issuing.withdraw(id)),
    }),
  };
};

describe('a power cut', () => {
  test('after the phone was somebody else’s: the offer is called back all the same', async () => {
    const issuer = hanging('withdraw');
    const one = await kit(issuer);
    const step = await scannedElsewhere(one);
    issuer.hang();
    await ask(one, { type: 'offer.disown' });
    expect(offerOf(one)).toMatchObject({ state: 'taken', withdrawn: null });
    const two = await powerCut(one);
    const staff = await two.staff();
    await staff.until(({ visit }) => visit?.offer?.withdrawn === 'ended');
    await expect(redeem(step)).rejects.toThrow();
    expect(await staff.remote.command({ type: 'staff.renew-offer' })).toEqual({ ok: true });
    await walkTo(two, 'success');
  });

  test('while an issuer that could not be asked is to be asked again: the offer is called back all the same', async () => {
    let away = true;
    const one = await kit({
      wrapIssuing: (issuing: Issuing): Issuing => ({
        ...issuing,
        withdraw: (id) =>
          away ? Promise.reject(new CodedError('kiosk-hub/unreachable', 'x')) : issuing.withdraw(id),
      }),
    });
    const step = await disownedInVain(one);
    expect(offerOf(one)).toMatchObject({ state: 'taken', withdrawn: null });
    away = false;
    const two = await powerCut(one);
    const staff = await two.staff();
    await staff.until(({ visit }) => visit?.offer?.withdrawn === 'ended');
    await expect(redeem(step)).rejects.toThrow();
  });

  test('after another form was asked for: the first one ends before there is a second', async () => {
    const issuer = hanging('offer');
    const one = await kit(issuer);
    const { step } = await walkTo(one, 'offer');
    issuer.hang();
    await ask(one, { type: 'offer.other' });
    expect(offerOf(one)).toMatchObject({ state: 'preparing', replaces: expect.any(String) });
    const two = await powerCut(one);
    await two.visitor.until((now) => now.step.name === 'offer' && now.step.state === 'waiting');
    await expect(redeem(step as Offer)).rejects.toThrow();
    await walkTo(two, 'success');
  });

  test.each(['offer', 'taken'] as const)(
    'after which nobody comes back in time: the offer is called back all the same (%s)',
    async (state) => {
      const issuer = hanging('withdraw');
      const one = await kit(issuer);
      const { step } = await walkTo(one, 'offer');
      if (state === 'taken') {
        await isScanned(one, step as Offer);
        issuer.hang();
        await ask(one, { type: 'offer.disown' });
      }
      const calls: string[] = [];
      const two = await powerCut(one, 16 * 60_000, {
        wrapIssuing: (issuing: Issuing): Issuing => ({
          ...issuing,
          async cancel(id) {
            calls.push('cancel');
            await issuing.cancel(id);
          },
          async withdraw(id) {
            calls.push('withdraw');
            return issuing.withdraw(id);
          },
        }),
      });
      expect(two.kiosk.running()).toBeNull();
      await expect.poll(() => calls).toEqual(state === 'taken' ? ['cancel', 'withdraw'] : ['cancel']);
      const codes = two.kiosk.notices().map(({ code }) => code);
      expect(codes).toEqual(state === 'taken' ? ['offer/taken'] : []);
    },
  );

  test('after the visit ended while an issuer that could not be asked is to be asked again', async () => {
    const one = await kit({
      wrapIssuing: (issuing: Issuing): Issuing => ({
        ...issuing,
        cancel: () => Promise.reject(new CodedError('kiosk-hub/unreachable', 'x')),
        withdraw: () => Promise.reject(new CodedError('kiosk-hub/unreachable', 'x')),
      }),
    });
    const step = await disownedInVain(one);
    expect(await ask(one, { type: 'visit.cancel' })).toEqual({ ok: true });
    await one.visitor.until((now) => now.step.name === 'ended');
    const two = await powerCut(one);
    expect(two.kiosk.running()).toBeNull();
    await expect.poll(async () => (await two.vault.getSecret('station/calling-back'))?.length).toBe(2);
    await expect(redeem(step)).rejects.toThrow();
  });

  test('does not keep a kiosk from starting whose issuer gives no answer', async () => {
    const one = await kit();
    await walkTo(one, 'offer');
    const real = setTimeout;
    const waits: unknown[] = [];
    const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((
      work: () => void,
      wait?: number,
    ) => {
      waits.push(wait);
      return real(work, wait === 5_000 ? 0 : wait);
    }) as typeof setTimeout);
    try {
      const two = await powerCut(one, 2_000, {
        wrapIssuing: (issuing: Issuing): Issuing => ({ ...issuing, status: never }),
      });
      expect(two.kiosk.running()?.visit).toMatchObject({ step: 'offer', offer: { state: 'waiting' } });
      expect(waits).toContain(5_000);
    } finally {
      timers.mockRestore();
    }
  });

  test('while the wallet says that it could not keep the credential: that is heard afterwards', async () => {
    const deaf = (issuing: Issuing): Issuing => ({
      ...issuing,
      listen: (listener) =>
        issuing.listen((news) => {
          if (news.state !== 'refused') listener(news);
        }),
    });
    const one = await kit({ wrapIssuing: deaf });
    const { step } = await walkTo(one, 'offer');
    const { offerUri, txCode } = step as Offer;
    await redeemOffer(offerUri ?? '', {
      event: 'credential_failure',
      ...(txCode === null ? {} : { txCode }),
    });
    await one.visitor.until((now) => now.step.name === 'success');
    const two = await powerCut(one);
    await two.visitor.until((now) => now.step.name === 'offer' && now.step.renewable);
    expect(offerOf(two)).toMatchObject({ state: 'refused', withdrawn: 'not-revocable' });
  });

  test('while the person is asked whether it arrived: they are asked again', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    const { offerUri, txCode } = step as Offer;
    await redeemOffer(offerUri ?? '', { event: null, ...(txCode === null ? {} : { txCode }) });
    await one.visitor.until((now) => now.step.name === 'success');
    one.clock.advance(11_000);
    await one.kiosk.tick();
    const two = await powerCut(one);
    await two.visitor.until((now) => now.step.name === 'success' && now.step.confirmation === 'missing');
    expect(await ask(two, { type: 'visit.continue', step: 'success' })).toEqual({ ok: true });
  });
});

test('of two offers of a visit the first is ended before the second, also when that did not work at once', async () => {
  let away = false;
  const one = await kit({
    wrapIssuing: (issuing: Issuing): Issuing => ({
      ...issuing,
      offer: (...body) => (away ? Promise.reject(new Error('no answer')) : issuing.offer(...body)),
    }),
  });
  const { step } = await walkTo(one, 'offer');
  const first = offerOf(one)?.id;
  away = true;
  await ask(one, { type: 'offer.other' });
  await one.visitor.until((now) => now.step.name === 'offer' && now.step.state === 'failed');
  // Nobody could be asked to end the first one, so a phone may take it still.
  await redeem(step as Offer);
  away = false;
  expect(await ask(one, { type: 'offer.renew' })).toEqual({ ok: true });
  await one.visitor.until((now) => now.step.name === 'success' && now.step.confirmation === 'confirmed');
  expect(offerOf(one)).toMatchObject({ state: 'issued', id: first, replaces: null });
  expect(one.kiosk.notices().map(({ code }) => code)).not.toContain('credentials/issued-before');
});

test('a credential given on a code that had ended as far as was known here is the visit’s own', async () => {
  let tell: (news: OfferNews) => void = () => {};
  let away = false;
  const one = await kit({
    wrapIssuing: (issuing: Issuing): Issuing => ({
      ...issuing,
      offer: (...body) =>
        away ? Promise.reject(new CodedError('kiosk-hub/already-issued', 'x')) : issuing.offer(...body),
      listen(listener) {
        tell = listener;
        return issuing.listen((news) => {
          if (!away) listener(news);
        });
      },
    }),
  });
  const { step } = await walkTo(one, 'offer');
  const first = offerOf(one)?.id;
  away = true;
  tell({ offerId: first ?? '', state: 'expired', triesLeft: null });
  await one.visitor.until((now) => now.step.name === 'offer' && now.step.state === 'expired');
  await redeem(step as Offer);
  expect(await ask(one, { type: 'offer.renew' })).toEqual({ ok: true });
  await one.visitor.until((now) => now.step.name === 'success' && now.step.confirmation === 'confirmed');
  expect(offerOf(one)).toMatchObject({ state: 'issued', id: first });
  expect(one.kiosk.notices().map(({ code }) => code)).toEqual([]);
});

test('a credential that has to wait is kept for whoever walks away without a word', async () => {
  let tell: (news: OfferNews) => void = () => {};
  const one = await kit({
    wrapIssuing: (issuing: Issuing): Issuing => ({
      ...issuing,
      listen(listener) {
        tell = listener;
        return issuing.listen(listener);
      },
    }),
  });
  const { step } = await walkTo(one, 'offer');
  tell({ offerId: offerOf(one)?.id ?? '', state: 'deferred', triesLeft: null });
  await one.visitor.until((now) => now.step.name === 'offer' && now.step.state === 'deferred');
  one.clock.advance(one.kiosk.running()!.visit.profile.idle.warnAfterSeconds * 1000);
  await one.kiosk.tick();
  one.clock.advance(one.kiosk.running()!.visit.profile.idle.answerSeconds * 1000);
  await one.kiosk.tick();
  await one.visitor.until((now) => now.step.name === 'ended');
  await redeem(step as Offer);
});
