import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { StepOf } from '../../contract/index.ts';
import { type Kit, kit, openWindow, otherFace, redeem, sameFace, selfie, walkTo } from '../testing/index.ts';
import { allChecks } from '../visit/index.ts';

type Loose = { command(raw: unknown): Promise<unknown>; simulate(raw: unknown): Promise<unknown> } & {
  picture(raw: unknown): Promise<unknown>;
};
const malformed = { ok: false, error: { code: 'contract/malformed' } };

describe('what is no command of the contract', () => {
  const shapes = fc.oneof(
    fc.anything({ maxDepth: 2, withTypedArray: true }),
    fc.record(
      { type: fc.constantFrom('visit.start', 'staff.decide', 'constructor', '__proto__') },
      { requiredKeys: [] },
    ),
    fc.record({
      type: fc.constantFrom(
        'visit.continue',
        'document.choose',
        'details.submit',
        'consent.give',
        'face.submit',
      ),
      step: fc.constantFrom('nowhere', null, 7),
      frames: fc.constantFrom([], ['text'], [new Uint8Array(2_000_001)]),
      terms: fc.constant(false),
      country: fc.string(),
      email: fc.constant('no address'),
    }),
    fc.record({ type: fc.constant('wallet.confirm'), wallet: fc.string({ minLength: 121, maxLength: 300 }) }),
  );
  const known = (raw: unknown) =>
    ['visit.start', 'visit.cancel'].includes(String((raw as { type?: unknown } | null)?.type));

  test('is answered with contract/malformed and changes nothing', async () => {
    const one = await kit();
    await walkTo(one, 'details');
    const before = { seq: one.kiosk.running()?.seq, step: (await one.visitor.until(() => true)).step };
    const staff = await one.staff();
    const station = await openWindow(one.kiosk, 'station');
    await fc.assert(
      fc.asyncProperty(shapes, async (raw) => {
        let sent: unknown = raw;
        try {
          sent = structuredClone(raw);
        } catch {
          return;
        }
        if (known(sent)) return;
        expect(await (one.visitor.remote as unknown as Loose).command(sent)).toMatchObject(malformed);
        expect(await (staff.remote as unknown as Loose).command(sent)).toMatchObject(malformed);
        expect(await (station.remote as unknown as Loose).simulate(sent)).toMatchObject(malformed);
        await expect((one.visitor.remote as unknown as Loose).picture(sent)).rejects.toMatchObject({
          code: expect.stringMatching(/^(contract\/malformed|picture\/unknown)$/),
        });
      }),
      { numRuns: 150 },
    );
    expect({ seq: one.kiosk.running()?.seq, step: (await one.visitor.until(() => true)).step }).toEqual(
      before,
    );
  });

  test("is what another role's commands are", async () => {
    const one = await kit();
    const visitor = one.visitor.remote as unknown as Loose;
    for (const type of ['staff.start-visit', 'staff.cancel-visit', 'offer.created', 'visit.time-out']) {
      expect(await visitor.command({ type })).toMatchObject(malformed);
    }
    await expect(visitor.simulate({ type: 'remove' })).rejects.toMatchObject({
      code: 'rpc/unknown-function',
    });
    const staff = (await one.staff()).remote as unknown as Loose;
    expect(await staff.command({ type: 'visit.start' })).toMatchObject(malformed);
    expect(one.kiosk.running()).toBeNull();
  });

  test('is the simulator at a station that simulates nothing', async () => {
    const one = await kit({ simulated: false });
    const station = await openWindow(one.kiosk, 'station');
    expect(await station.remote.simulate({ type: 'remove' })).toMatchObject({
      error: { code: 'simulator/none' },
    });
    const staff = await one.staff();
    const simulate = vi.spyOn(one.readers, 'simulate');
    expect(await staff.remote.command({ type: 'staff.simulate', action: { type: 'remove' } })).toMatchObject({
      error: { code: 'simulator/none' },
    });
    expect(simulate).not.toHaveBeenCalled();
  });
});

