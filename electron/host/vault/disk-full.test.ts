import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openVault } from './open.ts';
import { openVaultOrQuarantine } from './quarantine.ts';
import { vaultOptions } from './testing/fixture.ts';
import { mountSmall } from './testing/small-disk.ts';
import type { Vault } from './types.ts';

/** Three events per append, so that half an append would show. */
const batch = (seq: number, size: number) =>
  [1, 2, 3].map((step) => ({ type: 'counted', body: { number: seq + step, ballast: 'x'.repeat(size) } }));

/** Appends until the disk is full; returns how many events the visit then has. */
async function fill(vault: Vault, visit: string, size: number, start = 0): Promise<number> {
  let seq = start;
  for (;;) {
    try {
      seq = (await vault.append(visit, seq, batch(seq, size))).at(-1)!.seq;
    } catch (error) {
      expect(error).toMatchObject({ code: 'vault/disk-full' });
      return seq;
    }
  }
}

async function expectWhole(vault: Vault, visit: string, acknowledged: number): Promise<void> {
  const numbers = (await vault.read(visit)).map(({ body }) => (body as { number: number }).number);
  expect(numbers).toEqual(Array.from({ length: acknowledged }, (_, index) => index + 1));
  expect(await vault.verifyChain()).toMatchObject({ ok: true });
}

it('rejects an append whole at the page limit, and goes on once the limit is lifted', async () => {
  const vault = openVault(vaultOptions());
  vault.database.pragma('max_page_count=60');
  const acknowledged = await fill(vault, 'v1', 3000);
  expect(acknowledged).toBeGreaterThan(10);
  await expectWhole(vault, 'v1', acknowledged);
  await expect(vault.putImage('v1', new Uint8Array(100_000), 'image/png')).rejects.toMatchObject({
    code: 'vault/disk-full',
  });

  vault.database.pragma('max_page_count=100000');
  const stored = await vault.append('v1', acknowledged, batch(acknowledged, 3000));
  await expectWhole(vault, 'v1', stored.at(-1)!.seq);
  await vault.close();
});

it('stores the small appends of a group whose large one does not fit', async () => {
  const vault = openVault(vaultOptions());
  vault.database.pragma('max_page_count=60');
  const outcomes = await Promise.allSettled([
    vault.append('small-1', 0, batch(0, 10)),
    vault.append('large', 0, batch(0, 200_000)),
    vault.append('small-2', 0, batch(0, 10)),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await vault.listVisits()).map(({ visit }) => visit)).toEqual(['small-1', 'small-2']);
  expect(await vault.verifyChain()).toEqual({ ok: true, events: 6 });
  await vault.close();
});

it('survives a file system that is really full: reads, restarts, and writes when there is space again', async (context) => {
  const disk = mountSmall(context, 6);
  const options = vaultOptions(join(disk.directory, 'vault'));
  const filler = join(disk.directory, 'filler');
  writeFileSync(filler, new Uint8Array(4 * 1024 * 1024));
  const vault = openVault(options);
  const acknowledged = await fill(vault, 'v1', 5000);
  expect(acknowledged).toBeGreaterThan(10);
  await expectWhole(vault, 'v1', acknowledged);
  await vault.close();

  const { vault: restarted, quarantined } = openVaultOrQuarantine(options);
  expect(quarantined).toBeNull();
  await expectWhole(restarted, 'v1', acknowledged);
  // Closing moved the log into the database, so a little more may fit before it is full again.
  const reached = await fill(restarted, 'v1', 5000, acknowledged);
  await expectWhole(restarted, 'v1', reached);
  await expect(restarted.shred('v1')).rejects.toMatchObject({ code: 'vault/disk-full' });
  await expectWhole(restarted, 'v1', reached);

  rmSync(filler);
  const stored = await restarted.append('v1', reached, batch(reached, 5000));
  await expectWhole(restarted, 'v1', stored.at(-1)!.seq);
  await restarted.closeVisit('v1', 'finished');
  await restarted.shred('v1');
  await expect(restarted.read('v1')).rejects.toMatchObject({ code: 'vault/shredded' });
  await restarted.close();
});

it('does not take a full disk for damage when a vault is started there', async (context) => {
  const disk = mountSmall(context, 1);
  const filler = join(disk.directory, 'filler');
  const options = vaultOptions(join(disk.directory, 'vault'));
  writeFileSync(filler, new Uint8Array(1024 * 1024 - 4096 * 4));
  expect(() => openVaultOrQuarantine(options)).toThrow(expect.objectContaining({ code: 'vault/disk-full' }));
  expect(readdirSync(options.directory)).not.toContain('quarantine');
  rmSync(filler);
  const { vault, quarantined } = openVaultOrQuarantine(options);
  expect(quarantined).toBeNull();
  await vault.close();
});
