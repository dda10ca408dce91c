import fc from 'fast-check';
import { type Command, type Context, decide, evolve, type Visit, type VisitEvent } from '../index.ts';
import { identityCard, licence } from './documents.ts';
import {
  attended,
  biometricHash,
  chosen,
  commandsToOffer,
  contextWith,
  everyField,
  goodFace,
  offline,
  pageRead,
  passport,
  selfService,
  simulation,
  standard,
  termsHash,
  until,
} from './fixtures.ts';

const steps = [
  'language',
  'pairing',
  'introduction',
  'document-guidance',
  'document-reading',
  'face-guidance',
  'face-capture',
  'success',
  'referred',
  'refused',
] as const;
const anyStep = fc.constantFrom(...steps);

const scanned = (ref: string): Command => ({
  type: 'page.scanned',
  source: 's',
  ref,
  mediaType: 'image/jpeg',
  dotsPerInch: 300,
});
const zone = (lines: readonly string[], changes: object = {}) => ({
  zone: {
    outcome: 'read' as const,
    lines: [...lines],
    repairs: [],
    confidence: 0.98,
    reason: null,
    ...changes,
  },
});
export const repairedZone = zone(passport(), {
  outcome: 'repaired',
  repairs: [{ line: 1, position: 3, from: 'O', to: '0' }],
});
const onPage = (text: string) => ({ barcodes: [{ symbology: 'PDF417', text, bytes: btoa(text) }] });
const portrait: Command = { type: 'portrait.cropped', ref: 'portrait', checks: [], uprightRef: null };
const barcode = (text: string, scanner = true): Command => ({
  type: 'document.barcode',
  source: 'b',
  text,
  aim: ']L2',
  scanner,
});
/** A chip that nothing speaks against, unless told otherwise. */
export const chipRead = (changes: Partial<Record<string, 'failed' | 'not-checked'>> = {}): Command => ({
  type: 'chip.read',
  at: Date.parse('2026-11-23T12:00:00Z'),
  checks: (['chip-access', 'passive-authentication', 'chip-authentication', 'mrz-chip-match'] as const).map(
    (check) => ({ check, outcome: changes[check] ?? 'passed', reason: 'x', facts: {} }),
  ),
  zone: passport(),
  names: { familyName: 'LINDQVIST', givenNames: 'MAJA ELIN' },
  portraitRef: 'chip-portrait',
  files: [],
});
const scan: Command = { type: 'document.scan' };

const toTheEnd: Command[] = [
  { type: 'document.submit', confirmed: everyField },
  { type: 'visit.continue', step: 'face-guidance' },
  { type: 'selfie.taken', refs: ['selfie'] },
  { type: 'face.compared', problem: null, checks: goodFace },
];

/** Visits that go well, with each kind of document. */
export const straightWays: readonly (readonly Command[])[] = [
  commandsToOffer(),
  [...until('document.submit'), chipRead(), ...toTheEnd],
  [...chosen('passport'), scan, scanned('p'), pageRead('p', zone(passport())), portrait, ...toTheEnd],
  [...chosen('passport'), scan, scanned('p'), pageRead('p', repairedZone), portrait, ...toTheEnd],
  [
    ...chosen('identity-card'),
    ...[scan, scanned('f'), pageRead('f'), portrait],
    ...[scan, scanned('b'), pageRead('b', zone(identityCard()))],
    ...toTheEnd,
  ],
  [
    ...chosen('driving-licence', 'USA'),
    ...[scan, scanned('f'), pageRead('f'), portrait],
    ...[scan, scanned('b'), pageRead('b', onPage(licence()))],
    ...toTheEnd,
  ],
  [
    ...chosen('driving-licence', 'USA'),
    ...[barcode(licence()), scan, scanned('f'), pageRead('f'), portrait],
    ...toTheEnd,
  ],
];

const chip: Command[] = [
  chipRead(),
  chipRead({ 'passive-authentication': 'not-checked' }),
  chipRead({ 'passive-authentication': 'failed' }),
  chipRead({ 'chip-authentication': 'failed' }),
  chipRead({ 'chip-access': 'failed' }),
  { type: 'chip.not-read', reason: 'no-answer' },
  { type: 'document.skip-chip' },
  { type: 'document.read-chip', can: null },
  { type: 'document.read-chip', can: '123456' },
];

