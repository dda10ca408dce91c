import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { IssuerStore, NewOffer, NewToken, SpentNonce } from '../store/store.ts';
import { statusContract } from './status-contract.ts';

const NOW = 1_800_000_000_000;
const LATER = NOW + 300_000;
const hash = (text: string) => createHash('sha256').update(text).digest();
const fresh = () => hash(randomUUID());

const offer = (change: Partial<NewOffer> = {}): NewOffer => ({
  offerId: randomUUID(),
  subjectRef: 'visit',
  origin: 'kiosk-1',
  variant: 'open',
  configurationId: 'configuration',
  handleHash: fresh(),
  codeHash: fresh(),
  txCodeHash: fresh(),
  txCodeForm: '{"length":6}',
  held: false,
  sealedClaims: 'sealed',
  createdAt: NOW,
  expiresAt: LATER,
  ...change,
});
const token = (change: Partial<NewToken> = {}): NewToken => ({
  hash: fresh(),
  expiresAt: LATER,
  sealedClaims: 'sealed again',
  keyThumbprint: 'thumbprint',
  identified: true,
  ...change,
});
const nonce = (): SpentNonce => ({ hash: fresh(), expiresAt: LATER });

/**
 * What every store must do, as tests. `open` gives stores that share one empty database, each as a process of its own would
 * have it; the races run across them.
 */
