import { describe, expect, test } from 'vitest';
import { type Kit, kit, otherFace, walkTo } from '../testing/index.ts';

const pass = async (one: Kit, milliseconds: number) => {
  one.clock.advance(milliseconds);
  await one.kiosk.tick();
};

describe('a visitor who does nothing', () => {
  test('is asked, can answer for at least 20 s, and is timed out and wiped if they do not', async () => {
    const one = await kit();
    await walkTo(one, 'details');
    await pass(one, 59_999);
    expect((await one.visitor.until(() => true)).idleEndsAt).toBeNull();
    await pass(one, 1);
    const { idleEndsAt } = await one.visitor.until((now) => now.idleEndsAt !== null);
    expect((idleEndsAt ?? 0) - one.clock.now()).toBeGreaterThanOrEqual(20_000);
    await pass(one, 29_999);
    expect((await one.visitor.until(() => true)).step.name).toBe('details');
    await pass(one, 1);
    const ended = await one.visitor.until(({ step }) => step.name === 'ended');
    expect(ended.step).toEqual({ name: 'ended', reason: 'timed-out' });
    const [summary] = await one.vault.listVisits();
    expect(summary).toMatchObject({ closeReason: 'timed-out' });
    expect(summary?.shreddedAt).not.toBeNull();
    await pass(one, 4_000);
    expect(one.shell.ended).toBe(1);
    await one.visitor.until(({ step }) => step.name === 'attract');
  });

  test('may ask for more time as often as they like', async () => {
    const one = await kit();
    await walkTo(one, 'details');
    for (let times = 0; times < 15; times += 1) {
      await pass(one, 60_000);
      await one.visitor.until((now) => now.idleEndsAt !== null);
      await pass(one, 29_000);
      expect(await one.visitor.remote.command({ type: 'visit.still-here' })).toEqual({ ok: true });
      await one.visitor.until((now) => now.idleEndsAt === null && now.step.name === 'details');
    }
  });

  test('is kept by a finger or a document, but not by a camera that comes and goes', async () => {
    const one = await kit();
    await walkTo(one, 'face-capture');
    await pass(one, 60_000);
    await one.visitor.until((now) => now.idleEndsAt !== null);
    await one.visitor.remote.command({ type: 'face.camera', state: 'lost', label: 'Test camera' });
    expect((await one.visitor.until(() => true)).idleEndsAt).not.toBeNull();
    await one.visitor.remote.command({ type: 'visit.back', step: 'face-capture' });
    expect((await one.visitor.until(() => true)).idleEndsAt).toBeNull();

    const other = await kit();
    await walkTo(other, 'document-reading');
    await pass(other, 60_000);
    await other.visitor.until((now) => now.idleEndsAt !== null);
    other.readers.begin();
    await other.visitor.until((now) => now.idleEndsAt === null);
  });

  test('is not asked while the kiosk works', async () => {
    const one = await kit();
    one.readers.onScan(() => new Promise(() => {}));
    await walkTo(one, 'document-reading');
    one.readers.swipe();
    await one.visitor.until(({ step }) => step.name === 'document-reading' && step.phase === 'scanning');
    await pass(one, 80_000);
    expect((await one.visitor.until(() => true)).idleEndsAt).toBeNull();
  });

  test('who left before the machine slept is not shown to whoever wakes it', async () => {
    const one = await kit();
    await walkTo(one, 'document-review');
    await pass(one, 3 * 3_600_000);
    const { step } = await one.visitor.until((now) => now.step.name === 'ended');
    expect(step).toEqual({ name: 'ended', reason: 'timed-out' });
  });

  test('has the whole life of an offer to fetch it, and no longer when it is over', async () => {
    const one = await kit();
    await walkTo(one, 'offer');
    await pass(one, 299_000);
    expect((await one.visitor.until(() => true)).idleEndsAt).toBeNull();
    await pass(one, 1_000);
    await one.visitor.until((now) => now.idleEndsAt !== null);
    await pass(one, 30_000);
    await one.visitor.until(({ step }) => step.name === 'ended');
    expect((await one.vault.listVisits())[0]?.shreddedAt).not.toBeNull();
  });
});

describe('a closing screen', () => {
  test('of success goes by itself', async () => {
    const one = await kit();
    await walkTo(one, 'success');
    await pass(one, 19_999);
    expect((await one.visitor.until(() => true)).step.name).toBe('success');
    await pass(one, 1);
    const { step } = await one.visitor.until((now) => now.step.name === 'ended');
    expect(step).toEqual({ name: 'ended', reason: 'done' });
  });

  test('stays for its time, however often its visitor touches the screen', async () => {
    const one = await kit();
    await walkTo(one, 'success');
    for (let touches = 0; touches < 4; touches += 1) {
      await pass(one, 4_000);
      await one.visitor.remote.command({ type: 'visit.set-language', language: 'de' });
    }
    await pass(one, 4_000);
    await one.visitor.until((now) => now.step.name === 'ended');
  });

  test('of a refusal goes by itself and wipes the visit', async () => {
    const one = await kit({ simulated: true, profile: { attempts: { document: 5, face: 1 } } });
    one.faces.answers(otherFace);
    await walkTo(one, 'refused');
    await pass(one, 20_000);
    const { step } = await one.visitor.until((now) => now.step.name === 'ended');
    expect(step).toEqual({ name: 'ended', reason: 'refused' });
    expect((await one.vault.listVisits())[0]?.shreddedAt).not.toBeNull();
  });

  test('of a referral waits for staff where staff are', async () => {
    const one = await kit({ profile: { posture: 'attended' } });
    await (await one.staff()).remote.command({ type: 'staff.start-visit' });
    await walkTo(one, 'face-guidance');
    await one.visitor.remote.command({ type: 'face.decline' });
    await pass(one, 10 * 3_600_000);
    expect((await one.visitor.until(() => true)).step.name).toBe('referred');
  });
});
