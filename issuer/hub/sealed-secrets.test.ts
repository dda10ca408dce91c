import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { testKeys } from '../keys/index.ts';
import { SealedSecrets } from './sealed-secrets.ts';
import { overDatabases } from './testing/over-databases.ts';

const secret = Buffer.alloc(32, 7);
const DAY_MS = 86_400_000;

overDatabases('what several processes keep together,', (openDatabase) => {
  const open = async (count: number) =>
    (await openDatabase(count)).map((driver) => new SealedSecrets(driver, secret));

  test('of those who put something in the place of the same, or of nothing, one does', async () => {
    const all = await open(4);
    for (const before of [null, 'first']) {
      const value = before === null ? 'first' : 'second';
      const done = await Promise.all(all.map((one) => one.replace('name', before, value)));
      expect(done.filter(Boolean)).toHaveLength(1);
      expect(await all[0]!.load('name')).toBe(value);
    }
    expect(await all[0]!.replace('name', 'first', 'third')).toBe(false);
    expect(await all[0]!.load('name')).toBe('second');
  });

  test('processes that make, and later renew, the test CA’s leaves sign by the same', async () => {
    let now = Date.now();
    const all = (await open(3)).map((secrets) =>
      testKeys({
        store: {
          load: () => secrets.load('keys'),
          replace: (before, next) => secrets.replace('keys', before, next),
        },
        issuerUrls: ['https://hub.example/open'],
        credentialDays: 365,
        clock: () => now,
        random: randomBytes,
      }),
    );
    const kids = async () =>
      new Set(
        await Promise.all(
          all.map(async (keys) => [(await keys.current()).kid, (await keys.forMdoc()).kid].join()),
        ),
      );
    const [first] = await kids();
    expect(await kids()).toEqual(new Set([first]));
    now += 100 * DAY_MS;
    const second = await kids();
    expect(second.size).toBe(1);
    expect(second).not.toEqual(new Set([first]));
  });
});
