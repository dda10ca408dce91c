import { readFileSync } from 'node:fs';
import { type Check, type DocumentType, documentField } from '../../../contract/index.ts';
import { composeTd3 } from '../../documents/mrz/index.ts';

export type { Command } from '../index.ts';

import {
  type Command,
  type Context,
  decide,
  evolve,
  type PageReadBody,
  policy,
  profile,
  type Visit,
  type VisitEvent,
} from '../index.ts';

const resource = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../../../resources/${path}.json`, import.meta.url), 'utf8'));

export const simulation = policy.parse(resource('policies/simulation'));
export const standard = policy.parse(resource('policies/standard'));
export const selfService = profile.parse(resource('profiles/self-service'));
export const attended = profile.parse(resource('profiles/attended'));
export const offline = profile.parse(resource('profiles/offline'));

export const termsHash = 'a'.repeat(64);
export const biometricHash = 'b'.repeat(64);

export function contextWith(changes: Partial<Context> = {}): Context {
  return {
    now: Date.parse('2026-11-23T12:00:00Z'),
    profile: selfService,
    policy: simulation,
    simulated: true,
    chipReader: false,
    languages: ['en', 'de', 'ar'],
    defaultLanguage: 'en',
    wallets: ['microsoft-authenticator', 'other'],
    consents: {
      terms: { id: 'terms', version: '1', hash: termsHash },
      biometric: { id: 'biometric', version: '1', hash: biometricHash },
    },
    ticket: 'ABC-234',
    ...changes,
  };
}

/** A passport of nobody, valid until 2032 unless told otherwise. */
export const passport = (changes: Partial<Parameters<typeof composeTd3>[0]> = {}) => [
  ...composeTd3({
    issuer: 'UTO',
    primary: 'Lindqvist',
    secondary: 'Maja Elin',
    documentNumber: 'X1234567',
    nationality: 'UTO',
    birthDate: '1988-04-17',
    sex: 'F',
    expiryDate: '2032-04-16',
    ...changes,
  }),
];

export const goodFace: Check[] = [
  { check: 'face-quality', outcome: 'passed', reason: 'good', facts: {} },
  { check: 'face-match', outcome: 'passed', reason: 'same-person', facts: { score: 0.3, threshold: 0.525 } },
];

/** A visitor who looks at everything. */
export const everyField = documentField.options;

/** A side examined: nothing on it can be read unless told otherwise. */
export function pageRead(page: string, changes: Partial<PageReadBody> = {}): Command {
  return {
    type: 'page.read',
    page,
    uprightRef: `${page}-upright`,
    zone: null,
    barcodes: [],
    problem: null,
    quality: { sharpness: 0.9, glare: 0, dotsPerInch: 300 },
    certain: true,
    portraitWindow: null,
    ...changes,
  };
}

/** The way to the reader with a document of this kind, of Utopia unless told otherwise. */
export function chosen(documentType: DocumentType, country = 'UTO'): Command[] {
  return until('document.lines').map(
    (command): Command =>
      command.type === 'document.choose' ? { ...command, documentType, country } : command,
  );
}

/** The commands that lead a visitor from the first screen to the offer, in order. */
export function commandsToOffer(): Command[] {
  return [
    { type: 'visit.start' },
    { type: 'visit.set-language', language: 'en' },
    { type: 'wallet.confirm', wallet: 'other' },
    { type: 'visit.continue', step: 'pairing' },
    { type: 'visit.continue', step: 'introduction' },
    { type: 'details.submit', givenNames: 'Maja', familyName: 'Lindqvist', email: 'maja@example.org' },
    { type: 'consent.give', terms: true, biometric: true, termsHash, biometricHash },
    { type: 'document.choose', country: 'UTO', documentType: 'passport' },
    { type: 'visit.continue', step: 'document-guidance' },
    { type: 'document.lines', source: 'reader', lines: passport() },
    { type: 'page.scanned', source: 'scanner', ref: 'page', mediaType: 'image/jpeg', dotsPerInch: 300 },
    pageRead('page'),
    { type: 'portrait.cropped', ref: 'portrait', checks: [], uprightRef: null },
    { type: 'document.submit', confirmed: everyField },
    { type: 'visit.continue', step: 'face-guidance' },
    { type: 'selfie.taken', refs: ['selfie'] },
    { type: 'face.compared', problem: null, checks: goodFace },
  ];
}

export interface Walk {
  visit: Visit | null;
  events: VisitEvent[];
  refusals: string[];
}

/** Sends commands one after another, as the runner would. */
export function walk(
  commands: readonly Command[],
  context = contextWith(),
  from: Walk = { visit: null, events: [], refusals: [] },
): Walk {
  const walked: Walk = { visit: from.visit, events: [...from.events], refusals: [...from.refusals] };
  for (const command of commands) {
    const verdict = decide(walked.visit, command, context);
    if ('refusal' in verdict) {
      walked.refusals.push(verdict.refusal);
      continue;
    }
    walked.visit = verdict.events.reduce(evolve, walked.visit);
    walked.events.push(...verdict.events);
  }
  return walked;
}

/** Up to, and without, the first command of this type. */
export function until(type: Command['type'], commands = commandsToOffer()): Command[] {
  return commands.slice(
    0,
    commands.findIndex((command) => command.type === type),
  );
}
