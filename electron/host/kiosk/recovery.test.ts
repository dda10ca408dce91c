import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StepName, StepOf } from '../../contract/index.ts';
import { freshDirectory, kit, passport, selfie, vaultThrough, walkTo, wholeVisit } from '../testing/index.ts';
import { powerCut } from '../testing/power-cut.ts';

describe('after a power cut', () => {
  test.each(wholeVisit.filter((step) => step !== 'ended'))(
    'at %s the visit is where it was, and goes on to success',
    async (goal) => {
      const one = await kit();
      const walked = await walkTo(one, goal as StepName);
      const before =
        goal === 'success'
          ? await one.visitor.until(({ step }) => step.name === goal && step.confirmation === 'confirmed')
          : walked;
      const running = structuredClone(one.kiosk.running());
      // What the wallet did meanwhile is asked of the issuer; here it tells the tries there are.
      if (running?.visit.offer?.state === 'waiting') running.visit.offer.triesLeft = 5;
      if (before.step.name === 'offer') before.step.triesLeft = 5;
      const two = await powerCut(one);
      expect(two.kiosk.running()?.visit).toEqual(running?.visit);
      const after = await two.visitor.until(() => true);
      expect(after.resumed).toBe(true);
      // Nobody knows any more whether the old challenge was answered in its time, so there is a new one.
      const stepOf = ({ step }: typeof after) =>
        step.name === 'face-capture' ? { ...step, challenge: null, preparing: false } : step;
      expect(stepOf(after)).toEqual(stepOf(before));
      expect(after.revision).toBeGreaterThan(before.revision);
      await walkTo(two, 'success');
      expect((await two.vault.verifyChain()).ok).toBe(true);
    },
  );

  test('a screen that was touched no longer says that the visit was resumed', async () => {
    const one = await kit();
    await walkTo(one, 'introduction');
    const two = await powerCut(one);
    await walkTo(two, 'details');
    expect((await two.visitor.until(() => true)).resumed).toBe(false);
  });

  test('work that was half done is done again', async () => {
    const scanning = await kit();
    await walkTo(scanning, 'document-reading');
    scanning.readers.onScan(() => new Promise(() => {}));
    scanning.readers.swipe();
    await scanning.visitor.until(({ step }) => (step as StepOf<'document-reading'>).phase === 'scanning');
    const scanned = await powerCut(scanning);
    await scanned.visitor.until(({ step }) => step.name === 'document-review');
    expect(scanned.readers.scans()).toBe(1);

    scanned.faces.answers(() => new Promise(() => {}));
    await walkTo(scanned, 'face-capture');
    await scanned.visitor.remote.command({ type: 'face.submit', frames: [selfie()] });
    await scanned.visitor.until(({ step }) => step.name === 'deciding');
    const compared = await powerCut(scanned);
    await compared.visitor.until(({ step }) => step.name === 'offer' && step.state === 'waiting');
    expect(compared.faces.seen.comparisons).toBe(1);
    await walkTo(compared, 'success');
  });

  test('a visit that nobody can come back to is closed as interrupted and wiped', async () => {
    for (const later of [15 * 60_000, -60 * 60_000]) {
      const one = await kit();
      await walkTo(one, 'document-review');
      const two = await powerCut(one, later);
      const after = await two.visitor.until(() => true);
      expect(after).toMatchObject({ resumed: false, step: { name: 'attract' } });
      const [summary] = await two.vault.listVisits();
      expect(summary).toMatchObject({ closeReason: 'interrupted' });
      expect(summary?.shreddedAt).not.toBeNull();
      const events = await two.vault.readMetadata(summary?.visit ?? '');
      expect(events.at(-1)?.type).toBe('VisitEnded');
    }
  });

  test('a person who was referred finds their case again, however late', async () => {
    const one = await kit();
    await walkTo(one, 'face-guidance');
    await one.visitor.remote.command({ type: 'face.decline' });
    await one.visitor.until(({ step }) => step.name === 'referred');
    const two = await powerCut(one, 3_600_000);
    expect((await two.visitor.until(() => true)).step.name).toBe('attract');
    const [summary] = await two.vault.listVisits();
    expect(summary).toMatchObject({ closedAt: null, shreddedAt: null });
    const staff = await two.staff();
    const [ticket] = staff.latest().tickets;
    expect(ticket).toMatchObject({ visit: summary?.visit, reason: 'no-biometrics' });
    const opened = await staff.remote.command({ type: 'staff.open-ticket', visit: ticket?.visit ?? '' });
    expect(opened).toEqual({ ok: true });
    await two.visitor.until(({ step }) => step.name === 'referred');
  });

  test('between the end of a visit and its wiping it is wiped', async () => {
    let cut = false;
    const one = await kit({
      wrapVault: vaultThrough((name, call) =>
        cut && (name === 'closeVisit' || name === 'shred') ? new Promise(() => {}) : call(),
      ),
    });
    await walkTo(one, 'document-review');
    cut = true;
    void one.visitor.remote.command({ type: 'visit.cancel' });
    await expect
      .poll(async () => (await one.vault.openVisits())[0]?.events)
      .toBe((one.kiosk.running()?.seq ?? 0) + 1);
    const two = await powerCut(one);
    const [summary] = await two.vault.listVisits();
    expect(summary).toMatchObject({ closeReason: 'cancelled' });
    expect(summary?.shreddedAt).not.toBeNull();
  });

  test('of the process alone (kill -9) nothing that was acknowledged is lost', async () => {
    const directory = freshDirectory();
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../testing/crash.ts'), directory, 'document-review'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const said = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (data) => resolve(String(data)));
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const two = await kit({ directory });
    const after = await two.visitor.until(() => true);
    expect(after).toMatchObject({ resumed: true, step: JSON.parse(said).step });
    expect(passport()[0]).toContain('LINDQVIST');
    expect(JSON.stringify(after.step)).toContain('LINDQVIST');
    await walkTo(two, 'success');
  });
});
