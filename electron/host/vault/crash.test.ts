import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openVaultOrQuarantine } from './quarantine.ts';
import { testKey, vaultOptions } from './testing/fixture.ts';

const rounds = 25;

/** Lets the child append for a while, kills it with SIGKILL, and returns the last acknowledged event of each visit. */
async function appendUntilKilled(directory: string, milliseconds: number): Promise<Map<string, number>> {
  const program = join(import.meta.dirname, 'testing/appender.ts');
  const child = spawn(process.execPath, [program, directory, Buffer.from(testKey).toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Map<string, number>();
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') setTimeout(() => child.kill('SIGKILL'), milliseconds);
    const [, visit, seq] = /^(\w+) (\d+)$/.exec(line) ?? [];
    if (visit) acknowledged.set(visit, Number(seq));
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

// kill -9 leaves the operating system's cache alone: this proves atomicity and recovery, not what a disk does without
// power. For that the vault relies on SQLite's sync at every commit.
it(`has everything acknowledged and a whole chain after each of ${rounds} kills`, async () => {
  const options = vaultOptions();
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const acknowledged = await appendUntilKilled(options.directory, 5 + ((round * 29) % 140));
    const { vault, quarantined } = openVaultOrQuarantine(options);
    expect(quarantined).toBeNull();
    const report = await vault.verifyChain();
    expect(report.ok).toBe(true);
    for (const [visit, seq] of acknowledged) {
      const events = await vault.read(visit);
      expect(events.length).toBeGreaterThanOrEqual(seq);
      expect(events.map(({ body }) => (body as { number: number }).number)).toEqual(
        events.map((_, i) => i + 1),
      );
    }
    total = report.events;
    await vault.close();
  }
  expect(total).toBeGreaterThan(rounds * 3);
}, 180_000);
