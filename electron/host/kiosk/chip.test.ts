import { describe, expect, it, vi } from 'vitest';
import type { Check, StepOf } from '../../contract/index.ts';
import { type ChipRequest, chipOf, utopia } from '../testing/chips.ts';
import { actAt, type Kit, type KitOptions, kit, passport, sideWithZone, walkTo } from '../testing/index.ts';
import { powerCut } from '../testing/power-cut.ts';

type Reading = StepOf<'document-reading'>;
const chipState = (state: NonNullable<Reading['chip']>['state']) => (snapshot: { step: { name: string } }) =>
  (snapshot.step as Reading).chip?.state === state;
const at = (name: string) => (snapshot: { step: { name: string } }) => snapshot.step.name === name;

/** A simulated station that trusts Utopia, or nobody. */
async function station(options: Partial<KitOptions> & { trusts?: boolean } = {}): Promise<Kit> {
  const { trusts = true, ...rest } = options;
  const invented = trusts ? [(await utopia()).certificate] : [];
  const one = await kit({ invented, ...rest });
  one.readers.attach('chip-reader');
  return one;
}

/** Up to the moment at which the chip is asked for. */
async function toChip(one: Kit, lines = passport()): Promise<Reading> {
  await walkTo(one, 'document-reading');
  one.readers.swipe(lines);
  return (await one.visitor.until((now) => (now.step as Reading).phase === 'chip')).step as Reading;
}

async function layDown(one: Kit, request: ChipRequest = {}) {
  await toChip(one);
  one.readers.chips.lay(await chipOf(request));
}

/** Submits what was read, and gives what staff see then. */
async function checksOf(one: Kit): Promise<Record<string, string>> {
  const snapshot = await one.visitor.until(at('document-review'), 20_000);
  await actAt(one, snapshot);
  await one.visitor.until(at('face-guidance'));
  const staff = await one.staff();
  const checks = staff.latest().visit?.checks ?? [];
  staff.close();
  return Object.fromEntries(
    checks.map(({ check, outcome, reason }: Check) => [check, `${outcome} ${reason}`]),
  );
}

async function strengthOf(one: Kit) {
  const staff = await one.staff();
  const strength = staff.latest().visit?.evidenceStrength;
  staff.close();
  return strength;
}