const reading: Command[] = [
  scan,
  { type: 'document.skip-side' },
  { type: 'document.read-again' },
  { type: 'document.lines', source: 'r', lines: ['NOPE'] },
  { type: 'document.lines', source: 'r', lines: passport() },
  { type: 'document.lines', source: 'r', lines: identityCard() },
  { type: 'document.lines', source: 'r', lines: passport({ expiryDate: '2020-01-01' }) },
  { type: 'document.failed', problem: 'device', fault: 'device/busy' },
  barcode(licence()),
  barcode(licence(), false),
  barcode(licence({ DBA: '01022020' })),
  scanned('p'),
  scanned('f'),
  { type: 'page.not-scanned', reason: 'no-scanner' },
  { type: 'page.not-scanned', reason: 'device/no-document' },
  ...['p', 'f'].flatMap((page) => [
    pageRead(page),
    pageRead(page, zone(passport())),
    pageRead(page, zone(identityCard())),
    pageRead(page, repairedZone),
    pageRead(page, onPage(licence())),
    pageRead(page, { problem: 'no-page', uprightRef: null }),
    pageRead(page, { problem: 'glare' }),
  ]),
  portrait,
  { type: 'portrait.missing', reason: 'no-face' },
  ...chip,
  { type: 'document.submit', confirmed: [] },
  { type: 'document.submit', confirmed: everyField },
];

const ofOffers: Command[] = [
  { type: 'offer.created', offerId: 'o', offerUri: 'u', txCode: null, createdAt: 0, expiresAt: 1, forms: 3 },
  { type: 'offer.failed', code: 'issuer/x' },
  { type: 'offer.given-before', offerId: 'o', state: 'issued', confirmed: true },
  { type: 'offer.renew' },
  { type: 'offer.progressed', offerId: 'o', state: 'expired', triesLeft: null },
  { type: 'offer.progressed', offerId: 'o', state: 'scanned', triesLeft: null },
  { type: 'offer.progressed', offerId: 'o', state: 'deferred', triesLeft: null, collectUntil: 9 },
  { type: 'offer.progressed', offerId: 'o', state: 'issued', triesLeft: null },
  { type: 'offer.progressed', offerId: 'o', state: 'issued', triesLeft: null, confirmed: true },
  { type: 'offer.progressed', offerId: 'o', state: 'refused', triesLeft: null },
  { type: 'offer.other' },
  { type: 'offer.disown' },
  { type: 'offer.unconfirmed' },
  { type: 'offer.withdrawn', outcome: 'not-revocable' },
  { type: 'visit.continue', step: 'offer' },
  { type: 'staff.renew-offer' },
  { type: 'staff.confirm-offer', received: false },
  { type: 'offer.withdrawn', outcome: 'revoked' },
];

const atTheOffer: Command[] = [
  { type: 'proof.resolved', outcome: 'presented', reason: 'x' },
  { type: 'visit.call-staff' },
  { type: 'staff.observe', genuine: true, samePerson: true },
  { type: 'staff.decide', outcome: 'accept', reason: 'seen' },
];

/** What seldom comes about by chance, and changes what may follow. */
const togetherAtTheOffer: Command[][] = [
  [{ type: 'offer.other' }, { type: 'offer.failed', code: 'credentials/issued-before' }],
  [{ type: 'offer.other' }, { type: 'offer.given-before', offerId: 'o', state: 'issued', confirmed: false }],
  [{ type: 'offer.other' }, { type: 'offer.given-before', offerId: 'o', state: 'refused', confirmed: false }],
  [
    { type: 'offer.progressed', offerId: 'o', state: 'issued', triesLeft: null },
    { type: 'offer.progressed', offerId: 'o', state: 'refused', triesLeft: null },
  ],
  atTheOffer.slice(1),
];

