import { describe, expect, test } from 'vitest';
import type { DocumentType, StepOf, VisitorCommand, VisitorSnapshot } from '../../contract/index.ts';
import {
  confirmedOf,
  fakePages,
  type Kit,
  type KitOptions,
  kit,
  passport,
  plainSide,
  sideWithBarcode,
  sideWithZone,
  uprightSide,
  walkTo,
} from '../testing/index.ts';
import { powerCut } from '../testing/power-cut.ts';
import { identityCard, licence } from '../visit/testing/documents.ts';

type Reading = StepOf<'document-reading'>;
type Review = StepOf<'document-review'>;

async function readingOf(type: DocumentType, options: Partial<KitOptions> = {}): Promise<Kit> {
  const one = await kit(options);
  await walkTo(one, 'document-choice');
  await send(one, { type: 'document.choose', country: 'UTO', documentType: type });
  await send(one, { type: 'visit.continue', step: 'document-guidance' });
  await one.visitor.until(({ step }) => step.name === 'document-reading');
  return one;
}

async function send(one: Kit, command: VisitorCommand) {
  expect(await one.visitor.remote.command(command)).toEqual({ ok: true });
}

const phase = (one: Kit, wanted: Reading['phase']) =>
  one.visitor.until(({ step }) => step.name === 'document-reading' && step.phase === wanted);
const reviewOf = async (one: Kit) =>
  (await one.visitor.until(({ step }) => step.name === 'document-review')).step as Review;
const pictureText = async (one: Kit, ref: string | null | undefined) =>
  new TextDecoder().decode((await one.visitor.remote.picture({ ref: ref ?? '' })).bytes);
const readingIn = ({ step }: VisitorSnapshot) => step as Reading;

/** Faces that stand upright on this side alone, turned as this says. */
function faceOnlyOn(one: Kit, text: string) {
  one.faces.crops(async (side) =>
    new TextDecoder().decode(side) === text
      ? { portrait: new TextEncoder().encode('portrait of nobody'), checks: [] }
      : { missing: 'no-face' },
  );
}

describe('an identity card on the scanner', () => {
  test('shows its face, is turned over, shows its zone, and goes on to the credential', async () => {
    const one = await readingOf('identity-card');
    one.readers.unplug('reader');
    one.pages.answers(
      { ...plainSide, upright: uprightSide('front') },
      sideWithZone(identityCard(), { upright: uprightSide('back', true) }),
    );
    await send(one, { type: 'document.scan' });
    const turn = await phase(one, 'turn-over');
    expect(turn.step).toMatchObject({ wants: 'data', canScan: true, problem: null, attempt: 1 });
    await send(one, { type: 'document.scan' });
    const review = await reviewOf(one);
    expect(review).toMatchObject({ documentType: 'identity-card', portraitRef: expect.any(String) });
    expect(review.fields.map(({ field, from }) => [field, ...from])).toContainEqual(['familyName', 'page']);
    expect(review.fields.find(({ field }) => field === 'documentNumber')?.value).toBe('•••••456');
    expect(await pictureText(one, review.pageRefs[0])).toBe('front, upright');
    expect(await pictureText(one, review.pageRefs[1])).toBe('back, upright');
    expect(await one.visitor.remote.command({ type: 'document.submit', confirmed: [] })).toMatchObject({
      error: { code: 'visit/not-confirmed' },
    });
    await send(one, { type: 'document.submit', confirmed: confirmedOf(review) });
    await walkTo(one, 'success');
  });

  test('is searched for its portrait on every edge, and kept as it stands then', async () => {
    const one = await readingOf('identity-card');
    faceOnlyOn(one, 'front, upright, turned by 180');
    one.pages.answers(
      { ...plainSide, upright: uprightSide('front') },
      sideWithZone(identityCard(), { upright: uprightSide('back', true) }),
    );
    await send(one, { type: 'document.scan' });
    await phase(one, 'turn-over');
    expect(one.pages.seen.turned).toBe(2);
    await send(one, { type: 'document.scan' });
    const review = await reviewOf(one);
    expect(await pictureText(one, review.pageRefs[0])).toBe('front, upright, turned by 180');
    // No other picture of the document is for anybody's eyes.
    const refs = one.vault.database.prepare('SELECT count(*) AS n FROM images').get() as { n: number };
    expect(refs.n).toBe(6);
    expect(review.pageRefs).toHaveLength(2);
  });

  test('is searched where its geometry has the portrait first, and nowhere else then', async () => {
    const one = await readingOf('passport');
    const upright = { ...uprightSide('page', true)!, portraitWindow: { x: 1, y: 2, width: 3, height: 4 } };
    faceOnlyOn(one, 'part of page, upright');
    one.pages.answers(sideWithZone(passport(), { upright }));
    await send(one, { type: 'document.scan' });
    expect((await reviewOf(one)).portraitRef).not.toBeNull();
    expect(one.pages.seen).toEqual({ read: 1, turned: 0, cut: 1 });
    expect(one.faces.seen.portraits).toBe(1);
  });

  test('may be shown without its other side', async () => {
    const one = await readingOf('identity-card');
    one.faces.crops(async () => ({ missing: 'no-face' }));
    one.pages.answers(sideWithZone(identityCard()));
    await send(one, { type: 'document.scan' });
    expect(readingIn(await phase(one, 'turn-over')).wants).toBe('portrait');
    await send(one, { type: 'document.skip-side' });
    expect((await reviewOf(one)).portraitRef).toBeNull();
  });

  test('whose scanner jams is told, may be scanned again, and loses no try', async () => {
    const one = await readingOf('identity-card');
    one.readers.unplug('reader');
    one.readers.plug('reader');
    one.readers.failScan('device/jam');
    await send(one, { type: 'document.scan' });
    const { step } = await phase(one, 'problem');
    expect(step).toMatchObject({
      problem: 'device',
      fault: 'device/jam',
      attempt: 1,
      wayOn: true,
      canScan: true,
    });
  });
});