describe('a genuine chip', () => {
  it('is read with progress, proven to the state, and is what the holder is known by', async () => {
    const one = await station();
    const seen: string[] = [];
    one.visitor.onSnapshot(({ step }) => {
      const { chip } = step as Reading;
      if (chip && seen.at(-1) !== chip.state) seen.push(chip.state);
    });
    await layDown(one, { holder: { fullName: 'LINDQVIST<<MAJA ELIN' } });
    const review = (await one.visitor.until(at('document-review'), 20_000)).step as StepOf<'document-review'>;
    expect(seen.filter((state, index) => seen.indexOf(state) === index)).toEqual([
      'lay-on',
      'opening',
      'reading',
      'proving',
    ]);
    expect(review.fields.every(({ from, confirm }) => from[0] === 'chip' && !confirm)).toBe(true);
    const picture = await one.visitor.remote.picture({ ref: review.portraitRef ?? '' });
    expect([...picture.bytes.subarray(0, 4)]).toEqual([0xff, 0xd8, 0xff, 0xc0]);
    expect(await checksOf(one)).toMatchObject({
      'chip-access': 'passed pace',
      'passive-authentication': 'passed genuine',
      'chip-authentication': 'passed original',
      'chip-signer-chain': 'passed csca-known',
      'mrz-chip-match': 'passed zones-equal',
      'portrait-source': 'passed chip',
    });
    expect(await strengthOf(one)).toBe('SUPERIOR');
    expect(one.readers.chips.seen).toMatchObject({ opened: 1, closed: 1 });
  });

  it('leads to the offer, compared with its own portrait, and nothing of it stays after the visit', async () => {
    const one = await station();
    await layDown(one);
    const review = (await one.visitor.until(at('document-review'), 20_000)).step as StepOf<'document-review'>;
    const ref = review.portraitRef ?? '';
    const compared = vi.spyOn(one.faces, 'compare');
    await walkTo(one, 'ended');
    expect([...(compared.mock.calls[0]?.[0] ?? [])].slice(0, 4)).toEqual([0xff, 0xd8, 0xff, 0xc0]);
    const [visit] = await one.vault.listVisits();
    await expect(one.vault.getImage(visit?.visit ?? '', ref)).rejects.toMatchObject({
      code: 'vault/shredded',
    });
    await expect(one.visitor.remote.picture({ ref })).rejects.toMatchObject({ code: 'picture/unknown' });
  });

  it('keeps its files only where the profile says so', async () => {
    const one = await station({ profile: { keepChipFiles: true } });
    await layDown(one);
    await one.visitor.until(at('document-review'), 20_000);
    const chip = one.kiosk.running()?.visit.document?.chip;
    const files = chip && 'files' in chip ? chip.files : [];
    expect(files.map(({ group }) => group).sort((a, b) => a - b)).toEqual([0, 1, 2, 14]);
    const id = one.kiosk.running()?.id ?? '';
    for (const { ref } of files) expect((await one.vault.getImage(id, ref)).bytes.length).toBeGreaterThan(20);
  });

  it('may lie there already when it is asked for, on whichever reader of several', async () => {
    const one = await station();
    one.readers.attach('chip-reader', 'second');
    await walkTo(one, 'document-reading');
    one.readers.chips.lay(await chipOf(), 'second');
    one.readers.swipe();
    await one.visitor.until(at('document-review'), 20_000);
  });

  it('proves a zone that had to be repaired', async () => {
    const one = await station();
    const repairs = [{ line: 1, position: 2, from: '0', to: 'O' }];
    const zone = { lines: passport(), confidence: 0.9, reason: null, outcome: 'repaired', repairs } as const;
    one.pages.answers(sideWithZone(passport(), { zone } as object));
    await walkTo(one, 'document-reading');
    await one.visitor.remote.command({ type: 'document.scan' });
    await one.visitor.until((now) => (now.step as Reading).phase === 'chip');
    one.readers.chips.lay(await chipOf());
    expect(await checksOf(one)).toMatchObject({ 'mrz-reading': 'passed same-as-chip' });
  });
});

describe('what speaks against a chip is told to staff, and nothing of it is used', () => {
  it.each([
    ['cloned-chip', 'chip-authentication', /^failed /],
    ['changed-mrz', 'passive-authentication', /^failed hash-differs/],
    ['changed-portrait', 'passive-authentication', /^failed hash-differs/],
    ['truncated-file', 'passive-authentication', /^failed file-withheld/],
    ['unknown-state', 'passive-authentication', /^failed csca-unknown/],
    ['expired-signer', 'passive-authentication', /^failed signer-not-valid-at-issue/],
  ] as const)('%s', async (defect, check, verdict) => {
    const one = await station();
    await layDown(one, { defect });
    const review = (await one.visitor.until(at('document-review'), 20_000)).step as StepOf<'document-review'>;
    expect(review.fields.some(({ from }) => from.includes('chip'))).toBe(false);
    const checks = await checksOf(one);
    expect(checks[check]).toMatch(verdict);
    expect(checks['portrait-source']).toBe('passed page-image');
    expect(await strengthOf(one)).not.toBe('SUPERIOR');
    const { step } = await walkTo(one, 'refused');
    expect(step).toEqual({ name: 'refused' });
  });

  it('another passport’s chip', async () => {
    const one = await station();
    const other = await chipOf({ mrz: passport({ secondary: 'Anna' }) });
    await toChip(one);
    // The number and both dates are the same, so that the key fits.
    one.readers.chips.lay(other);
    const checks = await checksOf(one);
    expect(checks['mrz-chip-match']).toBe('failed zones-differ');
    expect(checks['portrait-source']).toBe('passed page-image');
  });

  it('and without a trust list it is not proven, but is read', async () => {
    const one = await station({ trusts: false });
    await layDown(one);
    expect(await checksOf(one)).toMatchObject({
      'passive-authentication': 'not-checked no-trust-list',
      'chip-authentication': 'passed original',
      'mrz-chip-match': 'passed zones-equal',
      'portrait-source': 'passed page-image',
    });
    expect(await strengthOf(one)).toBe('FAIR');
  });
});

