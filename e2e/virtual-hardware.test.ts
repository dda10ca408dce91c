import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoGuest } from './virtual-hardware/guest/available.ts';
import { guestBundle } from './virtual-hardware/guest/bundle.ts';
import { type GuestRun, runInGuest } from './virtual-hardware/guest/run.ts';
import { trials } from './virtual-hardware/suite/index.ts';
import { outcomesIn, type TrialOutcome } from './virtual-hardware/suite/trial.ts';

const root = join(import.meta.dirname, '..');
const why = whyNoGuest();
const boot = 480_000;
if (why) console.warn(`virtual hardware: skipped, ${why}`);
for (const skip of new Set(trials.flatMap(({ skip }) => skip ?? [])))
  console.warn(`virtual hardware: some trials are skipped, ${skip}`);

/** One boot of a guest with Debian's kernel: the product's driver process on real HID and USB stacks. */
describe.skipIf(why !== null)('drivers on real stacks', () => {
  let run: GuestRun | null = null;
  let outcomes: TrialOutcome[] = [];

  beforeAll(async () => {
    const bundle = guestBundle(join(root, '.cache/guest'));
    const command = `GUEST_DAEMONS='${bundle.daemons}' exec node_modules/.bin/node e2e/virtual-hardware/suite/main.ts`;
    run = await runInGuest(bundle, command, {
      folder: root,
      timeoutMs: boot - 10_000,
    });
    outcomes = outcomesIn(run.output);
  }, boot);

  afterAll(() => {
    const seconds = outcomes.reduce((sum, one) => sum + one.milliseconds, 0) / 1000;
    console.log(
      `virtual hardware: booted in ${run?.bootSeconds} s, ${outcomes.length} trials in ${seconds.toFixed(0)} s`,
    );
  });

  it('boots and comes to its end', () => {
    expect(run, `${run?.console}\n${run?.output}`).toMatchObject({ status: 0 });
  });

  for (const { name, skip } of trials) {
    it.skipIf(skip)(name, () => {
      expect(outcomes.find((one) => one.name === name)).toMatchObject({ ok: true, said: '' });
    });
  }
});
