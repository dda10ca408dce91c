import { describe, expect, it } from 'vitest';
import type { ReadingProblem } from '../../contract/index.ts';
import { holderOfVisit, type PageReadBody, stageOf } from './index.ts';
import { identityCard, licence } from './testing/documents.ts';
import {
  type Command,
  chosen,
  contextWith,
  everyField,
  pageRead,
  passport,
  type Walk,
  walk,
} from './testing/fixtures.ts';

const scan: Command = { type: 'document.scan' };
const skip: Command = { type: 'document.skip-side' };
const scanned = (ref: string): Command => ({
  type: 'page.scanned',
  source: 'scanner',
  ref,
  mediaType: 'image/jpeg',
  dotsPerInch: 300,
});
const portrait: Command = { type: 'portrait.cropped', ref: 'portrait', checks: [], uprightRef: null };
const noPortrait: Command = { type: 'portrait.missing', reason: 'no-face' };
const lines = (of = passport()): Command => ({ type: 'document.lines', source: 'reader', lines: of });
const barcode = (text = licence(), scanner = true, aim: string | null = ']L2'): Command => ({
  type: 'document.barcode',
  source: 'barcodes',
  text,
  aim,
  scanner,
});
const zone = (of: readonly string[], changes: Partial<NonNullable<PageReadBody['zone']>> = {}) => ({
  zone: { outcome: 'read' as const, lines: [...of], repairs: [], confidence: 0.98, reason: null, ...changes },
});
const onPage = (text = licence()) => ({
  barcodes: [{ symbology: 'PDF417', text, bytes: Buffer.from(text, 'latin1').toString('base64') }],
});
const blank = { problem: 'no-page' as const, uprightRef: null };

const at = ({ visit }: Walk) => visit && stageOf(visit);
const problem = ({ visit }: Walk): ReadingProblem | null => visit?.readingProblem?.problem ?? null;
const more = (walked: Walk, ...commands: Command[]) => walk(commands, contextWith(), walked);

describe('a passport on a scanner alone', () => {
  const begun = walk([...chosen('passport'), scan]);

  it('is scanned when the visitor says so, examined, cut out, and reviewed', () => {
    expect(at(begun)).toEqual({ at: 'scan' });
    const shot = more(begun, scanned('page'));
    expect(at(shot)).toEqual({ at: 'examine' });
    const read = more(shot, pageRead('page', zone(passport())));
    expect(at(read)).toEqual({ at: 'portrait' });
    const { visit } = more(read, portrait);
    expect(visit).toMatchObject({ step: 'document-review', documentAttempts: 1 });
    expect(holderOfVisit(visit!)?.fields.documentNumber).toMatchObject({
      value: 'X1234567',
      from: ['page'],
      assurance: 'check-digit',
      confirm: false,
    });
  });

  it.each<[string, Partial<PageReadBody>, ReadingProblem]>([
    ['an empty plate', blank, 'no-page'],
    ['a picture out of focus', { problem: 'blurred' }, 'blurred'],
    ['a side with nothing to read', {}, 'unreadable'],
    ['a zone that is too small', zone([], { outcome: 'unreadable', reason: 'resolution' }), 'too-small'],
    [
      'a zone wrong by its check digits',
      zone([], { outcome: 'unreadable', reason: 'check-digits' }),
      'check-digits',
    ],
    [
      'a zone repaired nobody says where',
      zone(passport(), { outcome: 'repaired', repairs: [] }),
      'unreadable',
    ],
    ['an expired passport', zone(passport({ expiryDate: '2024-01-01' })), 'expired'],
    ['an identity card', zone(identityCard()), 'wrong-document'],
    ['a licence', onPage(), 'wrong-document'],
    ['a barcode with something else', onPage('WWW.EXAMPLE.ORG'), 'unreadable'],
  ])('is asked for again after %s', (_name, found, expected) => {
    const told = more(begun, scanned('page'), pageRead('page', found));
    expect(told.visit).toMatchObject({ step: 'document-reading', document: null, documentAttempts: 1 });
    expect(problem(told)).toBe(expected);
    expect(at(told)).toEqual({ at: 'waiting' });
    const again = more(told, scan, scanned('page'), pageRead('page', zone(passport())), portrait);
    expect(again.visit).toMatchObject({ step: 'document-review', readingProblem: null, documentAttempts: 2 });
  });

  it('is handed to a person after the last try', () => {
    const failing = [scan, scanned('page'), pageRead('page', { problem: 'glare' })];
    const { visit } = walk([...chosen('passport'), ...Array.from({ length: 5 }, () => failing).flat()]);
    expect(visit).toMatchObject({ step: 'referred', referral: 'attempts', documentAttempts: 5 });
  });

  it('counts no try for a scanner that failed, and names its fault', () => {
    const failed = more(begun, { type: 'page.not-scanned', reason: 'device/jam' });
    expect(failed.visit).toMatchObject({
      step: 'document-reading',
      document: null,
      documentAttempts: 0,
      readingProblem: { problem: 'device', fault: 'device/jam' },
    });
    const gone = more(begun, { type: 'page.not-scanned', reason: 'no-scanner' });
    expect(gone.visit?.readingProblem?.fault).toBe('device/disconnected-before-sending');
    const empty = more(begun, { type: 'page.not-scanned', reason: 'device/no-document' });
    expect(empty.visit).toMatchObject({ documentAttempts: 1, readingProblem: { problem: 'no-page' } });
  });

  it('may be swiped while it is scanned: the lines are taken, and the page with them', () => {
    const both = more(begun, lines(), scanned('page'), pageRead('page', zone(passport())), portrait);
    expect(both.visit).toMatchObject({ step: 'document-review', documentAttempts: 1 });
    expect(holderOfVisit(both.visit!)?.fields.familyName?.from).toEqual(['reader', 'page']);
    const jammed = more(begun, lines(), { type: 'page.not-scanned', reason: 'device/jam' });
    expect(jammed.visit?.step).toBe('document-review');
  });

  it('is not scanned twice at once', () => {
    expect(more(begun, scan).refusals).toEqual(['visit/not-at-this-step']);
    expect(more(begun, scanned('page'), scan).refusals).toEqual(['visit/not-at-this-step']);
    expect(walk([scan]).refusals).toEqual(['visit/none']);
    expect(walk([...chosen('passport').slice(0, 3), scan, skip]).refusals).toEqual([
      'visit/not-at-this-step',
      'visit/not-at-this-step',
    ]);
  });
});

