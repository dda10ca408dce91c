import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StaffCommand, StepOf } from '../../contract/index.ts';
import { freshDirectory, type Kit, kit, redeem, selfie, vaultThrough, walkTo } from '../testing/index.ts';

/** A visitor who was photographed, could not be decided on and left: what waits has pictures. */
async function park(one: Kit, leave: 'finish' | 'wait' = 'finish') {
  // Nothing was compared, so that the policy leaves it to a person.
  one.faces.answers({ problem: null, checks: [] });
  await walkTo(one, 'face-capture');
  await one.visitor.remote.command({ type: 'face.submit', frames: [selfie()] });
  const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
  const id = one.kiosk.running()?.id ?? '';
  if (leave === 'finish') await one.visitor.remote.command({ type: 'visit.continue', step: 'referred' });
  else await pass(one, 20_000);
  const ended = await one.visitor.until(({ step }) => step.name === 'ended');
  expect(ended.step).toEqual({ name: 'ended', reason: 'referred' });
  await pass(one, 4_000);
  await one.visitor.until(({ step }) => step.name === 'attract');
  return { id, ticket: (step as StepOf<'referred'>).ticket };
}

async function pass(one: Kit, milliseconds: number) {
  one.clock.advance(milliseconds);
  await one.kiosk.tick();
}

/** What the disk holds at this moment, as a power cut would leave it: a kiosk that goes on elsewhere. */
async function powerCut(one: Kit, later = 2_000, options: { simulated?: boolean } = {}): Promise<Kit> {
  const directory = freshDirectory();
  cpSync(join(one.directory, 'vault'), join(directory, 'vault'), { recursive: true });
  await one.stop();
  one.clock.advance(later);
  return kit({ directory, clock: one.clock, ...options });
}

const accept: StaffCommand[] = [
  { type: 'staff.observe', genuine: true, samePerson: true },
  { type: 'staff.decide', outcome: 'accept', reason: 'compared at the desk' },
];
const day = 24 * 3_600_000;

