import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { IssuerStore, StatusOrder } from '../store/store.ts';

const NOW = 1_800_000_000_000;
const LATER = NOW + 300_000;

const order = (change: Partial<StatusOrder> = {}): StatusOrder => ({
  count: 1,
  offerId: randomUUID(),
  subjectRef: 'visit',
  origin: 'kiosk-1',
  at: NOW,
  expiresAt: NOW + 1_000_000,
  size: 64,
  newListId: randomUUID(),
  pick: (size) => randomInt(size),
  ...change,
});

/** What every store must do with the status of credentials; part of the store's contract. */
export function statusContract(name: string, open: (count: number) => Promise<IssuerStore[]>): void {
  const one = async () => (await open(1))[0]!;

  describe(`${name}: status`, () => {
    test('no index is given twice, however many ask at once, and a half-full list is left for a new one', async () => {
      const stores = await open(2);
      const entries = (
        await Promise.all(Array.from({ length: 8 }, (_, i) => stores[i % 2]!.reserve(order({ count: 10 }))))
      ).flat();
      expect(new Set(entries.map(({ listId, index }) => `${listId} ${index}`)).size).toBe(80);
      expect(entries.every(({ index }) => index >= 0 && index < 64)).toBe(true);
      const perList = new Map<string, number>();
      for (const { listId } of entries) perList.set(listId, (perList.get(listId) ?? 0) + 1);
      expect(Math.max(...perList.values())).toBeLessThanOrEqual(32 + 10);
      expect(perList.size).toBe((await stores[0]!.lists()).length);
      expect(perList.size).toBeGreaterThan(1);
    });

    test('an index that is taken is passed over', async () => {
      const store = await one();
      const picks = [7, 7, 9];
      const pick = () => picks.shift()!;
      expect((await store.reserve(order({ pick })))[0]).toMatchObject({ index: 7 });
      expect((await store.reserve(order({ pick })))[0]).toMatchObject({ index: 9 });
    });

    test('suspension can be lifted, revocation cannot; each change raises the list’s version', async () => {
      const store = await one();
      const [entry] = await store.reserve(order({ offerId: 'a' }));
      await store.reserve(order({ offerId: 'b' }));
      const version = async () => (await store.list(entry!.listId))!.version;
      expect(await version()).toBe(0);
      expect(await store.setStatus({ offerId: 'a' }, 'suspended')).toBe(1);
      expect(await store.statusOf('a')).toEqual(['suspended']);
      expect(await store.exceptions(entry!.listId)).toEqual([{ index: entry!.index, status: 'suspended' }]);
      expect(await store.setStatus({ offerId: 'a' }, 'valid')).toBe(1);
      expect(await store.exceptions(entry!.listId)).toEqual([]);
      expect(await store.setStatus({ offerId: 'a' }, 'revoked')).toBe(1);
      expect(await store.setStatus({ offerId: 'a' }, 'valid')).toBe(0);
      expect(await store.setStatus({ offerId: 'a' }, 'suspended')).toBe(0);
      expect(await store.statusOf('a')).toEqual(['revoked']);
      expect(await store.statusOf('b')).toEqual(['valid']);
      expect(await version()).toBe(3);
    });

    test('credentials are found by visit, by origin and by time, all together', async () => {
      const store = await one();
      await store.reserve(order({ offerId: 'a', subjectRef: 'v1', origin: 'k1', at: NOW }));
      await store.reserve(order({ offerId: 'b', subjectRef: 'v2', origin: 'k1', at: NOW + 10 }));
      await store.reserve(order({ offerId: 'c', subjectRef: 'v3', origin: 'k2', at: NOW + 10 }));
      expect(await store.setStatus({ origin: 'k1', from: NOW + 1, to: NOW + 11 }, 'revoked')).toBe(1);
      expect(await store.statusOf('b')).toEqual(['revoked']);
      expect(await store.setStatus({ subjectRef: 'v1' }, 'suspended')).toBe(1);
      expect(await store.setStatus({ origin: 'k2', to: NOW + 10 }, 'revoked')).toBe(0);
      expect(await store.statusOf('c')).toEqual(['valid']);
    });

    test('a list goes when it is closed and its last credential has expired, not before', async () => {
      const store = await one();
      const [entry] = await store.reserve(order({ count: 32, expiresAt: LATER }));
      const [open_] = await store.reserve(order({ expiresAt: NOW + 1 }));
      expect(open_!.listId).not.toBe(entry!.listId);
      await store.purge(NOW, LATER - 1);
      expect(await store.list(entry!.listId)).not.toBeNull();
      await store.purge(NOW, LATER);
      expect(await store.list(entry!.listId)).toBeNull();
      expect(await store.list(open_!.listId)).not.toBeNull();
    });
  });
}