const anyOther: Command[] = [
  { type: 'staff.start-visit' },
  { type: 'visit.call-staff' },
  { type: 'visit.cancel' },
  { type: 'visit.time-out' },
  { type: 'visit.close' },
  { type: 'face.decline' },
  { type: 'face.compared', problem: 'not-matched', checks: [{ ...goodFace[1]!, outcome: 'failed' }] },
  { type: 'face.compared', problem: 'no-face', checks: [] },
  { type: 'face.compared', problem: 'engine', checks: [] },
  { type: 'consent.give', terms: true, biometric: false, termsHash, biometricHash },
  ...ofOffers,
  { type: 'proof.resolved', outcome: 'not-checked', reason: 'x' },
  { type: 'staff.observe', genuine: true, samePerson: true },
  { type: 'staff.decide', outcome: 'accept', reason: 'seen' },
  { type: 'staff.decide', outcome: 'refuse', reason: 'seen' },
  { type: 'staff.cancel-visit' },
  { type: 'staff.take-over' },
  { type: 'staff.open-ticket', visit: 'v' },
  { type: 'visit.expire-ticket' },
];

/** Any command at all; those that lead on are drawn more often, so that the walks get somewhere. */
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...straightWays.flat()) },
  { weight: 4, arbitrary: fc.constantFrom(...reading) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('visit.continue' as const), step: anyStep }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('visit.back' as const), step: anyStep }) },
  { weight: 2, arbitrary: fc.constantFrom(...anyOther) },
);

export interface AnyWalk {
  context: Context;
  commands: Command[];
}

/** Most walks begin somewhere along a straight way. */
export const anyWalk: fc.Arbitrary<AnyWalk> = fc
  .record({
    profile: fc.constantFrom(selfService, attended, offline),
    policy: fc.constantFrom(simulation, standard),
    way: fc.constantFrom(...straightWays),
    chipReader: fc.boolean(),
    head: fc.oneof(fc.nat({ max: 24 }), fc.constant(24)),
    tail: fc.array(anyCommand, { maxLength: 40 }),
  })
  .map(({ profile, policy, chipReader, way, head, tail }) => ({
    context: contextWith({ profile, policy, chipReader }),
    commands: [...way.slice(0, head), ...tail],
  }));

/** Walks that stay with the offer; the one that is made can be had in three forms. */
export const anyOffering: fc.Arbitrary<AnyWalk> = fc
  .record({
    profile: fc.constantFrom(selfService, attended, offline),
    tail: fc.array(
      fc.oneof(
        fc.constantFrom(...ofOffers, ...atTheOffer).map((command) => [command]),
        fc.constantFrom(...togetherAtTheOffer),
      ),
      { maxLength: 20 },
    ),
  })
  .map(({ profile, tail }) => ({
    context: contextWith({ profile }),
    commands: [...commandsToOffer(), ...tail.flat()].map(
      (command): Command =>
        command.type === 'visit.start' && profile === attended ? { type: 'staff.start-visit' } : command,
    ),
  }));

/** Walks that stay with the reading of a document. */
export const anyReading: fc.Arbitrary<AnyWalk> = fc
  .record({
    policy: fc.constantFrom(simulation, standard),
    type: fc.constantFrom(...selfService.documentTypes),
    chipReader: fc.boolean(),
    tail: fc.array(fc.constantFrom(...reading), { maxLength: 30 }),
  })
  .map(({ policy, type, chipReader, tail }) => ({
    context: contextWith({ policy, chipReader }),
    commands: [...chosen(type), ...tail],
  }));

/** Sends the commands as the runner would, and shows every change. */
export function follow(
  { context, commands }: AnyWalk,
  each: (before: Visit | null, after: Visit | null, events: VisitEvent[], log: VisitEvent[]) => void,
) {
  let visit: Visit | null = null;
  let log: VisitEvent[] = [];
  for (const command of commands) {
    const verdict = decide(visit, command, context);
    if ('refusal' in verdict) continue;
    const before = visit;
    if (verdict.events[0]?.type === 'VisitStarted') [visit, log] = [null, []];
    visit = verdict.events.reduce(evolve, visit);
    log = [...log, ...verdict.events];
    each(before, visit, verdict.events, log);
  }
}
