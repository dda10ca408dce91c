import { describe, expect, it } from 'vitest';
import type { Check } from '../../contract/index.ts';
import { completeChecks, decideByPolicy, evidenceStrengthOf } from './decision.ts';
import { checkRead } from './document-checks.ts';
import { type Command, holderOfVisit, portraitOf, stageOf, visitEvent } from './index.ts';
import { identityCard, licence } from './testing/documents.ts';
import {
  chosen,
  commandsToOffer,
  contextWith,
  pageRead,
  passport,
  selfService,
  simulation,
  standard,
  until,
  walk,
} from './testing/fixtures.ts';
import { chipRead } from './testing/walks.ts';

const withReader = contextWith({ chipReader: true });
const toChip = until('document.submit');
const verdictsOf = (checks: readonly Check[]) =>
  Object.fromEntries(checks.map(({ check, outcome, reason }) => [check, `${outcome} ${reason}`]));
const beyond = (...commands: Command[]) => {
  const { visit, ...rest } = walk([...toChip, ...commands], withReader);
  if (!visit) throw new Error('no visit');
  return { visit, ...rest, checks: verdictsOf(checkRead(visit)) };
};

describe('a chip is asked for', () => {
  it('when all else of the document is read and there is a reader', () => {
    const { visit } = beyond();
    expect(visit.step).toBe('document-reading');
    expect(stageOf(visit)).toEqual({ at: 'chip' });
  });

  it('not where there is no reader, which is told', () => {
    const { visit, events } = walk(toChip, contextWith());
    expect(visit?.step).toBe('document-review');
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['PortraitCropped', 'ChipNotRead']);
    expect(verdictsOf(checkRead(visit!))['chip-access']).toBe('not-checked no-reader');
  });

  it('not by a profile that wants none', () => {
    const profile = { ...selfService, chip: 'off' as const };
    const { visit } = walk(toChip, contextWith({ chipReader: true, profile }));
    expect(visit?.step).toBe('document-review');
    expect(verdictsOf(checkRead(visit!))['passive-authentication']).toBe('not-checked not-wanted');
  });

  it('of a card with a zone, and of no licence', () => {
    const side = (text: string) => ({ barcodes: [{ symbology: 'PDF417', text, bytes: btoa(text) }] });
    const scanned = (ref: string): Command[] => [
      { type: 'document.scan' },
      { type: 'page.scanned', source: 's', ref, mediaType: 'image/jpeg', dotsPerInch: 300 },
    ];
    const portrait: Command = { type: 'portrait.cropped', ref: 'portrait', checks: [], uprightRef: null };
    const zone = {
      outcome: 'read' as const,
      lines: identityCard(),
      repairs: [],
      confidence: 1,
      reason: null,
    };
    const front = [...scanned('f'), pageRead('f'), portrait];
    const card = walk(
      [...chosen('identity-card'), ...front, ...scanned('b'), pageRead('b', { zone })],
      withReader,
    ).visit!;
    expect(stageOf(card)).toEqual({ at: 'chip' });
    const drivers = walk(
      [...chosen('driving-licence', 'USA'), ...front, ...scanned('b'), pageRead('b', side(licence()))],
      withReader,
    ).visit!;
    expect(drivers.step).toBe('document-review');
    expect(verdictsOf(checkRead(drivers))['chip-access']).toBe('not-checked no-chip-expected');
  });

  it('and whatever other readers see meanwhile changes nothing', () => {
    const before = beyond().visit;
    for (const command of [
      { type: 'document.failed', problem: 'not-an-mrz', fault: null },
      { type: 'document.lines', source: 'r', lines: ['NOPE'] },
      { type: 'document.lines', source: 'r', lines: passport() },
      { type: 'document.barcode', source: 'b', text: licence(), aim: ']L2', scanner: true },
      { type: 'document.read-chip', can: '123456' },
    ] satisfies Command[])
      expect(beyond(command).visit).toEqual(before);
    expect(beyond({ type: 'document.scan' }).refusals).toEqual(['visit/not-at-this-step']);
  });
});

describe('a chip that nothing speaks against', () => {
  it('is what holder and portrait are taken from', () => {
    const { visit, checks, events } = beyond(chipRead());
    expect(visit.step).toBe('document-review');
    expect(checks['portrait-source']).toBe('passed chip');
    expect(portraitOf(visit.document!)).toEqual({ ref: 'chip-portrait', from: 'chip' });
    const fields = Object.values(holderOfVisit(visit)?.fields ?? {});
    expect(fields.every(({ from, confirm }) => from[0] === 'chip' && from[1] === 'reader' && !confirm)).toBe(
      true,
    );
    for (const event of events) expect(visitEvent.parse(event)).toEqual(event);
  });

  it('makes the evidence superior', () => {
    expect(evidenceStrengthOf(checkRead(beyond(chipRead()).visit))).toBe('SUPERIOR');
  });

  it('and that no known state signed is believed no more than the page', () => {
    const { visit } = beyond(chipRead({ 'passive-authentication': 'not-checked' }));
    expect(evidenceStrengthOf(checkRead(visit))).toBe('FAIR');
    const { fields } = holderOfVisit(visit)!;
    expect(fields.familyName).toMatchObject({ from: ['chip', 'reader'], confirm: true });
    expect(fields.birthDate).toMatchObject({ confirm: false });
  });

  describe('and that no known state signed', () => {
    const quality: Check = { check: 'portrait-quality', outcome: 'passed', reason: 'good', facts: {} };
    const unproven = chipRead({ 'passive-authentication': 'not-checked' });
    const withQuality = unproven.type === 'chip.read' && {
      ...unproven,
      checks: [...unproven.checks, quality],
    };
    if (!withQuality) throw new Error('no chip');

    it('does not take the place of the page’s portrait', () => {
      const { visit, checks } = beyond(withQuality);
      expect(portraitOf(visit.document!)).toEqual({ ref: 'portrait', from: 'page' });
      expect(checks['portrait-source']).toBe('passed page-image');
      expect(checks['portrait-quality']).toBeUndefined();
    });

    it('is compared with where there is no page, which a person is told', () => {
      const toPage = until('page.scanned');
      const commands: Command[] = [
        ...toPage,
        { type: 'page.not-scanned', reason: 'no-scanner' },
        withQuality,
      ];
      const { visit } = walk(commands, withReader);
      const made = checkRead(visit!);
      expect(portraitOf(visit!.document!)).toEqual({ ref: 'chip-portrait', from: 'chip' });
      expect(verdictsOf(made)).toMatchObject({
        'portrait-source': 'not-checked chip-not-proven',
        'portrait-quality': 'passed good',
      });
      for (const policy of [standard, simulation])
        expect(decideByPolicy(made, policy).because).toContain('portrait-source');
    });
  });

  it('is forgotten with its document', () => {
    const { visit } = beyond(chipRead(), { type: 'document.read-again' });
    expect(visit).toMatchObject({ step: 'document-reading', document: null });
    expect(visit.checks).toEqual([]);
  });
});

