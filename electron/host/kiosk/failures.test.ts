import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentField, type StepName } from '../../contract/index.ts';
import { type Kit, kit, vaultThrough, walkTo } from '../testing/index.ts';
import { VaultError } from '../vault/index.ts';

const rejections: unknown[] = [];
const note = (reason: unknown) => rejections.push(reason);
beforeAll(() => process.on('unhandledRejection', note));
afterAll(() => {
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
});

interface Plan {
  at: number;
  code: 'vault/disk-full' | 'vault/io';
  /** Fails before the vault did it, or after: then it is stored, and the caller is told that it is not. */
  late: boolean;
  /** From then on until mended. */
  lasting?: boolean;
}

/** A vault whose k-th call fails. */
function failing(plan: Plan) {
  const calls: string[] = [];
  let mended = false;
  const wrapVault = vaultThrough(async (name, call) => {
    if (name === 'close') return call();
    calls.push(name);
    const due = plan.lasting ? calls.length >= plan.at : calls.length === plan.at;
    if (!due || mended) return call();
    if (plan.late) await call();
    throw new VaultError(plan.code, 'of a test');
  });
  const mend = () => {
    mended = true;
  };
  return { wrapVault, calls, mend };
}

const wholeWay = ['document-review', 'offer', 'success', 'ended'] as const;

/** The visitor walks on; when the kiosk is out of service they wait for the probe, as its timer would do it. */
async function walkWithProbes(one: Kit, goals: readonly StepName[] = wholeWay): Promise<Set<string>> {
  const codes = new Set<string>();
  const stored = one.vault.database.prepare('SELECT count(*) AS n FROM events WHERE visit = ?');
  one.visitor.onSnapshot(({ outOfService }) => {
    if (outOfService) codes.add(outOfService.code);
    const running = one.kiosk.running();
    // Nothing is shown that is not on disk.
    if (running && one.vault.database.open)
      expect((stored.get(running.id) as { n: number }).n).toBeGreaterThanOrEqual(running.seq);
  });
  const prober = setInterval(() => void one.kiosk.probe(), 20);
  try {
    for (const goal of goals) await walkTo(one, goal);
  } finally {
    clearInterval(prober);
  }
  await one.kiosk.probe();
  return codes;
}

describe('a vault that fails once', () => {
  test.each([
    ['vault/disk-full', false],
    ['vault/io', true],
  ] as const)(
    'with %s (stored all the same: %s), at whatever call of a visit, is survived',
    async (code, late) => {
      const failed: string[] = [];
      for (let at = 1; ; at += 1) {
        const faults = failing({ at, code, late });
        const one = await kit(faults);
        const codes = await walkWithProbes(one).catch((cause) => {
          throw new Error(`call ${at} (${faults.calls[at - 1]})`, { cause });
        });
        const calls = faults.calls.length;
        const visits = await one.vault.listVisits();
        const where = `call ${at}, ${faults.calls[at - 1]}`;
        expect(visits, where).toMatchObject([{ closeReason: 'done', shreddedAt: expect.any(String) }]);
        expect((await one.vault.verifyChain()).ok, where).toBe(true);
        expect(one.kiosk.view().outOfService, where).toBeNull();
        expect(
          [...codes].filter((shown) => shown !== code),
          where,
        ).toEqual([]);
        expect(one.kiosk.notices(), where).toEqual([]);
        await one.close();
        if (calls < at) break;
        failed.push(String(faults.calls[at - 1]));
      }
      expect(new Set(failed)).toEqual(
        new Set([
          'listVisits',
          'openVisits',
          'getSecret',
          'append',
          'putImage',
          'getImage',
          'closeVisit',
          'shred',
        ]),
      );
      expect(failed.length).toBeGreaterThan(30);
    },
    60_000,
  );
});

describe('a vault that fails until it is mended', () => {
  test.each([1, 2, 3, 6, 13, 15, 17, 22, 25, 28, 30, 35, 36])(
    'from call %i on puts the kiosk out of service, and the visit walks on afterwards',
    async (at) => {
      const faults = failing({ at, code: 'vault/disk-full', late: false, lasting: true });
      const one = await kit(faults);
      const walking = walkWithProbes(one);
      walking.catch(() => {});
      const { outOfService } = await one.visitor.until((now) => now.outOfService !== null);
      expect(outOfService).toEqual({ code: 'vault/disk-full' });
      expect(await one.visitor.remote.command({ type: 'visit.start' })).toMatchObject({ ok: false });
      const staff = await one.staff();
      expect(staff.latest().notices).toMatchObject([{ code: 'vault/disk-full', level: 'error' }]);
      expect(staff.latest().health.find(({ part }) => part === 'vault')?.state).toBe('down');
      // No command, no clock and no probe brings it back while the disk is full.
      await one.kiosk.probe();
      one.clock.advance(1_000);
      await one.kiosk.tick();
      expect((await one.visitor.until(() => true)).outOfService).not.toBeNull();
      faults.mend();
      expect([...(await walking)]).toEqual(['vault/disk-full']);
      await one.kiosk.probe();
      expect(await one.vault.listVisits()).toMatchObject([
        { closeReason: 'done', shreddedAt: expect.any(String) },
      ]);
      expect((await staff.until(({ notices }) => notices.length === 0)).outOfService).toBeNull();
    },
  );

  test('after which nobody is there any more, does not show the visit to the next', async () => {
    const plan: Plan = { at: Number.POSITIVE_INFINITY, code: 'vault/io', late: false, lasting: true };
    const faults = failing(plan);
    const one = await kit(faults);
    await walkTo(one, 'document-review');
    plan.at = 1;
    expect(
      await one.visitor.remote.command({ type: 'document.submit', confirmed: [...documentField.options] }),
    ).toMatchObject({ ok: false });
    await one.visitor.until((now) => now.outOfService !== null);
    one.clock.advance(30 * 60_000);
    await one.kiosk.tick();
    faults.mend();
    await one.kiosk.probe();
    await one.kiosk.tick();
    const { step } = await one.visitor.until((now) => now.step.name === 'ended');
    expect(step).toEqual({ name: 'ended', reason: 'timed-out' });
  });
});