describe('pictures', () => {
  test('of another visit, and selfies, are not for the visitor', async () => {
    const one = await kit();
    const first = (await walkTo(one, 'document-review')).step as StepOf<'document-review'>;
    await one.visitor.remote.command({ type: 'visit.call-staff' });
    await one.visitor.until(({ step }) => step.name === 'referred');
    await one.visitor.remote.command({ type: 'visit.continue', step: 'referred' });
    one.clock.advance(4_000);
    await one.kiosk.tick();
    await walkTo(one, 'offer');
    const staff = await one.staff();
    const refs = [first.pageRefs[0], first.portraitRef];
    // The first visit was referred, so its pictures are still there for whoever continues with it.
    const [referred] = await one.vault.listVisits();
    expect((await one.vault.getImage(referred?.visit ?? '', first.pageRefs[0] ?? '')).bytes).toBeDefined();
    for (const ref of [...refs, staff.latest().visit?.selfieRef, 'image-nothing']) {
      await expect(one.visitor.remote.picture({ ref: ref ?? '' })).rejects.toMatchObject({
        code: 'picture/unknown',
      });
    }
    for (const ref of refs) {
      await expect(staff.remote.picture({ ref: ref ?? '' })).rejects.toMatchObject({
        code: 'picture/unknown',
      });
    }
  });
});

/** Words that say which check went how: all names, reasons that are nowhere part of a screen, numbers, the policy. */
const forbidden = [
  ...allChecks,
  'same-person',
  'different-person',
  'in-date',
  'all-right',
  'page-text-not-read',
  'simulated-station',
  'no-detector',
  '0.3125',
  '0.8125',
  '0.525',
  '71.25',
  '90.5',
  'FAIR',
  'STRONG',
  '"checks"',
  '"decision"',
  '"facts"',
  'falseMatchRate',
];

async function watched(one: Kit) {
  const shown: string[] = [];
  one.visitor.onSnapshot((snapshot) => {
    const json = JSON.stringify(snapshot);
    shown.push(snapshot.step.name);
    for (const word of forbidden) expect(json, `at ${snapshot.step.name}`).not.toContain(word);
  });
  return shown;
}

describe('the visitor is never shown a check, a reason or a score', () => {
  const photo = (one: Kit) => one.visitor.remote.command({ type: 'face.submit', frames: [selfie()] });

  test('when they are accepted', async () => {
    const one = await kit();
    const shown = await watched(one);
    await walkTo(one, 'ended');
    expect(new Set(shown).size).toBeGreaterThan(14);
  });

  test('when they are refused', async () => {
    const one = await kit();
    const shown = await watched(one);
    one.faces.answers(otherFace, otherFace, otherFace);
    await walkTo(one, 'refused');
    expect(shown).toContain('refused');
    const { step } = await one.visitor.until(() => true);
    expect(step).toEqual({ name: 'refused' });
    const staff = await one.staff();
    expect(staff.latest().visit).toMatchObject({ outcome: 'refuse' });
    expect(JSON.stringify(staff.latest())).toContain('different-person');
  });

  test('when they are referred, and when staff decide', async () => {
    const one = await kit();
    const shown = await watched(one);
    one.faces.answers({ ...sameFace, problem: null, checks: [] });
    await walkTo(one, 'face-capture');
    await photo(one);
    const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
    expect(step).toMatchObject({ reason: 'undecided' });
    const staff = await one.staff();
    await staff.remote.command({ type: 'staff.observe', genuine: true, samePerson: true });
    await staff.remote.command({ type: 'staff.decide', outcome: 'accept', reason: 'knows them' });
    await walkTo(one, 'success');
    expect(shown).toContain('referred');
    expect(JSON.stringify(await one.visitor.until(() => true))).not.toContain('knows them');
  });
});

describe('the transaction code', () => {
  test('is on the surface of the profile alone', async () => {
    for (const surface of ['visitor', 'staff'] as const) {
      const offer = { txCode: true, txCodeSurface: surface, lifeSeconds: 300, renewals: 3 };
      const one = await kit({ profile: { offer } });
      const step = (await walkTo(one, 'offer')).step as StepOf<'offer'>;
      const staff = await one.staff();
      const code = one.kiosk.running()?.visit.offer?.txCode ?? '';
      expect(code).toMatch(/^\d{6}$/);
      expect(step.txCode).toBe(surface === 'visitor' ? code : null);
      expect(step.txCodeElsewhere).toBe(surface === 'staff');
      expect(staff.latest().visit?.txCode).toBe(surface === 'staff' ? code : null);
      expect(step.offerUri).not.toContain(code);
      await redeem(step, code);
      await one.visitor.until(({ step }) => step.name === 'success');
    }
  });
});