describe('a visitor who was sent to the desk', () => {
  test('leaves a visit that is neither ended nor in memory, and a ticket that names nobody', async () => {
    const one = await kit();
    const staff = await one.staff();
    const { id, ticket } = await park(one, 'wait');
    expect(one.shell.ended).toBe(1);
    expect(one.kiosk.running()).toBeNull();
    const snapshot = await staff.until(({ tickets }) => tickets.length === 1);
    expect(snapshot.visit).toBeNull();
    expect(snapshot.tickets).toMatchObject([{ ticket, visit: id, reason: 'undecided' }]);
    expect(JSON.stringify(snapshot)).not.toMatch(/maja|lindqvist|example\.org/i);
    const [summary] = await one.vault.listVisits();
    expect(summary).toMatchObject({ visit: id, closedAt: null, shreddedAt: null });
    await pass(one, 60_000);
    expect(one.shell.ended).toBe(1);
  });

  test('is served after somebody else’s whole visit, with what was read, to the end', async () => {
    const one = await kit();
    const staff = await one.staff();
    const { id, ticket } = await park(one);
    await walkTo(one, 'ended');
    const other = one.kiosk.running()?.id ?? '';
    expect(other).not.toBe(id);
    // The other's closing screen is no reason to wait.
    expect(await staff.remote.command({ type: 'staff.open-ticket', visit: id })).toEqual({ ok: true });
    expect(one.shell.ended).toBe(2);
    const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
    expect(step).toMatchObject({ ticket, attended: true });
    const opened = await staff.until(({ visit }) => visit?.awaitingStaff === true);
    expect(opened).toMatchObject({ tickets: [], visit: { id, openTicket: true, observed: false } });
    const { pageRefs, portraitRef, selfieRef } = opened.visit ?? {};
    expect((await staff.remote.picture({ ref: selfieRef ?? '' })).bytes).toEqual(selfie());
    expect((await staff.remote.picture({ ref: pageRefs?.[0] ?? '' })).bytes.length).toBeGreaterThan(0);
    expect((await staff.remote.picture({ ref: portraitRef ?? '' })).bytes.length).toBeGreaterThan(0);
    await expect(one.visitor.remote.picture({ ref: selfieRef ?? '' })).rejects.toMatchObject({
      code: 'picture/unknown',
    });

    for (const command of accept) expect(await staff.remote.command(command)).toEqual({ ok: true });
    const offered = await one.visitor.until(({ step }) => step.name === 'offer' && step.state === 'waiting');
    await redeem(offered.step as StepOf<'offer'>);
    await one.visitor.until(({ step }) => step.name === 'success');
    await one.visitor.remote.command({ type: 'visit.continue', step: 'success' });
    await one.visitor.until(({ step }) => step.name === 'ended');
    await expect(one.vault.read(id)).rejects.toMatchObject({ code: 'vault/shredded' });
    expect(one.vault.database.prepare('SELECT count(*) AS n FROM images').get()).toEqual({ n: 0 });
    expect((await one.vault.verifyChain()).ok).toBe(true);
    await pass(one, 4_000);
    expect(one.shell.ended).toBe(3);
  });

  test('is still known after a power cut, and does not stand in the way of who is there', async () => {
    const one = await kit();
    const parked = await park(one);
    await walkTo(one, 'document-review');
    const two = await powerCut(one);
    expect((await two.visitor.until(() => true)).step.name).toBe('document-review');
    const staff = await two.staff();
    expect(staff.latest().tickets).toMatchObject([{ ticket: parked.ticket }]);
    const open = () => staff.remote.command({ type: 'staff.open-ticket', visit: parked.id });
    expect(await open()).toMatchObject({ error: { code: 'visit/already-running' } });
    await walkTo(two, 'ended');
    expect(await open()).toEqual({ ok: true });

    // The power fails again, with the ticket open and a younger one waiting.
    const three = await powerCut(two);
    expect(three.kiosk.running()).toMatchObject({ id: parked.id, visit: { reopened: true } });
    const four = await powerCut(three, 16 * 60_000);
    expect((await four.visitor.until(() => true)).step.name).toBe('attract');
    const desk = await four.staff();
    expect(desk.latest().tickets).toMatchObject([{ visit: parked.id }]);
    expect((await four.vault.verifyChain()).ok).toBe(true);
  });

  test('is not taken for the visit that runs when the younger one waits', async () => {
    const one = await kit();
    const first = await park(one);
    one.clock.advance(60_000);
    const second = await park(one);
    const staff = await one.staff();
    expect(staff.latest().tickets.map(({ visit }) => visit)).toEqual([second.id, first.id]);
    await staff.remote.command({ type: 'staff.open-ticket', visit: first.id });
    const two = await powerCut(one);
    expect(two.kiosk.running()?.id).toBe(first.id);
    expect((await two.staff()).latest().tickets).toMatchObject([{ visit: second.id }]);
  });

  test.each(['sweep', 'restart'] as const)(
    'is forgotten when their time is over, at the next %s',
    async (way) => {
      const one = await kit();
      const { id } = await park(one);
      await pass(one, day - 5_000);
      expect(await one.kiosk.sweep()).toBe(0);
      // To open it and put it back does not begin its hours anew.
      const staff = await one.staff();
      await staff.remote.command({ type: 'staff.open-ticket', visit: id });
      await pass(one, 5_000);
      expect(await one.kiosk.sweep()).toBe(0);
      expect(await staff.remote.command({ type: 'staff.cancel-visit' })).toEqual({ ok: true });
      await pass(one, 4_000);
      expect((await one.staff()).latest().tickets).toEqual([]);
      expect(await staff.remote.command({ type: 'staff.open-ticket', visit: id })).toMatchObject({
        error: { code: 'visit/none' },
      });
      const after = way === 'restart' ? await powerCut(one) : one;
      if (way === 'sweep') expect(await one.kiosk.sweep()).toBe(1);
      await expect(after.vault.read(id)).rejects.toMatchObject({ code: 'vault/shredded' });
      expect((await after.vault.readMetadata(id)).at(-1)?.type).toBe('VisitEnded');
      expect(after.vault.database.prepare('SELECT count(*) AS n FROM images').get()).toEqual({ n: 0 });
      expect((await after.vault.verifyChain()).ok).toBe(true);
      expect(await after.kiosk.sweep()).toBe(0);
    },
  );
});