describe('a chip that something speaks against', () => {
  it.each(['chip-access', 'passive-authentication', 'chip-authentication', 'mrz-chip-match'] as const)(
    '%s: nothing of it is used',
    (check) => {
      const { visit, checks } = beyond(chipRead({ [check]: 'failed' }));
      expect(checks[check]).toBe('failed x');
      expect(checks['portrait-source']).toBe('passed page-image');
      expect(holderOfVisit(visit)?.fields.familyName?.from).toEqual(['reader']);
      expect(evidenceStrengthOf(checkRead(visit))).toBe('FAIR');
    },
  );
});

it.each([standard, simulation])(
  'opened in another way than the state meant is for a person: $id',
  (policy) => {
    const rest = policy.rules.map(
      ({ check }) => ({ check, outcome: 'passed', reason: 'x', facts: {} }) as const,
    );
    const { visit } = beyond(chipRead({ 'chip-access': 'failed' }));
    const made = checkRead(visit).filter(
      ({ check }) => check.includes('chip') || check.startsWith('passive'),
    );
    const others = rest.filter(({ check }) => !made.some((one) => one.check === check));
    const { outcome, because } = decideByPolicy([...made, ...others], policy);
    expect(outcome).toBe('refer');
    expect(because).toContain('chip-access');
  },
);

it('can be skipped, once, and only while it is asked for', () => {
  const { visit, checks, refusals } = beyond({ type: 'document.skip-chip' }, { type: 'document.skip-chip' });
  expect(visit.step).toBe('document-review');
  expect(checks['mrz-chip-match']).toBe('not-checked skipped');
  expect(refusals).toEqual(['visit/not-at-this-step']);
});

it('too late, is nobody’s', () => {
  const { visit, events } = beyond({ type: 'document.skip-chip' }, chipRead(), {
    type: 'chip.not-read',
    reason: 'x',
  });
  expect(events.at(-1)?.type).toBe('ChipSkipped');
  expect(visit.document?.chip).toEqual({ missing: 'skipped' });
});

describe('the list of checks', () => {
  it('always names the four sums, and their steps behind them when they were made', () => {
    const step = { check: 'chip-signer-chain', outcome: 'passed', reason: 'x', facts: {} } as const;
    const names = completeChecks([step]).map(({ check }) => check);
    expect(names.slice(names.indexOf('chip-access'), names.indexOf('visual-zone-match'))).toEqual([
      'chip-access',
      'passive-authentication',
      'chip-signer-chain',
      'chip-authentication',
      'mrz-chip-match',
    ]);
    expect(completeChecks([]).map(({ check }) => check)).not.toContain('chip-signer-chain');
  });
});

describe('a proof by an old list', () => {
  const all = (listDays: number): Check[] => {
    const { visit } = beyond(chipRead());
    const made = checkRead(visit).map((one) =>
      one.check === 'passive-authentication' ? { ...one, facts: { listDays } } : one,
    );
    const rest = standard.rules.filter(({ check }) => !made.some((one) => one.check === check));
    return [
      ...made,
      ...rest.map(({ check }) => ({ check, outcome: 'passed' as const, reason: 'x', facts: {} })),
    ].map((one) => (one.check === 'details-match' ? { ...one, outcome: 'passed' as const } : one));
  };

  it('is what the policy makes of it', () => {
    expect(decideByPolicy(all(90), standard).outcome).toBe('accept');
    const old = decideByPolicy(all(91), standard);
    expect(old).toMatchObject({ outcome: 'refer', because: ['passive-authentication'] });
    expect(decideByPolicy(all(91), { ...standard, oldTrustList: 'accept' }).outcome).toBe('accept');
  });
});

it('leads a verified passport to the offer by the standard policy, when all else is right', () => {
  const passed = (check: Check['check']): Check => ({ check, outcome: 'passed', reason: 'x', facts: {} });
  const face = ['face-quality', 'face-match', 'liveness', 'camera-genuine'] as const;
  const rest = commandsToOffer().slice(toChip.length);
  const commands = [...toChip, chipRead(), ...rest].map((command) =>
    command.type === 'face.compared' ? { ...command, checks: face.map(passed) } : command,
  );
  const { visit } = walk(commands, contextWith({ chipReader: true, policy: standard }));
  expect(visit).toMatchObject({
    step: 'offer',
    decision: { outcome: 'accept', evidenceStrength: 'SUPERIOR', by: 'policy' },
  });
});