describe('a driving licence', () => {
  test('needs no reader of lines', async () => {
    const one = await readingOf('driving-licence');
    one.readers.unplug('reader');
    const { step } = await one.visitor.until(() => true);
    expect(step).toMatchObject({ reader: 'scanner', phase: 'waiting', canScan: true });
    one.readers.unplug('scanner');
    expect(readingIn(await phase(one, 'unplugged'))).toMatchObject({ canScan: false, wayOn: true });
  });

  test('has its data from the barcode on its back, every field to be confirmed', async () => {
    const one = await readingOf('driving-licence');
    one.pages.answers({ ...plainSide, upright: uprightSide('front') }, sideWithBarcode(licence()));
    await send(one, { type: 'document.scan' });
    await phase(one, 'turn-over');
    await send(one, { type: 'document.scan' });
    const { fields, documentType } = await reviewOf(one);
    expect(documentType).toBe('driving-licence');
    expect(fields.every(({ confirm, from }) => confirm && from[0] === 'barcode')).toBe(true);
    expect(fields.map(({ field }) => field)).not.toContain('nationality');
    const staff = await one.staff();
    expect(staff.latest().visit).toMatchObject({
      summary: { documentType: 'driving-licence', nationality: '', issuer: 'USA' },
      fields,
      pageRefs: [expect.any(String), expect.any(String)],
    });
  });

  test('may be held under a barcode reader, and even before "Continue" was touched', async () => {
    const one = await kit();
    await walkTo(one, 'document-choice');
    await send(one, { type: 'document.choose', country: 'USA', documentType: 'driving-licence' });
    one.readers.attach('barcode-reader', 'barcodes');
    one.readers.scanBarcode(licence());
    const turn = await phase(one, 'turn-over');
    expect(turn.step).toMatchObject({ wants: 'portrait', canScan: true });
    one.pages.answers({ ...plainSide, upright: uprightSide('front') });
    await send(one, { type: 'document.scan' });
    expect((await reviewOf(one)).portraitRef).not.toBeNull();
  });

  test('at a station with a barcode reader alone is read without its picture', async () => {
    const one = await readingOf('driving-licence');
    one.readers.removeAll();
    one.readers.attach('barcode-reader', 'barcodes');
    expect(readingIn(await phase(one, 'waiting'))).toMatchObject({ reader: 'barcode', canScan: false });
    one.readers.scanBarcode(licence());
    expect(await reviewOf(one)).toMatchObject({ pageRefs: [], portraitRef: null });
  });
});