describe('a ticket', () => {
  test('is never opened from the visitor’s window, and none is opened that is not there', async () => {
    const one = await kit();
    const { id } = await park(one);
    const command = { type: 'staff.open-ticket', visit: id } as never;
    expect(await one.visitor.remote.command(command)).toMatchObject({
      error: { code: 'contract/malformed' },
    });
    const unknown = { type: 'visit.start', visit: id } as never;
    await one.visitor.remote.command(unknown);
    expect(one.kiosk.running()?.id).not.toBe(id);
    await one.visitor.remote.command({ type: 'visit.cancel' });
    const staff = await one.staff();
    expect(await staff.remote.command({ type: 'staff.open-ticket', visit: 'nobody' })).toMatchObject({
      error: { code: 'visit/none' },
    });
    const ended = one.kiosk.running()?.id ?? (await one.vault.listVisits()).at(-1)?.visit ?? '';
    expect(await staff.remote.command({ type: 'staff.open-ticket', visit: ended })).toMatchObject({
      error: { code: 'visit/none' },
    });
  });

  test('that staff leave undecided waits on; two at once open one', async () => {
    const one = await kit();
    const [first, second] = [await park(one), await park(one)];
    const staff = await one.staff();
    const open = (visit: string) => staff.remote.command({ type: 'staff.open-ticket', visit });
    const results = await Promise.all([open(first.id), open(second.id)]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false]);
    await staff.remote.command({ type: 'staff.cancel-visit' });
    await staff.until(({ tickets }) => tickets.length === 2);
    expect(await open(first.id)).toEqual({ ok: true });
    // Nobody decides and nobody answers: the lobby's kiosk is free again, and nothing is lost.
    await pass(one, 20_000);
    expect((await one.visitor.until(() => true)).step.name).toBe('referred');
    await pass(one, 15 * 60_000);
    expect((await one.visitor.until(() => true)).idleEndsAt).not.toBeNull();
    await pass(one, 30_000);
    await one.visitor.until(({ step }) => step.name === 'ended');
    await pass(one, 4_000);
    expect((await staff.until(({ visit }) => visit === null)).tickets).toHaveLength(2);
  });

  test('that staff refuse ends and is wiped', async () => {
    const one = await kit();
    const { id } = await park(one);
    const staff = await one.staff();
    await staff.remote.command({ type: 'staff.open-ticket', visit: id });
    await staff.remote.command({ type: 'staff.observe', genuine: true, samePerson: false });
    await staff.remote.command({ type: 'staff.decide', outcome: 'refuse', reason: 'another person' });
    await one.visitor.until(({ step }) => step.name === 'refused');
    await pass(one, 20_000);
    await one.visitor.until(({ step }) => step.name === 'ended');
    await expect(one.vault.read(id)).rejects.toMatchObject({ code: 'vault/shredded' });
    expect(staff.latest().tickets).toEqual([]);
  });

  test('of a simulated station is not opened on a real one, and keeps its time', async () => {
    const one = await kit();
    const { id } = await park(one);
    const two = await powerCut(one, 2_000, { simulated: false });
    const staff = await two.staff();
    expect(staff.latest().tickets).toEqual([]);
    expect(await staff.remote.command({ type: 'staff.open-ticket', visit: id })).toMatchObject({
      error: { code: 'visit/none' },
    });
    expect(await two.vault.read(id)).not.toHaveLength(0);
    await pass(two, day);
    expect(await two.kiosk.sweep()).toBe(1);
    await expect(two.vault.read(id)).rejects.toMatchObject({ code: 'vault/shredded' });
  });

  test('is a ticket still when the vault could not keep that it was opened', async () => {
    let full = false;
    const one = await kit({
      wrapVault: vaultThrough((name, call) =>
        full && name === 'append'
          ? Promise.reject(Object.assign(new Error('full'), { code: 'vault/disk-full' }))
          : call(),
      ),
    });
    const { id } = await park(one);
    const staff = await one.staff();
    full = true;
    const open = () => staff.remote.command({ type: 'staff.open-ticket', visit: id });
    expect((await open()).ok).toBe(false);
    full = false;
    await one.kiosk.probe();
    expect((await one.visitor.until(() => true)).step.name).toBe('attract');
    expect(one.kiosk.running()).toBeNull();
    await one.kiosk.probe();
    expect(await open()).toEqual({ ok: true });
  });
});
