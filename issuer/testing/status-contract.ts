import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { IssueOutcome, IssuerStore, ListOrder, StatusEntry } from '../store/store.ts';

const NOW = 1_800_000_000_000;
const LATER = NOW + 300_000;
const SIZE = 64;

const order = (change: Partial<ListOrder> = {}): ListOrder => ({
  at: NOW,
  neededUntil: NOW + 1_000_000,
  size: SIZE,
  newListId: randomUUID(),
  ...change,
});

interface Issuance {
  offerId?: string;
  subjectRef?: string;
  origin?: string;
  at?: number;
  expiresAt?: number;
}

/** An offer whose token has been given; `close` issues its credentials at these places. */
async function readyToIssue(store: IssuerStore, given: Issuance) {
  const { offerId = randomUUID(), subjectRef = 'visit', origin = 'kiosk-1', at = NOW } = given;
  await store.insert({
    offerId,
    subjectRef,
    origin,
    variant: 'open',
    configurationId: 'configuration',
    handleHash: randomBytes(32),
    codeHash: randomBytes(32),
    txCodeHash: null,
    txCodeForm: null,
    held: false,
    sealedClaims: 'sealed',
    createdAt: at,
    expiresAt: LATER,
  });
  const token = { hash: randomBytes(32), expiresAt: LATER, sealedClaims: 'sealed', keyThumbprint: null };
  expect(await store.redeem(offerId, { ...token, identified: false }, at)).toBe(true);
  return (entries: readonly StatusEntry[], nonce = randomBytes(32)): Promise<IssueOutcome> =>
    store.issue(offerId, [{ hash: nonce, expiresAt: LATER }], randomBytes(32), at, {
      entries,
      at,
      expiresAt: given.expiresAt ?? NOW + 1_000_000,
    });
}

/** What every store must do with the status of credentials; part of the store's contract. */
export function statusContract(name: string, open: (count: number) => Promise<IssuerStore[]>): void {
  const one = async () => (await open(1))[0]!;
  let next = 0;
  const issue = async (store: IssuerStore, given: Issuance = {}): Promise<StatusEntry> => {
    const { listId } = await store.openList(order());
    const entry = { listId, index: next++ % SIZE };
    expect(await (await readyToIssue(store, given))([entry])).toBe('issued');
    return entry;
  };
  const fill = async (store: IssuerStore, count: number, expiresAt: number): Promise<string> => {
    const { listId } = await store.openList(order({ neededUntil: expiresAt }));
    const close = await readyToIssue(store, { expiresAt });
    expect(await close(Array.from({ length: count }, (_, index) => ({ listId, index })))).toBe('issued');
    return listId;
  };

  describe(`${name}: status`, () => {
    test('of eight who want the same place exactly one gets it; the others have spent nothing', async () => {
      const stores = await open(2);
      const { listId } = await stores[0]!.openList(order());
      const offers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => readyToIssue(stores[i % 2]!, { offerId: `offer ${i}` })),
      );
      const nonces = offers.map(() => randomBytes(32));
      const outcomes = await Promise.all(offers.map((close, i) => close([{ listId, index: 7 }], nonces[i])));
      expect(outcomes.toSorted()).toEqual(['issued', ...Array(7).fill('place-taken')]);
      expect(await stores[1]!.taken(listId, [6, 7, 8])).toEqual([7]);
      const loser = outcomes.indexOf('place-taken');
      expect(await stores[0]!.byId(`offer ${loser}`)).toMatchObject({ state: 'token' });
      expect(await stores[0]!.statusOf(`offer ${loser}`)).toEqual([]);
      expect(await offers[loser]!([{ listId, index: 8 }], nonces[loser])).toBe('issued');
      expect(await stores[1]!.statusOf(`offer ${loser}`)).toEqual(['valid']);
    });

    test('of an offer’s places all are taken or none', async () => {
      const store = await one();
      const { listId } = await store.openList(order());
      const at = (index: number) => ({ listId, index });
      expect(await (await readyToIssue(store, {}))([at(1), at(2)])).toBe('issued');
      expect(await (await readyToIssue(store, {}))([at(3), at(2)])).toBe('place-taken');
      expect(await store.taken(listId, [1, 2, 3])).toHaveLength(2);
    });

    test('a half-full list is left for a new one, and one that is open is there as long as it is needed', async () => {
      const store = await one();
      const first = await fill(store, SIZE / 2 - 1, LATER);
      const still = await store.openList(order({ neededUntil: LATER + 5 }));
      expect(still).toEqual({ listId: first, size: SIZE, neededUntil: LATER + 5 });
      expect((await store.openList(order({ neededUntil: LATER }))).neededUntil).toBe(LATER + 5);
      const close = await readyToIssue(store, {});
      expect(await close([{ listId: first, index: SIZE - 1 }])).toBe('issued');
      expect((await store.openList(order())).listId).not.toBe(first);
      expect(await store.lists()).toHaveLength(2);
    });

    test('suspension can be lifted, revocation cannot; each change raises the list’s version', async () => {
      const store = await one();
      const entry = await issue(store, { offerId: 'a' });
      await issue(store, { offerId: 'b' });
      const version = async () => (await store.list(entry.listId))!.version;
      expect(await version()).toBe(0);
      expect(await store.setStatus({ offerId: 'a' }, 'suspended')).toBe(1);
      expect(await store.statusOf('a')).toEqual(['suspended']);
      expect(await store.exceptions(entry.listId)).toEqual([{ index: entry.index, status: 'suspended' }]);
      expect(await store.setStatus({ offerId: 'a' }, 'valid')).toBe(1);
      expect(await store.exceptions(entry.listId)).toEqual([]);
      expect(await store.setStatus({ offerId: 'a' }, 'revoked')).toBe(1);
      expect(await store.setStatus({ offerId: 'a' }, 'valid')).toBe(0);
      expect(await store.setStatus({ offerId: 'a' }, 'suspended')).toBe(0);
      expect(await store.statusOf('a')).toEqual(['revoked']);
      expect(await store.statusOf('b')).toEqual(['valid']);
      expect(await version()).toBe(3);
    });

    test('credentials are found by visit, by origin and by time, all together', async () => {
      const store = await one();
      await issue(store, { offerId: 'a', subjectRef: 'v1', origin: 'k1', at: NOW });
      await issue(store, { offerId: 'b', subjectRef: 'v2', origin: 'k1', at: NOW + 10 });
      await issue(store, { offerId: 'c', subjectRef: 'v3', origin: 'k2', at: NOW + 10 });
      expect(await store.setStatus({ origin: 'k1', from: NOW + 1, to: NOW + 11 }, 'revoked')).toBe(1);
      expect(await store.statusOf('b')).toEqual(['revoked']);
      expect(await store.setStatus({ subjectRef: 'v1' }, 'suspended')).toBe(1);
      expect(await store.setStatus({ origin: 'k2', to: NOW + 10 }, 'revoked')).toBe(0);
      expect(await store.statusOf('c')).toEqual(['valid']);
    });

    test('a list goes when it is closed and its last credential has expired, not before', async () => {
      const store = await one();
      const full = await fill(store, SIZE / 2, LATER);
      const open_ = await fill(store, 1, NOW + 1);
      expect(open_).not.toBe(full);
      await store.purge(NOW, LATER - 1);
      expect(await store.taken(full, [0, 1])).toHaveLength(2);
      await store.purge(NOW, LATER);
      expect(await store.list(full)).toBeNull();
      expect(await store.taken(full, [0, 1])).toEqual([]);
      expect(await store.list(open_)).not.toBeNull();
    });
  });
}
