import { describe, expect, test } from 'vitest';
import { CodedError, type StepOf } from '../../contract/index.ts';
import type { Issuing, MadeOffer } from '../ports.ts';
import { kit, redeem, walkTo } from '../testing/index.ts';

type Offer = StepOf<'offer'>;

/** An issuer whose next offers fail, and which keeps a list of what was withdrawn. */
function unreliable(failures: number) {
  const withdrawn: string[] = [];
  const made: string[] = [];
  let hold: Promise<void> = Promise.resolve();
  let release = () => {};
  const wrapIssuing = (issuing: Issuing): Issuing => ({
    ...issuing,
    async offer(id, visit) {
      if (failures > 0) {
        failures -= 1;
        throw new CodedError('credentials/offer-failed', 'of a test');
      }
      await hold;
      const offer = await issuing.offer(id, visit);
      made.push(offer.offerId);
      return offer;
    },
    async cancel(offerId) {
      withdrawn.push(offerId);
      await issuing.cancel(offerId);
    },
  });
  return {
    wrapIssuing,
    withdrawn,
    made,
    hold() {
      hold = new Promise((resolve) => (release = resolve));
    },
    release: () => release(),
  };
}

describe('the offer', () => {
  test('that fails is told, and another one can be asked for', async () => {
    const issuer = unreliable(2);
    const one = await kit(issuer);
    await walkTo(one, 'face-capture');
    await one.visitor.remote.command({ type: 'face.submit', frames: [new Uint8Array([1])] });
    for (let renewals = 0; renewals < 2; renewals += 1) {
      await one.visitor.until(({ step }) => step.name === 'offer' && step.state === 'failed');
      expect((await one.staff()).latest().notices).toMatchObject([{ code: 'credentials/offer-failed' }]);
      expect(await one.visitor.remote.command({ type: 'offer.renew' })).toEqual({ ok: true });
    }
    await walkTo(one, 'success');
    expect(issuer.made).toHaveLength(1);
  });

  test('cannot be renewed without end, and there is always a way to a person', async () => {
    const one = await kit(unreliable(99));
    await walkTo(one, 'face-capture');
    await one.visitor.remote.command({ type: 'face.submit', frames: [new Uint8Array([1])] });
    for (let renewals = 0; renewals < 3; renewals += 1) {
      await one.visitor.until(({ step }) => step.name === 'offer' && step.state === 'failed');
      await one.visitor.remote.command({ type: 'offer.renew' });
    }
    await one.visitor.until(({ step }) => step.name === 'offer' && step.state === 'failed');
    expect(await one.visitor.remote.command({ type: 'offer.renew' })).toMatchObject({
      error: { code: 'visit/no-renewals-left' },
    });
    expect(await one.visitor.remote.command({ type: 'visit.call-staff' })).toEqual({ ok: true });
  });

  test('locks after wrong codes and can be renewed', async () => {
    const one = await kit();
    const { step } = await walkTo(one, 'offer');
    const wrong = (step as Offer).txCode === '000000' ? '111111' : '000000';
    for (let tries = 0; tries < 5; tries += 1) await redeem(step as Offer, wrong).catch(() => {});
    await one.visitor.until(({ step }) => step.name === 'offer' && step.state === 'locked');
    await one.visitor.remote.command({ type: 'offer.renew' });
    await walkTo(one, 'success');
  });

  test('is withdrawn when the visitor leaves', async () => {
    const issuer = unreliable(0);
    const one = await kit(issuer);
    const { step } = await walkTo(one, 'offer');
    await one.visitor.remote.command({ type: 'visit.cancel' });
    await one.visitor.until(({ step }) => step.name === 'ended');
    expect(issuer.withdrawn).toEqual(issuer.made);
    await expect(redeem(step as Offer)).rejects.toThrow();
  });

  test('that is made after the visitor left is withdrawn too', async () => {
    const issuer = unreliable(0);
    issuer.hold();
    const one = await kit(issuer);
    await walkTo(one, 'face-capture');
    await one.visitor.remote.command({ type: 'face.submit', frames: [new Uint8Array([1])] });
    await one.visitor.until(({ step }) => step.name === 'offer');
    await one.visitor.remote.command({ type: 'visit.cancel' });
    issuer.release();
    await expect.poll(() => issuer.withdrawn.length).toBe(1);
    expect(issuer.withdrawn).toEqual(issuer.made);
    const sealed = one.vault.database.prepare('SELECT count(sealed_claims) AS n FROM issuer_offers');
    await expect.poll(() => sealed.get()).toEqual({ n: 0 });
  });
});

describe('a code that ends before its offer', () => {
  test('is replaced on the screen while nobody has scanned it, and not after', async () => {
    let renew: (offer: MadeOffer) => void = () => {};
    const made: MadeOffer[] = [];
    const one = await kit({
      wrapIssuing: (issuing) => ({
        ...issuing,
        async offer(id, visit) {
          const offer = await issuing.offer(id, visit);
          made.push(offer);
          return offer;
        },
        renewed(listener) {
          renew = listener;
          return () => {};
        },
      }),
    });
    const { step } = await walkTo(one, 'offer');
    const next = {
      ...made[0]!,
      offerUri: 'openid-vc://?request_uri=next',
      expiresAt: made[0]!.expiresAt + 60_000,
    };
    renew({ ...next, offerId: 'of another visit' });
    renew(next);
    const shown = await one.visitor.until(
      (now) => now.step.name === 'offer' && now.step.offerUri === next.offerUri,
    );
    expect(shown.step).toMatchObject({ state: 'waiting', expiresAt: next.expiresAt });
    await redeem(step as Offer);
    renew({ ...next, offerUri: 'openid-vc://?request_uri=late' });
    const { step: after } = await walkTo(one, 'success');
    expect(JSON.stringify(after)).not.toContain('late');
  });
});