describe('on the way to a chip', () => {
  it('a wrong key can be answered with the card access number', async () => {
    const one = await station();
    await toChip(one, passport());
    one.readers.chips.lay(
      await chipOf({ mrz: passport({ documentNumber: 'X7654321' }), can: '500540', basicAccess: false }),
    );
    const { step } = await one.visitor.until(chipState('wrong-key'), 20_000);
    expect((step as Reading).chip?.canTypeCan).toBe(true);
    await one.visitor.remote.command({ type: 'document.read-chip', can: '111111' });
    await one.visitor.until(chipState('opening'));
    await one.visitor.until(chipState('wrong-key'), 20_000);
    await one.visitor.remote.command({ type: 'document.read-chip', can: '500540' });
    expect(await checksOf(one)).toMatchObject({
      'chip-access': 'passed pace',
      'mrz-chip-match': 'failed zones-differ',
    });
  });

  it('a chip that knows no card access number is not asked for one', async () => {
    const one = await station();
    await toChip(one);
    one.readers.chips.lay(await chipOf({ mrz: passport({ documentNumber: 'X7654321' }), pace: [] }));
    const { step } = await one.visitor.until(chipState('wrong-key'), 20_000);
    expect((step as Reading).chip?.canTypeCan).toBe(false);
  });

  it('a document that is moved goes on where it was', async () => {
    const one = await station();
    const chip = await chipOf({ fault: 'torn-off' });
    await toChip(one);
    one.readers.chips.lay(chip);
    const { step } = await one.visitor.until(chipState('moved'), 20_000);
    const percent = (step as Reading).chip?.percent ?? 0;
    expect(percent).toBeGreaterThan(0);
    const shown: number[] = [];
    one.visitor.onSnapshot((now) => {
      const told = (now.step as Reading).chip?.percent;
      if (typeof told === 'number') shown.push(told);
    });
    const before = one.readers.chips.seen.commands;
    one.readers.chips.lay(chip);
    await one.visitor.until(at('document-review'), 20_000);
    expect(Math.min(...shown)).toBeGreaterThanOrEqual(percent);
    expect(one.readers.chips.seen.commands - before).toBeLessThan(before);
  });

  it('one that does not answer can be skipped', async () => {
    const one = await station();
    await layDown(one, { fault: 'endless-answer' });
    await one.visitor.until(chipState('no-answer'), 20_000);
    expect(await one.visitor.remote.command({ type: 'document.skip-chip' })).toEqual({ ok: true });
    expect(await checksOf(one)).toMatchObject({
      'chip-access': 'not-checked skipped',
      'passive-authentication': 'not-checked skipped',
      'chip-authentication': 'not-checked skipped',
      'mrz-chip-match': 'not-checked skipped',
      'portrait-source': 'passed page-image',
    });
  });

  it('one that is silent is asked again when it is laid down anew, or when the visitor wants it', async () => {
    const one = await station();
    one.readers.chips.refuses('device/time-out');
    await layDown(one);
    await one.visitor.until(chipState('no-answer'), 20_000);
    one.readers.chips.lift();
    one.readers.chips.lay(await chipOf());
    await one.visitor.until(chipState('no-answer'), 20_000);
    one.readers.chips.refuses(null);
    await one.visitor.remote.command({ type: 'document.read-chip', can: null });
    expect(await checksOf(one)).toMatchObject({ 'passive-authentication': 'passed genuine' });
  });

  it('nobody finds a key by trying', async () => {
    const one = await station();
    await toChip(one);
    one.readers.chips.lay(await chipOf({ mrz: passport({ documentNumber: 'X7654321' }), can: '500540' }));
    await one.visitor.until(chipState('wrong-key'), 20_000);
    for (let tries = 1; tries < 8; tries += 1) {
      await one.visitor.until(chipState('wrong-key'), 20_000);
      await one.visitor.remote.command({ type: 'document.read-chip', can: `00000${tries}` });
      await one.visitor.until((now) => !chipState('wrong-key')(now) || now.step.name !== 'document-reading');
    }
    expect(await checksOf(one)).toMatchObject({ 'chip-access': 'not-checked wrong-key' });
  });

  it('a station without a reader asks for none', async () => {
    const one = await kit();
    await walkTo(one, 'document-review');
    expect(await checksOf(one)).toMatchObject({ 'chip-access': 'not-checked no-reader' });
  });

  it('nobody waits for a reader that was pulled out, but for one that comes back', async () => {
    const one = await station();
    const chip = await chipOf({ fault: 'slow', slow: 5 });
    await toChip(one);
    one.readers.chips.lay(chip);
    await one.visitor.until(chipState('reading'), 20_000);
    one.readers.unplug('chip-reader');
    one.readers.plug('chip-reader');
    await one.visitor.until(chipState('moved'));
    one.readers.chips.lay(chip);
    await one.visitor.until(chipState('reading'), 20_000);
    one.readers.unplug('chip-reader');
    expect(await checksOf(one)).toMatchObject({ 'chip-access': 'not-checked no-reader' });
  });

  it('a reader that is held by another program for a moment is asked again', async () => {
    const one = await station();
    one.readers.chips.refuses('device/busy');
    await layDown(one);
    await vi.waitFor(() => expect(one.readers.chips.seen.opened).toBeGreaterThan(1));
    one.readers.chips.refuses(null);
    await one.visitor.until(at('document-review'), 20_000);
  });

  it('going back ends it, and the reader is let go', async () => {
    const one = await station();
    await layDown(one, { fault: 'slow', slow: 10 });
    await one.visitor.until(chipState('reading'), 20_000);
    await one.visitor.remote.command({ type: 'visit.back', step: 'document-reading' });
    await vi.waitFor(() => expect(one.readers.chips.seen.closed).toBe(1));
    const { step } = await one.visitor.until(at('document-guidance'));
    expect(step.name).toBe('document-guidance');
    expect(one.kiosk.view().live.chip).toBeNull();
  });
});