describe('the page reader', () => {
  test('that fails is told to staff; lines that were read carry the visit on', async () => {
    const one = await readingOf('passport');
    one.pages.answers(async () => {
      throw Object.assign(new Error('of a test'), { code: 'page/worker-hung' });
    });
    one.readers.swipe();
    const review = await reviewOf(one);
    expect(review.portraitRef).not.toBeNull();
    expect(await pictureText(one, review.pageRefs[0])).toMatch(/^page 1/);
  });

  test('that fails on a page that was all there is, has the visitor try again', async () => {
    const one = await readingOf('passport');
    one.pages.answers(async () => {
      throw new Error('of a test');
    });
    await send(one, { type: 'document.scan' });
    expect(readingIn(await phase(one, 'problem'))).toMatchObject({ problem: 'unreadable', attempt: 2 });
    expect((await one.staff()).latest().notices).toMatchObject([{ code: 'host/unexpected' }]);
    one.pages.answers(sideWithZone(passport()));
    await send(one, { type: 'document.scan' });
    await reviewOf(one);
  });

  test('keeps nothing of what it could only guess', async () => {
    const one = await readingOf('passport');
    const { zone } = sideWithZone(passport());
    one.pages.answers({ ...plainSide, zone: { ...zone!, outcome: 'unreadable', reason: 'doubtful' } });
    await send(one, { type: 'document.scan' });
    await phase(one, 'problem');
    const id = one.kiosk.running()?.id ?? '';
    expect(JSON.stringify(await one.vault.read(id))).not.toContain(passport()[1]);
  });
});

describe('a visitor who is asked to turn the card over', () => {
  test('and does not, is asked whether they are still there', async () => {
    const one = await readingOf('identity-card');
    await send(one, { type: 'document.scan' });
    await phase(one, 'turn-over');
    one.clock.advance(60_000);
    await one.kiosk.tick();
    expect((await one.visitor.until(({ idleEndsAt }) => idleEndsAt !== null)).step.name).toBe(
      'document-reading',
    );
  });

  test('is not asked while the side is examined', async () => {
    const one = await readingOf('identity-card');
    one.pages.answers(() => new Promise(() => {}));
    await send(one, { type: 'document.scan' });
    await phase(one, 'scanning');
    one.clock.advance(60_000);
    await one.kiosk.tick();
    expect((await one.visitor.until(() => true)).idleEndsAt).toBeNull();
  });
});

describe('after a power cut', () => {
  const never = () => new Promise<never>(() => {});
  const back = sideWithZone(identityCard(), { upright: uprightSide('back', true) });

  test.each([
    ['while a side is scanned', (one: Kit) => one.readers.onScan(never)],
    ['while a side is examined', (one: Kit) => one.pages.answers(never)],
    ['while the portrait is looked for', (one: Kit) => one.faces.crops(never)],
  ])('%s the work is done again', async (_name, breaks) => {
    const one = await readingOf('identity-card');
    breaks(one);
    await send(one, { type: 'document.scan' });
    await phase(one, 'scanning');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const two = await powerCut(one);
    expect(readingIn(await phase(two, 'turn-over')).wants).toBe('data');
    two.pages.answers(back);
    await send(two, { type: 'document.scan' });
    expect((await reviewOf(two)).portraitRef).not.toBeNull();
    await walkTo(two, 'success');
  });

  test('at the second side it waits for that side still, with all that was read of the first', async () => {
    const one = await readingOf('identity-card');
    await send(one, { type: 'document.scan' });
    await phase(one, 'turn-over');
    one.pages.answers(never);
    await send(one, { type: 'document.scan' });
    await phase(one, 'scanning');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const pages = fakePages();
    pages.answers(back);
    const two = await powerCut(one, 2_000, { pages });
    const review = await reviewOf(two);
    expect(review.pageRefs).toHaveLength(2);
    const three = await powerCut(two);
    expect(await reviewOf(three)).toEqual(review);
    await walkTo(three, 'success');
  });

  test('after a barcode it waits for the side as before', async () => {
    const one = await readingOf('driving-licence');
    one.readers.scanBarcode(licence());
    const before = await phase(one, 'turn-over');
    const two = await powerCut(one);
    expect((await phase(two, 'turn-over')).step).toEqual(before.step);
  });
});

test('after the visit nothing of any side can be read', async () => {
  const one = await readingOf('identity-card');
  faceOnlyOn(one, 'front, upright, turned by 90');
  one.pages.answers(
    { ...plainSide, upright: uprightSide('front') },
    sideWithZone(identityCard(), { upright: uprightSide('back', true) }),
  );
  await send(one, { type: 'document.scan' });
  await phase(one, 'turn-over');
  await send(one, { type: 'document.scan' });
  const { pageRefs, portraitRef } = await reviewOf(one);
  const id = one.kiosk.running()?.id ?? '';
  const scanned = one.kiosk.running()?.visit.document?.pages.map(({ ref }) => ref) ?? [];
  await send(one, { type: 'visit.cancel' });
  for (const ref of [...pageRefs, ...scanned, portraitRef ?? '']) {
    await expect(one.vault.getImage(id, ref)).rejects.toMatchObject({ code: 'vault/shredded' });
  }
  expect(one.vault.database.prepare('SELECT count(*) AS n FROM images').get()).toEqual({ n: 0 });
});
