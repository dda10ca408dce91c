import { afterEach, describe, expect, test } from 'vitest';
import type { CredentialOffer } from '../port.ts';
import { CLAIMS, entraKit, photoProfile } from './testing/kit.ts';

type Kit = Awaited<ReturnType<typeof entraKit>>;
const kits: Kit[] = [];
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.close();
});
async function kit(...options: Parameters<typeof entraKit>): Promise<Kit> {
  const made = await entraKit(...options);
  kits.push(made);
  return made;
}
type SentRequest = {
  claims: Record<string, string>;
  pin?: Record<string, unknown>;
  expirationDate?: string;
  callback: { url: string; state: string; headers: Record<string, string> };
};
const sent = ({ entra }: Kit) => entra.seen.map(({ body }) => body as SentRequest);

test('a visit becomes a Verified ID on a phone, and the kiosk hears of every step over the relay', async () => {
  const one = await kit();
  const offer = await one.order();
  expect(offer.offerUri).toMatch(/^openid-vc:\/\/\?request_uri=/);
  expect(offer.txCode).toMatch(/^\d{6}$/);
  expect(await one.entra.wallet.retrieve(offer.offerUri)).toBe(204);
  await expect.poll(() => one.states).toEqual(['created', 'retrieved']);
  const wrong = offer.txCode === '000000' ? '111111' : '000000';
  await expect(one.entra.wallet.issue(offer.offerUri, wrong)).rejects.toThrow('PIN');
  expect(await one.entra.wallet.issue(offer.offerUri, offer.txCode!)).toBe(204);
  await expect.poll(() => one.states).toEqual(['created', 'retrieved', 'issued']);
  expect(await one.port.status(offer.offerId)).toMatchObject({ state: 'issued', subjectRef: 'visit-1' });
  expect(await one.port.cancel(offer.offerId)).toBe(false);
  expect(one.reports).toEqual([]);
});

test('only the mapped claims are sent; the PIN only hashed; state and key are new each time', async () => {
  const one = await kit({}, { validityDays: 30 });
  const offers = [await one.order(), await one.order({ txCode: false })];
  const [first, second] = sent(one);
  expect(first!.claims).toEqual({ firstName: 'ERIKA', lastName: 'MUSTERMANN', dateOfBirth: '1984-01-26' });
  expect(first!.pin).toMatchObject({ type: 'numeric', length: 6, alg: 'sha256', iterations: 1 });
  expect(JSON.stringify(first)).not.toContain(offers[0]!.txCode);
  expect(second!.pin).toBeUndefined();
  expect(offers[1]!.txCode).toBeNull();
  expect(Date.parse(first!.expirationDate!) - Date.now()).toBeGreaterThan(29 * 86_400_000);
  expect(first!.callback.state).not.toBe(second!.callback.state);
  expect(first!.callback.headers['api-key']).not.toBe(second!.callback.headers['api-key']);
});

describe('the photo', () => {
  const jpeg = (width: number, height: number) =>
    Buffer.from([
      0xff,
      0xd8,
      0xff,
      0xc0,
      0,
      11,
      8,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      1,
      0,
      0,
      0,
    ]);
  const withPhoto = (bytes: Buffer) => ({
    ...CLAIMS,
    picture: `data:image/jpeg;base64,${bytes.toString('base64')}`,
  });

  test('is sent as base64url where the profile has one', async () => {
    const one = await kit({}, { profile: photoProfile });
    await one.order({ claims: withPhoto(jpeg(480, 640)) });
    expect(sent(one)[0]!.claims.portrait).toBe(jpeg(480, 640).toString('base64url'));
  });

  test('that Face Check could not use is not sent, and a profile that needs one makes no offer', async () => {
    const one = await kit({}, { profile: photoProfile });
    for (const bad of [jpeg(199, 640), Buffer.from('no picture')])
      await expect(one.order({ claims: withPhoto(bad) })).rejects.toMatchObject({
        code: 'entra/photo-unfit',
      });
    expect(one.entra.seen).toEqual([]);
  });
});

