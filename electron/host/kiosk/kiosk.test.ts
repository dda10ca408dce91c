import { describe, expect, test } from 'vitest';
import type { StepOf } from '../../contract/index.ts';
import { kit, openWindow, redeem, selfie, walkTo, wholeVisit } from '../testing/index.ts';

describe('a whole visit', () => {
  test('through the window alone ends in success, and leaves nothing that can be read', async () => {
    const one = await kit();
    const seen: string[] = [];
    one.visitor.onSnapshot(({ step }) => {
      if (seen.at(-1) !== step.name) seen.push(step.name);
    });
    const { step: review } = await walkTo(one, 'document-review');
    const { pageRefs, portraitRef } = review as StepOf<'document-review'>;
    const [pageRef] = pageRefs;
    const page = await one.visitor.remote.picture({ ref: pageRef ?? '' });
    expect(new TextDecoder().decode(page.bytes)).toBe("page 1 of nobody's passport");
    const offered = await walkTo(one, 'offer');
    const staff = await one.staff();
    const { visit } = staff.latest();
    const selfieRef = visit?.selfieRef ?? '';
    expect((await staff.remote.picture({ ref: selfieRef })).bytes).toEqual(selfie());
    expect((offered.step as StepOf<'offer'>).txCode).toMatch(/^\d{6}$/);
    await walkTo(one, 'success');
    expect(seen.filter((step) => wholeVisit.includes(step as (typeof wholeVisit)[number]))).toEqual(
      wholeVisit.slice(0, -1),
    );

    const { step } = await walkTo(one, 'ended');
    expect(step).toEqual({ name: 'ended', reason: 'done' });
    const id = visit?.id ?? '';
    for (const window of [one.visitor, staff]) {
      for (const ref of [pageRef, portraitRef, selfieRef]) {
        await expect(window.remote.picture({ ref: ref ?? '' })).rejects.toMatchObject({
          code: 'picture/unknown',
        });
      }
    }
    await expect(one.vault.read(id)).rejects.toMatchObject({ code: 'vault/shredded' });
    await expect(one.vault.getImage(id, pageRef ?? '')).rejects.toMatchObject({ code: 'vault/shredded' });
    const rows = one.vault.database.prepare('SELECT count(*) AS n FROM images').get();
    expect(rows).toEqual({ n: 0 });
    const after = await staff.until(({ visit }) => visit?.step === 'ended');
    expect(JSON.stringify(after)).not.toMatch(/maja|lindqvist|example\.org/i);
    expect((await one.vault.verifyChain()).ok).toBe(true);

    expect(one.shell.ended).toBe(0);
    one.clock.advance(4_000);
    await one.kiosk.tick();
    await one.kiosk.tick();
    expect(one.shell.ended).toBe(1);
    expect((await one.visitor.until(({ step }) => step.name === 'attract')).step).toEqual({
      name: 'attract',
    });
  });

  test('is followed by another one, with nothing of the first in it', async () => {
    const one = await kit();
    await walkTo(one, 'ended');
    expect(await one.visitor.remote.command({ type: 'visit.start' })).toEqual({ ok: true });
    expect(one.shell.ended).toBe(1);
    const { step } = await walkTo(one, 'details');
    expect(step).toEqual({ name: 'details', values: null });
    expect(one.readers.scans()).toBe(1);
    await walkTo(one, 'success');
    expect(one.readers.scans()).toBe(2);
    expect(one.faces.seen).toMatchObject({ portraits: 2, comparisons: 2 });
  });

  test('is not disturbed by a second tap, a late tap or a tap on start', async () => {
    const one = await kit();
    await walkTo(one, 'introduction');
    const tap = () => one.visitor.remote.command({ type: 'visit.continue', step: 'introduction' });
    const [first, second] = await Promise.all([tap(), tap()]);
    expect(first).toEqual({ ok: true });
    expect(second).toMatchObject({ ok: false, error: { code: 'visit/not-at-this-step' } });
    expect(await one.visitor.remote.command({ type: 'visit.start' })).toMatchObject({
      error: { code: 'visit/already-running' },
    });
    expect((await one.visitor.until(() => true)).step.name).toBe('details');
  });
});