describe('an identity card', () => {
  const start = walk(chosen('identity-card'));
  const frontFirst = more(start, scan, scanned('front'), pageRead('front'), portrait);

  it('is turned over for its zone', () => {
    expect(at(frontFirst)).toEqual({ at: 'turn-over', wants: 'data' });
    const both = more(frontFirst, scan, scanned('back'), pageRead('back', zone(identityCard())));
    expect(both.visit).toMatchObject({ step: 'document-review', documentAttempts: 1 });
    expect(both.visit?.document?.pages.map(({ ref }) => ref)).toEqual(['front', 'back']);
    expect(both.visit?.document?.portrait).toEqual({ ref: 'portrait', page: 'front' });
  });

  it('is turned over for its portrait', () => {
    const back = more(start, scan, scanned('back'), pageRead('back', zone(identityCard())), noPortrait);
    expect(at(back)).toEqual({ at: 'turn-over', wants: 'portrait' });
    const both = more(back, scan, scanned('front'), pageRead('front'), portrait);
    expect(both.visit?.step).toBe('document-review');
    const skipped = more(back, skip);
    expect(skipped.visit).toMatchObject({ step: 'document-review', document: { skipped: true } });
  });

  it('is reviewed without a portrait when neither side has one', () => {
    const { visit } = more(
      start,
      ...[scan, scanned('back'), pageRead('back', zone(identityCard())), noPortrait],
      ...[scan, scanned('front'), pageRead('front'), noPortrait],
    );
    expect(visit).toMatchObject({ step: 'document-review', document: { portrait: { missing: 'no-face' } } });
  });

  it('whose sides have no data is read anew, and the picture’s trouble is told', () => {
    const told = more(frontFirst, scan, scanned('back'), pageRead('back', { problem: 'glare' }));
    expect(told.visit).toMatchObject({ document: null, documentAttempts: 1 });
    expect(problem(told)).toBe('glare');
    expect(problem(more(frontFirst, skip))).toBe('unreadable');
    // Neither a zone nor a face on a spoiled picture: the other side would not mend it.
    const spoiled = more(
      start,
      scan,
      scanned('front'),
      pageRead('front', { problem: 'blurred' }),
      noPortrait,
    );
    expect(problem(spoiled)).toBe('blurred');
    expect(at(spoiled)).toEqual({ at: 'waiting' });
  });

  it('loses nothing when the plate was empty at the second side', () => {
    const empty = more(frontFirst, scan, scanned('nothing'), pageRead('nothing', blank));
    expect(at(empty)).toEqual({ at: 'turn-over', wants: 'data' });
    expect(problem(empty)).toBe('no-page');
    expect(empty.visit?.document).toMatchObject({ pages: [{ ref: 'front' }], portrait: { ref: 'portrait' } });
    const both = more(empty, scan, scanned('back'), pageRead('back', zone(identityCard())));
    expect(both.visit).toMatchObject({ step: 'document-review', documentAttempts: 2 });
  });

  it('loses nothing when the scanner failed at the second side', () => {
    const jam = more(frontFirst, scan, { type: 'page.not-scanned', reason: 'device/jam' });
    expect(at(jam)).toEqual({ at: 'turn-over', wants: 'data' });
    expect(jam.visit).toMatchObject({ documentAttempts: 0, readingProblem: { fault: 'device/jam' } });
  });

  it('may show its zone to a reader of lines instead of the scanner', () => {
    const wrong = more(frontFirst, lines());
    expect(problem(wrong)).toBe('wrong-document');
    expect(at(wrong)).toEqual({ at: 'turn-over', wants: 'data' });
    expect(more(wrong, lines(identityCard())).visit).toMatchObject({
      step: 'document-review',
      document: { pages: [{ ref: 'front' }], portrait: { ref: 'portrait', page: 'front' } },
    });
  });

  it('in a reader of both is scanned by itself; an empty plate then is no try of the visitor’s', () => {
    const read = more(start, lines(identityCard()));
    expect(at(read)).toEqual({ at: 'scan' });
    const done = more(read, scanned('front'), pageRead('front'), portrait);
    expect(done.visit?.step).toBe('document-review');
    const empty = more(read, scanned('nothing'), pageRead('nothing', blank), noPortrait);
    expect(at(empty)).toEqual({ at: 'turn-over', wants: 'portrait' });
    expect(empty.visit).toMatchObject({ documentAttempts: 1, readingProblem: null, document: { pages: [] } });
    // The visitor said that the other side lies there: now it is told.
    const again = more(empty, scan, scanned('nothing'), pageRead('nothing', blank), noPortrait);
    expect(at(again)).toEqual({ at: 'turn-over', wants: 'portrait' });
    expect(problem(again)).toBe('no-page');
    // The lines counted when they came, so that this costs nothing.
    expect(again.visit?.documentAttempts).toBe(1);
  });

  it('and a residence permit differ by a letter that is the issuer’s own', () => {
    const permit = walk([...chosen('residence-permit'), lines(identityCard({ code: 'IX' }))]);
    expect(at(permit)).toEqual({ at: 'scan' });
    expect(problem(walk([...chosen('passport'), lines(identityCard())]))).toBe('wrong-document');
  });
});

