import { expect, test } from 'vitest';
import { presentCredential, redeemOffer } from '../../../e2e/wallet/index.ts';
import type { StepOf } from '../../contract/index.ts';
import { type Kit, kit, walkTo } from '../testing/index.ts';

const asked = { presentation: 'asked' as const };

/** Until the request to present is on the screen; gives what the phone holds. */
async function untilAsked(one: Kit) {
  const offer = (await walkTo(one, 'offer')).step as StepOf<'offer'>;
  const held = await redeemOffer(offer.offerUri ?? '', { txCode: offer.txCode ?? '' });
  const { step } = await one.visitor.until(({ step }) => step.name === 'proof' && step.requestUri !== null);
  return { held, requestUri: (step as StepOf<'proof'>).requestUri! };
}

async function outcomeOf(one: Kit): Promise<unknown> {
  const { id } = one.kiosk.running()!;
  const events = await one.vault.read(id);
  return events.find(({ type }) => type === 'ProofResolved')?.body;
}

test('the wallet is asked to present what it just got, and what it shows is believed', async () => {
  const one = await kit({ profile: asked });
  const { held, requestUri } = await untilAsked(one);
  expect(await presentCredential(requestUri, held)).toBe(200);
  const { step } = await one.visitor.until((now) => now.step.name === 'success');
  expect(await outcomeOf(one)).toMatchObject({ outcome: 'presented' });
  // Success on both screens.
  expect(step).toMatchObject({ presented: true, confirmation: 'confirmed' });
  expect((await one.staff()).latest().visit?.offer).toMatchObject({
    presented: 'presented',
    confirmation: 'confirmed',
    asksStaff: false,
  });
});

test('a request that was answered by somebody else is asked again, and nothing is claimed', async () => {
  const one = await kit({ profile: asked });
  const { held, requestUri } = await untilAsked(one);
  const stranger = {
    ...held,
    credential: held.credential.replace(/^[^.]+\.[^.]+/, (part) => `${part.slice(0, -2)}AA`),
  };
  expect(await presentCredential(requestUri, stranger)).toBe(400);
  await one.visitor.until(({ step }) => step.name === 'proof' && step.state === 'failed');
  const { step } = await one.visitor.until(({ step }) => step.name === 'proof' && step.requestUri !== null);
  expect((step as StepOf<'proof'>).requestUri).not.toBe(requestUri);
});

test('the visitor may go on without, and that is what is kept', async () => {
  const one = await kit({ profile: asked });
  const { held, requestUri } = await untilAsked(one);
  expect(await one.visitor.remote.command({ type: 'visit.continue', step: 'proof' })).toEqual({ ok: true });
  await one.visitor.until(({ step }) => step.name === 'success');
  expect(await outcomeOf(one)).toMatchObject({ outcome: 'not-checked', reason: 'skipped' });
  expect(await presentCredential(requestUri, held).catch(() => 'gone')).not.toBe(200);
});

test('where it is not asked for, the step goes by', async () => {
  const one = await kit();
  await walkTo(one, 'success');
  expect(await outcomeOf(one)).toMatchObject({ outcome: 'not-checked', reason: 'not-asked' });
});