describe('staff', () => {
  test('start the visit where a visitor may not', async () => {
    const one = await kit({ profile: { posture: 'attended' } });
    const start = await one.visitor.remote.command({ type: 'visit.start' });
    expect(start).toMatchObject({ ok: false, error: { code: 'visit/staff-only' } });
    const staff = await one.staff();
    expect(await staff.remote.command({ type: 'staff.start-visit' })).toEqual({ ok: true });
    await one.visitor.until(({ step }) => step.name === 'language');
    expect(await staff.remote.command({ type: 'staff.start-visit' })).toMatchObject({ ok: false });
    expect(await staff.remote.command({ type: 'staff.cancel-visit' })).toEqual({ ok: true });
    await one.visitor.until(({ step }) => step.name === 'ended');
  });

  test('are rung for once, and decide a visit that was referred to them', async () => {
    const one = await kit({ profile: { posture: 'attended' } });
    const staff = await one.staff();
    await staff.remote.command({ type: 'staff.start-visit' });
    await walkTo(one, 'face-guidance');
    await one.visitor.remote.command({ type: 'visit.call-staff' });
    await staff.until(({ visit }) => visit?.called === true);
    expect(await one.visitor.remote.command({ type: 'visit.call-staff' })).toEqual({ ok: true });
    await one.visitor.remote.command({ type: 'face.decline' });
    const referred = await one.visitor.until(({ step }) => step.name === 'referred');
    expect(referred.step).toMatchObject({ reason: 'no-biometrics', attended: true });
    const decide = () =>
      staff.remote.command({ type: 'staff.decide', outcome: 'accept', reason: 'known here' });
    expect(await decide()).toMatchObject({ error: { code: 'visit/not-observed' } });
    await staff.remote.command({ type: 'staff.observe', genuine: true, samePerson: true });
    expect(await decide()).toEqual({ ok: true });
    const { step } = await one.visitor.until(({ step }) => step.name === 'offer' && step.state === 'waiting');
    await redeem(step as StepOf<'offer'>);
    await one.visitor.until(({ step }) => step.name === 'success');
  });

  test('calling them in a lobby ends with a ticket, and what was read stays for them alone, for a day', async () => {
    const one = await kit();
    await walkTo(one, 'face-guidance');
    await one.visitor.remote.command({ type: 'visit.call-staff' });
    const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
    expect(step).toMatchObject({ reason: 'called', attended: false });
    expect((step as StepOf<'referred'>).ticket).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/);
    one.clock.advance(20_000);
    await one.kiosk.tick();
    await one.visitor.until(({ step }) => step.name === 'ended');
    const [summary] = await one.vault.listVisits();
    expect(summary).toMatchObject({ closedAt: null, shreddedAt: null });
    one.clock.advance(4_000);
    await one.kiosk.tick();
    expect(await one.vault.read(summary?.visit ?? '')).not.toHaveLength(0);
    one.clock.advance(24 * 3_600_000);
    expect(await one.kiosk.sweep()).toBe(1);
    await expect(one.vault.read(summary?.visit ?? '')).rejects.toMatchObject({ code: 'vault/shredded' });
  });

  test('hear of notices until they dismiss them', async () => {
    const one = await kit();
    one.kiosk.notify('drivers/restarted');
    one.kiosk.notify('drivers/restarted');
    const staff = await openWindow(one.kiosk, 'staff');
    expect(staff.latest().notices).toMatchObject([{ code: 'drivers/restarted', level: 'info' }]);
    await staff.remote.command({ type: 'staff.dismiss-notice', notice: 'drivers/restarted' });
    await staff.until(({ notices }) => notices.length === 0);
  });
});