describe('a driving licence', () => {
  const start = walk(chosen('driving-licence'));

  it('has its data in the barcode of its back', () => {
    const { visit } = more(
      start,
      ...[scan, scanned('front'), pageRead('front', { certain: false }), portrait],
      ...[scan, scanned('back'), pageRead('back', onPage())],
    );
    expect(visit?.step).toBe('document-review');
    const fields = holderOfVisit(visit!)?.fields;
    expect(fields?.familyName).toEqual({
      value: 'LINDQVIST',
      from: ['barcode'],
      assurance: 'none',
      differs: false,
      confirm: true,
    });
    expect(fields?.birthDate?.confirm).toBe(true);
    expect(fields?.nationality).toBeUndefined();
  });

  it('may show the barcode to a barcode reader, before the scanner or after it', () => {
    const before = more(start, barcode());
    expect(at(before)).toEqual({ at: 'turn-over', wants: 'portrait' });
    const done = more(before, scan, scanned('front'), pageRead('front'), portrait);
    expect(done.visit).toMatchObject({ step: 'document-review', documentAttempts: 1 });
    const after = more(start, scan, scanned('front'), pageRead('front'), portrait, barcode());
    expect(after.visit).toMatchObject({ step: 'document-review', documentAttempts: 1 });
    const during = more(start, scan, barcode(), scanned('front'), pageRead('front'), portrait);
    expect(during.visit?.step).toBe('document-review');
  });

  it('needs no scanner where there is none', () => {
    const { visit } = more(start, barcode(licence(), false));
    expect(visit).toMatchObject({
      step: 'document-review',
      document: { portrait: { missing: 'no-scanner' } },
    });
  });

  it.each<[string, string, ReadingProblem]>([
    ['that has expired', licence({ DBA: '01022020' }), 'expired'],
    ['that is an identification card', licence({}, 'ID'), 'wrong-document'],
    ['without its number', licence({ DAQ: null }), 'unreadable'],
    [
      'whose name nobody can split',
      licence({ DCS: null, DAC: null, DAD: null, DAA: 'MAJA LINDQVIST' }),
      'unreadable',
    ],
    ['that is something else', 'https://example.org/a-long-address-of-some-page', 'unreadable'],
    ['that breaks off', licence().slice(0, 40), 'unreadable'],
  ])('with a barcode %s is not taken', (_name, text, expected) => {
    const told = more(start, barcode(text));
    expect(problem(told)).toBe(expected);
    expect(told.visit).toMatchObject({ document: null, documentAttempts: 1 });
  });

  it('carries other bars, which are passed over', () => {
    for (const other of [barcode('0123456789', true, null), barcode('A'.repeat(60), true, ']C1')])
      expect(more(start, other).events).toHaveLength(start.events.length);
  });

  it('whose barcode goes wrong while a side is scanned is scanned on', () => {
    const scanning = more(start, scan);
    expect(more(scanning, barcode(licence({ DBA: '01022020' }))).events).toEqual(scanning.events);
    const turned = more(scanning, scanned('front'), pageRead('front'), portrait);
    const told = more(turned, barcode(licence({ DBA: '01022020' })));
    expect(problem(told)).toBe('expired');
    expect(at(told)).toEqual({ at: 'turn-over', wants: 'data' });
  });

  it('that has a zone of an identity card as well is what was chosen', () => {
    const { visit } = more(
      start,
      ...[scan, scanned('back'), pageRead('back', { ...zone(identityCard()), ...onPage(licence({}, 'EN')) })],
      noPortrait,
      skip,
    );
    expect(visit?.step).toBe('document-review');
    expect(holderOfVisit(visit!)?.documentType).toBe('driving-licence');
  });
});