describe('staff', () => {
  it('import a list, see it, and are told why another is not taken', async () => {
    const one = await station({ trusts: false });
    const staff = await one.staff();
    expect(staff.latest().trust).toEqual({ lists: [], simulated: false });
    const certificate = Uint8Array.from((await utopia()).certificate);
    const refusal = await staff.remote.command({
      type: 'staff.import-trust',
      list: new Uint8Array([1, 2, 3]),
      root: certificate,
    });
    expect(refusal).toMatchObject({ ok: false, error: { code: 'trust/not-a-list' } });
    const taken = { type: 'staff.import-trust', list: certificate, root: certificate } as const;
    expect(await staff.remote.command(taken)).toEqual({ ok: true });
    const { trust } = await staff.until((now) => now.trust.lists.length > 0);
    expect(trust.lists).toMatchObject([{ kind: 'certificate', country: 'UT', certificates: 1, old: false }]);
    staff.close();
    await layDown(one);
    expect(await checksOf(one)).toMatchObject({ 'passive-authentication': 'passed genuine' });
  });
});

describe('a power cut', () => {
  it('while the chip is awaited or read begins it anew', async () => {
    const invented = [(await utopia()).certificate];
    const one = await station();
    await layDown(one, { fault: 'slow', slow: 10 });
    await one.visitor.until(chipState('reading'), 20_000);
    const after = await powerCut(one, 2_000, { invented });
    after.readers.attach('chip-reader');
    const { step } = await after.visitor.until((now) => (now.step as Reading).phase === 'chip');
    expect((step as Reading).chip?.state).toBe('lay-on');
    after.readers.chips.lay(await chipOf());
    expect(await checksOf(after)).toMatchObject({ 'passive-authentication': 'passed genuine' });
  });

  it('after it was read has lost nothing', async () => {
    const one = await station();
    await layDown(one);
    const { step } = await one.visitor.until(at('document-review'), 20_000);
    const after = await powerCut(one);
    const again = (await after.visitor.until(at('document-review'))).step;
    expect(again).toEqual(step);
    expect(await checksOf(after)).toMatchObject({ 'passive-authentication': 'passed genuine' });
  });
});