export function storeContract(name: string, open: (count: number) => Promise<IssuerStore[]>): void {
  const one = async () => (await open(1))[0]!;
  const inserted = async (store: IssuerStore, change?: Partial<NewOffer>) => {
    const made = offer(change);
    await store.insert(made);
    return made;
  };
  const withToken = async (store: IssuerStore, change?: Partial<NewOffer>) => {
    const made = await inserted(store, change);
    const given = token();
    expect(await store.redeem(made.offerId, given, NOW)).toBe(true);
    return { ...made, token: given };
  };
  /** Eight callers, spread over the stores, at the same moment. */
  const eight = <T>(stores: readonly IssuerStore[], work: (store: IssuerStore, i: number) => Promise<T>) =>
    Promise.all(Array.from({ length: 8 }, (_, i) => work(stores[i % stores.length]!, i)));

  describe(`${name}: offers`, () => {
    test('an offer is found by its id and by the hashes of its secrets, with all it was given', async () => {
      const store = await one();
      const made = await inserted(store, { variant: 'haip', held: true });
      const { handleHash, codeHash, ...kept } = made;
      const record = await store.byId(made.offerId);
      expect(record).toEqual({
        ...kept,
        txCodeHash: expect.anything(),
        state: 'created',
        wrongCodes: 0,
        keyThumbprint: null,
        identified: false,
        transactionHash: null,
        sealedKeys: null,
        changedAt: NOW,
        notificationHash: null,
      });
      expect(Buffer.from(record!.txCodeHash!).equals(made.txCodeHash!)).toBe(true);
      expect(await store.byHandle(handleHash)).toEqual(record);
      expect(await store.byCode(codeHash)).toEqual(record);
      expect(await store.byId('nothing')).toBeNull();
      expect(await store.byHandle(codeHash)).toBeNull();
      expect(await store.byToken(fresh())).toBeNull();
    });

    test('the same secret twice is an error, not a second offer', async () => {
      const store = await one();
      const { codeHash } = await inserted(store);
      await expect(store.insert(offer({ codeHash }))).rejects.toThrow();
    });

    test('a state moves from where it is expected, once', async () => {
      const stores = await open(2);
      const { offerId } = await inserted(stores[0]!);
      const moved = await eight(stores, (store) => store.move(offerId, ['created'], 'retrieved', NOW + 1));
      expect(moved.filter(Boolean)).toHaveLength(1);
      expect(await stores[1]!.byId(offerId)).toMatchObject({
        state: 'retrieved',
        changedAt: NOW + 1,
        sealedClaims: 'sealed',
      });
      expect(await stores[0]!.move(offerId, ['retrieved'], 'cancelled', NOW)).toBe(true);
      expect(await stores[0]!.byId(offerId)).toMatchObject({ state: 'cancelled', sealedClaims: null });
    });

    test('of eight redeemers exactly one gets the token, and it is that one’s', async () => {
      const stores = await open(2);
      const made = await inserted(stores[0]!);
      const tokens = Array.from({ length: 8 }, () => token());
      const won = await eight(stores, (store, i) => store.redeem(made.offerId, tokens[i]!, NOW));
      expect(won.filter(Boolean)).toHaveLength(1);
      const records = await Promise.all(tokens.map(({ hash: tokenHash }) => stores[0]!.byToken(tokenHash)));
      expect(records.map((record) => record !== null)).toEqual(won);
      expect(records[won.indexOf(true)]).toMatchObject({
        state: 'token',
        keyThumbprint: 'thumbprint',
        identified: true,
        sealedClaims: 'sealed again',
      });
    });

    test('no token after the time, for an ended offer, or for one that is not there', async () => {
      const store = await one();
      const { offerId } = await inserted(store);
      expect(await store.redeem(offerId, token(), LATER)).toBe(false);
      await store.move(offerId, ['created'], 'cancelled', NOW);
      expect(await store.redeem(offerId, token(), NOW)).toBe(false);
      expect(await store.redeem('nothing', token(), NOW)).toBe(false);
    });

    test('the fifth wrong code ends the offer and its claims; twelve at once count five', async () => {
      const stores = await open(2);
      const { offerId } = await inserted(stores[0]!);
      const counted = await Promise.all(
        Array.from({ length: 12 }, (_, i) => stores[i % 2]!.countWrongCode(offerId, 5, NOW)),
      );
      expect(counted.filter((count) => count !== null).sort()).toEqual([1, 2, 3, 4, 5]);
      expect(await stores[0]!.byId(offerId)).toMatchObject({
        state: 'locked',
        wrongCodes: 5,
        sealedClaims: null,
      });
      expect(await stores[1]!.redeem(offerId, token(), NOW)).toBe(false);
    });

    test('a wrong code is not counted when it is too late anyway', async () => {
      const store = await one();
      const { offerId } = await inserted(store);
      expect(await store.countWrongCode(offerId, 5, LATER)).toBeNull();
      expect(await store.countWrongCode(offerId, 5, NOW)).toBe(1);
    });
  });

  describe(`${name}: issuance`, () => {
    test('of eight requests with one token exactly one is answered, and what was sealed is gone', async () => {
      const stores = await open(2);
      const { offerId } = await withToken(stores[0]!);
      const outcomes = await eight(stores, (store) => store.issue(offerId, [nonce()], fresh(), NOW));
      expect(outcomes.sort()).toEqual([...Array(7).fill('closed'), 'issued']);
      expect(await stores[1]!.byId(offerId)).toMatchObject({
        state: 'issued',
        sealedClaims: null,
        notificationHash: expect.anything(),
      });
    });

    test('of eight requests with one nonce exactly one is answered, and the others may try again', async () => {
      const stores = await open(2);
      const offers = await Promise.all(Array.from({ length: 8 }, () => withToken(stores[0]!)));
      const shared = nonce();
      const outcomes = await eight(stores, (store, i) =>
        store.issue(offers[i]!.offerId, [shared], fresh(), NOW),
      );
      expect(outcomes.toSorted()).toEqual(['issued', ...Array(7).fill('nonce-used')].toSorted());
      const loser = offers[outcomes.indexOf('nonce-used')]!.offerId;
      expect(await stores[0]!.byId(loser)).toMatchObject({ state: 'token', sealedClaims: 'sealed again' });
      expect(await stores[0]!.issue(loser, [nonce()], fresh(), NOW)).toBe('issued');
    });

    test('one used nonce among several spends none of the others', async () => {
      const store = await one();
      const { offerId } = await withToken(store);
      const [used, unused] = [nonce(), nonce()];
      expect(await store.spend(used)).toBe(true);
      expect(await store.issue(offerId, [unused, used], fresh(), NOW)).toBe('nonce-used');
      expect(await store.spend(unused)).toBe(true);
      expect(await store.spend(unused)).toBe(false);
    });

    test('a refused request spends no nonce', async () => {
      const store = await one();
      const { offerId } = await withToken(store);
      await store.move(offerId, ['token'], 'cancelled', NOW);
      const kept = nonce();
      expect(await store.issue(offerId, [kept], fresh(), NOW)).toBe('closed');
      expect(await store.spend(kept)).toBe(true);
    });

    test('of eight spenders of one nonce exactly one has it', async () => {
      const stores = await open(2);
      const shared = nonce();
      expect((await eight(stores, (store) => store.spend(shared))).filter(Boolean)).toHaveLength(1);
    });

    test('a held offer is deferred once, issued only when released, and once', async () => {
      const stores = await open(2);
      const { offerId } = await withToken(stores[0]!, { held: true });
      const keep = () => ({ transactionHash: fresh(), sealedKeys: 'keys' });
      expect(await stores[0]!.issue(offerId, [nonce()], fresh(), NOW)).toBe('closed');
      const deferred = await eight(stores, (store) => store.defer(offerId, [nonce()], keep(), NOW));
      expect(deferred.sort()).toEqual([...Array(7).fill('closed'), 'deferred']);
      expect(await stores[1]!.byId(offerId)).toMatchObject({
        state: 'deferred',
        sealedKeys: 'keys',
        held: true,
      });
      expect(await stores[0]!.issue(offerId, [], fresh(), NOW)).toBe('closed');
      expect(await stores[0]!.release(offerId, NOW)).toBe(true);
      expect(await stores[0]!.release(offerId, NOW)).toBe(false);
      const issued = await eight(stores, (store) => store.issue(offerId, [], fresh(), NOW));
      expect(issued.sort()).toEqual([...Array(7).fill('closed'), 'issued']);
      expect(await stores[1]!.byId(offerId)).toMatchObject({ sealedKeys: null, sealedClaims: null });
    });

    test('an offer that is not held cannot be deferred, nor released', async () => {
      const store = await one();
      const { offerId } = await withToken(store);
      const keep = { transactionHash: fresh(), sealedKeys: 'keys' };
      expect(await store.defer(offerId, [nonce()], keep, NOW)).toBe('closed');
      expect(await store.release(offerId, NOW)).toBe(false);
    });

    test('overdue offers end once, whoever looks, and nothing can be issued after', async () => {
      const stores = await open(2);
      const made = await inserted(stores[0]!);
      const late = await withToken(stores[0]!);
      const inTime = await inserted(stores[0]!, { expiresAt: LATER + 1 });
      const ended = (await eight(stores, (store) => store.expire(LATER))).flat();
      expect(ended.map(({ offerId }) => offerId).sort()).toEqual([made.offerId, late.offerId].sort());
      expect(ended.every(({ state, sealedClaims }) => state === 'expired' && sealedClaims === null)).toBe(
        true,
      );
      expect(await stores[0]!.issue(late.offerId, [nonce()], fresh(), LATER)).toBe('closed');
      expect(await stores[0]!.byId(inTime.offerId)).toMatchObject({ state: 'created' });
    });

    test('ended offers and old nonces are forgotten, open offers never', async () => {
      const store = await one();
      const ended = await inserted(store);
      const open_ = await inserted(store);
      const old = nonce();
      await store.spend(old);
      await store.move(ended.offerId, ['created'], 'cancelled', NOW);
      expect(await store.purge(NOW, LATER - 1)).toBe(0);
      expect(await store.spend(old)).toBe(false);
      expect(await store.purge(NOW + 1, LATER)).toBe(1);
      expect(await store.byId(ended.offerId)).toBeNull();
      expect(await store.byId(open_.offerId)).not.toBeNull();
      expect(await store.spend(old)).toBe(true);
    });
  });

  test(`${name}: however many offers and nonces are over, all are ended and forgotten`, async () => {
    const store = await one();
    await Promise.all(Array.from({ length: 450 }, () => inserted(store)));
    await Promise.all(Array.from({ length: 450 }, () => store.spend(nonce())));
    const kept = await inserted(store, { expiresAt: LATER + 1 });
    const ended = new Set<string>();
    for (;;) {
      const some = await store.expire(LATER);
      if (some.length === 0) break;
      for (const { offerId } of some) ended.add(offerId);
    }
    expect(ended.size).toBe(450);
    expect(await store.purge(LATER + 1, LATER)).toBe(450);
    expect(await store.purge(LATER + 1, LATER)).toBe(0);
    expect(await store.byId([...ended][449]!)).toBeNull();
    expect(await store.byId(kept.offerId)).not.toBeNull();
  });

  statusContract(name, open);
}