describe('giving a reading up', () => {
  it('counts it, so that nobody scans for ever', () => {
    const turned = walk([...chosen('identity-card'), scan, scanned('a'), pageRead('a'), portrait]);
    expect(more(turned, { type: 'document.read-again' }).visit).toMatchObject({
      document: null,
      documentAttempts: 1,
    });
    const back = more(turned, { type: 'visit.back', step: 'document-reading' });
    expect(back.visit).toMatchObject({ step: 'document-guidance', document: null, documentAttempts: 1 });
    const often = Array.from({ length: 6 }, (): Command[] => [
      scan,
      scanned('a'),
      { type: 'visit.back', step: 'document-reading' },
      { type: 'visit.continue', step: 'document-guidance' },
    ]).flat();
    const last = walk([...chosen('identity-card'), ...often, scan]);
    expect(last.visit).toMatchObject({ step: 'referred', referral: 'attempts', documentAttempts: 5 });
  });

  it('drops what comes of it late', () => {
    const given = walk([...chosen('passport'), scan, { type: 'document.read-again' }]);
    const late = more(given, scanned('a'), pageRead('a'), portrait, noPortrait, {
      type: 'page.not-scanned',
      reason: 'device/jam',
    });
    expect(late.events).toEqual(given.events);
  });
});

describe('submitting', () => {
  const reviewed = walk([...chosen('passport'), lines(), { type: 'page.not-scanned', reason: 'no-scanner' }]);
  const submit = (...confirmed: (typeof everyField)[number][]): Command => ({
    type: 'document.submit',
    confirmed,
  });

  it('needs every field confirmed that no check digit covers', () => {
    expect(more(reviewed, submit()).refusals).toEqual(['visit/not-confirmed']);
    const all = ['familyName', 'givenNames', 'sex', 'nationality', 'issuer'] as const;
    for (const left of all)
      expect(more(reviewed, submit(...all.filter((one) => one !== left))).refusals).toEqual([
        'visit/not-confirmed',
      ]);
    const done = more(reviewed, submit(...all));
    expect(done.visit?.step).toBe('face-guidance');
    const submitted = done.events.find(({ type }) => type === 'DocumentSubmitted');
    expect(submitted).toMatchObject({ confirmed: expect.arrayContaining([...all]) });
  });

  it('keeps of what was confirmed only what was asked', () => {
    const done = more(reviewed, submit(...everyField));
    const submitted = done.events.find((event) => event.type === 'DocumentSubmitted');
    expect(submitted?.confirmed).not.toContain('documentNumber');
  });

  it('asks to confirm a repaired field though its digit fits', () => {
    const repairs = [{ line: 1, position: 3, from: 'O', to: '0', why: 'changed' as const }];
    const { visit, refusals } = walk([
      ...chosen('passport'),
      scan,
      scanned('page'),
      pageRead('page', zone(passport(), { outcome: 'repaired', repairs })),
      portrait,
      submit('familyName', 'givenNames', 'sex', 'nationality', 'issuer'),
    ]);
    expect(refusals).toEqual(['visit/not-confirmed']);
    expect(holderOfVisit(visit!)?.fields.documentNumber).toMatchObject({
      assurance: 'repaired',
      confirm: true,
    });
    expect(holderOfVisit(visit!)?.fields.birthDate).toMatchObject({
      assurance: 'check-digit',
      confirm: false,
    });
  });
});