describe('a code that nobody scans', () => {
  test('is replaced before it ends, with the same PIN, a few times, and then it is over', async () => {
    const one = await kit({ lifeSeconds: 2 }, { refresh: { before: 1_000, times: 2 } });
    const renewed: CredentialOffer[] = [];
    one.port.onRenewed!((offer) => renewed.push(offer));
    const offer = await one.order();
    await expect.poll(() => one.states).toEqual(['created', 'expired']);
    expect(renewed).toHaveLength(2);
    expect(new Set([offer, ...renewed].map(({ offerUri }) => offerUri)).size).toBe(3);
    expect(new Set([offer, ...renewed].map(({ txCode }) => txCode)).size).toBe(1);
    expect(new Set([offer, ...renewed].map(({ offerId }) => offerId)).size).toBe(1);
    expect(one.entra.seen).toHaveLength(3);
  });

  test('is not replaced once a phone has it', async () => {
    const one = await kit({ lifeSeconds: 4 }, { refresh: { before: 1_000, times: 3 }, patience: 3_500 });
    const offer = await one.order();
    await one.entra.wallet.retrieve(offer.offerUri);
    await expect.poll(() => one.reports).toEqual(['entra/unconfirmed']);
    expect(one.entra.seen).toHaveLength(1);
    await one.entra.wallet.issue(offer.offerUri, offer.txCode!);
    await expect.poll(() => one.states).toEqual(['created', 'retrieved', 'issued']);
  });

  test('and its replacement taken by two phones is told to the operator', async () => {
    const one = await kit({ lifeSeconds: 6 }, { refresh: { before: 5_000, times: 1 } });
    const renewed: CredentialOffer[] = [];
    one.port.onRenewed!((offer) => renewed.push(offer));
    const offer = await one.order({ txCode: false });
    await expect.poll(() => renewed.length).toBe(1);
    await Promise.all([offer, renewed[0]!].map(({ offerUri }) => one.entra.wallet.issue(offerUri)));
    await expect.poll(() => one.reports).toEqual(['entra/issued-twice']);
    expect(one.states).toEqual(['created', 'issued']);
  });

  test('stays on the screen to its end when no other can be had', async () => {
    const one = await kit({ lifeSeconds: 4 }, { refresh: { before: 2_500, times: 3 } });
    await one.order();
    one.entra.faults.push({ status: 403, inner: 'forbidden', path: 'createIssuanceRequest' });
    await expect.poll(() => one.states).toEqual(['created', 'expired']);
    expect(one.reports).toEqual(['entra/forbidden']);
  });
});

describe('a phone that has the request and of which nothing more is heard', () => {
  test('is given up a while after its code has ended, and staff are told; what it gets after that is told too', async () => {
    const one = await kit({ lifeSeconds: 4 }, { patience: 1_500 });
    const offer = await one.order();
    await one.entra.wallet.retrieve(offer.offerUri);
    await expect.poll(() => one.reports).toEqual(['entra/unconfirmed']);
    expect(Date.now()).toBeLessThan(offer.expiresAt + 1_500);
    await expect.poll(() => one.states).toEqual(['created', 'retrieved', 'failed']);
    expect(Date.now()).toBeGreaterThanOrEqual(offer.expiresAt + 1_500);
    expect(one.reports).toEqual(['entra/unconfirmed', 'entra/unconfirmed']);
    await one.entra.wallet.issue(offer.offerUri, offer.txCode!);
    await expect.poll(() => one.reports.at(-1)).toBe('entra/issued-after-end');
    // What was given so late is the visit's only one.
    expect(await one.port.status(offer.offerId)).toMatchObject({ state: 'issued' });
    const made = one.entra.seen.length;
    await expect(one.order()).rejects.toMatchObject({ code: 'credentials/issued-before' });
    expect(one.entra.seen).toHaveLength(made);
  });

  test('is given up also by a host that starts again meanwhile, after it has heard what the relay has', async () => {
    const one = await kit({ lifeSeconds: 4 }, { patience: 100 });
    const offers = [await one.order(), await one.order()];
    for (const { offerUri } of offers) await one.entra.wallet.retrieve(offerUri);
    await expect.poll(() => one.states.filter((state) => state === 'retrieved')).toHaveLength(2);
    await one.issuer.close();
    await one.entra.wallet.issue(offers[1]!.offerUri, offers[1]!.txCode!);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, offers[1]!.expiresAt - Date.now()) + 200));
    const { port } = await one.start();
    const stateOf = async (index: number) => (await port.status(offers[index]!.offerId)).state;
    await expect.poll(() => stateOf(1)).toBe('issued');
    expect(await stateOf(0)).toBe('retrieved');
    await expect.poll(() => stateOf(0), { timeout: 20_000 }).toBe('failed');
    expect(one.reports).toContain('entra/unconfirmed');
    expect(one.reports).not.toContain('entra/issued-after-end');
  });
});

