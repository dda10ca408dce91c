import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VaultError } from './errors.ts';
import { openVault } from './open.ts';
import { openVaultOrQuarantine } from './quarantine.ts';
import { type FaultPlan, faultyConnect } from './testing/faults.ts';
import { temporaryDirectory, vaultOptions } from './testing/fixture.ts';
import type { Vault } from './types.ts';

interface Acknowledged {
  readonly events: Map<string, number>;
  readonly images: Map<string, string>;
  readonly shredded: Set<string>;
}

const pair = (number: number) => [
  { type: 'first', body: { number } },
  { type: 'second', body: { number } },
];

/** Everything a day at the desk asks of the vault; a step that fails is passed over, as the host would. */
async function day(vault: Vault, acknowledged: Acknowledged): Promise<void> {
  const attempt = async (step: () => Promise<void>) => {
    try {
      await step();
    } catch (error) {
      expect(error).toBeInstanceOf(VaultError);
    }
  };
  const append = (visit: string, seq: number) =>
    attempt(async () => {
      const stored = await vault.append(visit, seq, pair(seq));
      acknowledged.events.set(visit, stored.at(-1)!.seq);
    });
  await Promise.all([append('v1', 0), append('v2', 0)]);
  await append('v1', 2);
  await attempt(async () => {
    acknowledged.images.set('v1', await vault.putImage('v1', new Uint8Array(6000).fill(9), 'image/png'));
  });
  await attempt(() => vault.closeVisit('v2', 'finished'));
  await attempt(async () => {
    await vault.shred('v2');
    acknowledged.shredded.add('v2');
  });
  await append('v3', 0);
  await attempt(async () => void (await vault.verifyChain()));
}

async function survives(plan: FaultPlan): Promise<boolean> {
  const options = vaultOptions(join(base, `${plan.mode}-${plan.at}`));
  const { connect, calls } = faultyConnect(plan);
  const acknowledged: Acknowledged = { events: new Map(), images: new Map(), shredded: new Set() };
  const label = `${plan.mode} ${plan.at}`;
  try {
    const { vault, quarantined } = openVaultOrQuarantine({ ...options, connect });
    expect(quarantined, label).toBeNull();
    await day(vault, acknowledged);
    await vault.close();
  } catch (error) {
    expect(error, label).toMatchObject({ code: 'vault/io' });
  }
  expect(existsSync(join(options.directory, 'quarantine')), label).toBe(false);

  const vault = openVault(options);
  expect(await vault.verifyChain(), label).toMatchObject({ ok: true });
  for (const { visit, events, shreddedAt } of await vault.listVisits()) {
    expect(events % 2, `${label}: half an append`).toBe(0);
    if (!shreddedAt) expect(await vault.read(visit), label).toHaveLength(events);
  }
  for (const [visit, seq] of acknowledged.events) {
    expect((await vault.readMetadata(visit)).length, label).toBeGreaterThanOrEqual(seq);
  }
  for (const [visit, ref] of acknowledged.images) {
    expect((await vault.getImage(visit, ref)).bytes, label).toHaveLength(6000);
  }
  for (const visit of acknowledged.shredded) {
    await expect(vault.read(visit), label).rejects.toMatchObject({ code: 'vault/shredded' });
  }
  await vault.close();
  rmSync(options.directory, { recursive: true });
  return calls() >= plan.at;
}

let base = '';

it.each(['once', 'forever', 'late'] as const)(
  'loses nothing acknowledged when the k-th call into SQLite fails %s, for every k',
  async (mode) => {
    base = temporaryDirectory();
    let at = 1;
    while (await survives({ at, mode })) at += 1;
    // The loop has to have walked through the whole day, not through its first steps.
    expect(at).toBeGreaterThan(80);
  },
  120_000,
);