test.each([
  ['fetch_contract_error', 'entra/fetch-contract-error'],
  ['issuance_service_error', 'entra/issuance-service-error'],
  ['unspecified_error', 'entra/unspecified-error'],
  ['something new', 'entra/unspecified-error'],
])('issuance_error with %s is %s', async (message, code) => {
  const one = await kit();
  const offer = await one.order();
  await one.entra.wallet.retrieve(offer.offerUri);
  await one.entra.wallet.fail(offer.offerUri, message);
  await expect.poll(() => one.states).toEqual(['created', 'retrieved', 'failed']);
  expect(one.reports).toEqual([code]);
});

test('an offer that was cancelled and is taken all the same is told to the operator', async () => {
  const one = await kit();
  const offer = await one.order();
  expect(one.port.cancelIsLocal).toBe(true);
  expect(await one.port.cancel(offer.offerId)).toBe(true);
  expect(await one.port.cancel(offer.offerId)).toBe(false);
  await one.entra.wallet.issue(offer.offerUri, offer.txCode!);
  await expect.poll(() => one.reports).toEqual(['entra/issued-after-end']);
  expect(one.states).toEqual(['created', 'cancelled']);
  await expect(one.port.status('none')).rejects.toMatchObject({ code: 'credentials/unknown-offer' });
});

describe('trouble on the way', () => {
  test('a relay that restarts is told of open requests again', async () => {
    const one = await kit();
    const offer = await one.order();
    await expect.poll(() => one.relay.load().open).toBe(1);
    one.relay.restart();
    await expect.poll(() => one.relay.load().open).toBe(1);
    await one.entra.wallet.issue(offer.offerUri, offer.txCode!);
    await expect.poll(() => one.states).toEqual(['created', 'issued']);
  });

  test('a relay that cannot be reached makes no offer, and is reported while one is open', async () => {
    const one = await kit();
    one.relay.cut(true);
    await expect(one.order()).rejects.toMatchObject({ code: 'entra/relay-unreachable' });
    one.relay.cut(false);
    const offer = await one.order();
    one.relay.cut(true);
    await expect.poll(() => one.reports).toEqual(['entra/relay-unreachable']);
    one.relay.cut(false);
    await one.entra.wallet.issue(offer.offerUri, offer.txCode!);
    await expect.poll(() => one.states).toEqual(['created', 'issued']);
  });

  test('a host that starts again hears what became of its offer', async () => {
    const one = await kit();
    const offer = await one.order();
    await one.issuer.close();
    await one.entra.wallet.issue(offer.offerUri, offer.txCode!);
    const { port } = await one.start();
    await expect.poll(async () => (await port.status(offer.offerId)).state).toBe('issued');
    const noted = JSON.stringify(await one.options.memory.load());
    expect(noted).not.toMatch(/ERIKA|MUSTERMANN|1984/);
    expect(noted).not.toContain(offer.txCode);
  });

  test('a token that was revoked is asked for anew, once', async () => {
    const one = await kit();
    await one.order();
    one.entra.revokeTokens();
    await one.order();
    expect(one.entra.seen).toHaveLength(2);
  });
});
