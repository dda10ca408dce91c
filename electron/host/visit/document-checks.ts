import type { Check, DocumentType } from '../../contract/index.ts';
import { type Mrz, transliterateName } from '../documents/mrz/index.ts';
import type { Details, Visit } from './state.ts';

/**
 * The optical checks of a document that its lines alone allow. Nothing here speaks of genuineness: a well-formed zone
 * can be printed by anyone.
 */
export function checkDocument(
  mrz: Mrz,
  input: {
    at: number;
    choice: { country: string; documentType: DocumentType } | null;
    details: Details | null;
    page: boolean;
    portrait: boolean;
  },
): Check[] {
  return [
    checkDigits(mrz),
    checkExpiry(mrz, input.at),
    checkChoice(mrz, input.choice),
    checkDetails(mrz, input.details),
    {
      check: 'visual-zone-match',
      outcome: 'not-checked',
      reason: input.page ? 'page-text-not-read' : 'no-page-image',
      facts: {},
    },
    input.portrait
      ? { check: 'portrait-source', outcome: 'passed', reason: 'page-image', facts: { source: 'page-image' } }
      : { check: 'portrait-source', outcome: 'not-checked', reason: 'no-portrait', facts: {} },
  ];
}

/** ICAO Doc 9303-3 §4.9. A layout without check digits is not checked, which is not the same as passed. */
function checkDigits(mrz: Mrz): Check {
  const failed = mrz.checks.filter((one) => one.outcome === 'failed').map((one) => one.name);
  const facts = { format: mrz.format, made: mrz.checks.length, failed: failed.join(' ') };
  if (mrz.checks.length === 0)
    return { check: 'mrz-check-digits', outcome: 'not-checked', reason: 'layout-has-none', facts };
  return failed.length > 0 || !mrz.valid
    ? {
        check: 'mrz-check-digits',
        outcome: 'failed',
        reason: failed.length > 0 ? 'check-digit' : 'field',
        facts,
      }
    : { check: 'mrz-check-digits', outcome: 'passed', reason: 'all-right', facts };
}

/** A document is valid through the whole of its last day, wherever on earth that day ends (UTC−12). */
export function isExpired(mrz: Mrz, at: number): boolean | null {
  const expiry = mrz.fullDates.expiryDate;
  if (expiry?.precision !== 'day') return null;
  const end = Date.parse(`${expiry.text}T00:00:00-12:00`) + 86_400_000;
  return at >= end;
}

function checkExpiry(mrz: Mrz, at: number): Check {
  const expired = isExpired(mrz, at);
  if (expired === null)
    return { check: 'document-expiry', outcome: 'not-checked', reason: 'no-full-date', facts: {} };
  return expired
    ? { check: 'document-expiry', outcome: 'failed', reason: 'expired', facts: {} }
    : { check: 'document-expiry', outcome: 'passed', reason: 'in-date', facts: {} };
}

/** Whether the zone belongs to a document of the kind the visitor said they would show. */
export function typeOfMrz(mrz: Mrz): DocumentType | null {
  const code = mrz.fields.documentCode;
  if (mrz.format === 'TD3') return code.startsWith('P') ? 'passport' : null;
  if (mrz.format === 'FRA_DL' || mrz.format === 'CHE_DL') return 'driving-licence';
  if (mrz.format === 'FRA_ID' || mrz.format === 'SVK_ID_34') return 'identity-card';
  if (mrz.format === 'TD1' || mrz.format === 'TD2') {
    if (/^(IR|AR|RP|IT|IP)$/.test(code)) return 'residence-permit';
    return code.startsWith('I') || code.startsWith('A') || code.startsWith('C') ? 'identity-card' : null;
  }
  return null;
}

function checkChoice(mrz: Mrz, choice: { country: string; documentType: DocumentType } | null): Check {
  if (!choice)
    return { check: 'document-choice-match', outcome: 'not-checked', reason: 'nothing-chosen', facts: {} };
  const sameType = typeOfMrz(mrz) === choice.documentType;
  const sameCountry = mrz.fields.issuer === choice.country;
  const facts = { type: sameType, country: sameCountry };
  return sameType && sameCountry
    ? { check: 'document-choice-match', outcome: 'passed', reason: 'same', facts }
    : {
        check: 'document-choice-match',
        outcome: 'failed',
        reason: sameType ? 'other-country' : 'other-type',
        facts,
      };
}

/**
 * Compares typed names with the zone in the zone's own alphabet (Doc 9303-3 §6). The zone may be cut, and people
 * leave middle names out: every typed given name must open one of the zone's, and the family name must agree up to
 * the cut.
 */
function checkDetails(mrz: Mrz, details: Details | null): Check {
  if (!details) return { check: 'details-match', outcome: 'not-checked', reason: 'nothing-typed', facts: {} };
  const family = wordsOf(details.familyName)?.join(' ');
  const given = wordsOf(details.givenNames);
  if (family === undefined || !given) {
    return { check: 'details-match', outcome: 'not-checked', reason: 'other-script', facts: {} };
  }
  const cut = mrz.fields.truncatedPossible;
  const zoneGiven = (mrz.fields.secondary ?? '').split(' ').filter(Boolean);
  const familyAgrees =
    family === mrz.fields.primary ||
    (cut && mrz.fields.primary.length > 2 && family.startsWith(mrz.fields.primary));
  const givenAgrees =
    given.length > 0 &&
    given.every((word) =>
      zoneGiven.some((zone) => zone === word || (cut && zone === zoneGiven.at(-1) && word.startsWith(zone))),
    );
  const facts = { family: familyAgrees, given: givenAgrees };
  return familyAgrees && givenAgrees
    ? { check: 'details-match', outcome: 'passed', reason: 'same', facts }
    : {
        check: 'details-match',
        outcome: 'failed',
        reason: familyAgrees ? 'given-names' : 'family-name',
        facts,
      };
}

/** Null when a name is typed in a script that the zone's alphabet has no rule for. */
function wordsOf(name: string): string[] | null {
  try {
    return transliterateName(name).split(/[< ]+/).filter(Boolean);
  } catch {
    return null;
  }
}

/** The checks of the document the visit has read, submitted or not; none without one. */
export function checkRead({ document, choice, details }: Visit): Check[] {
  if (!document) return [];
  return checkDocument(document.mrz, {
    at: document.at,
    choice,
    details,
    page: document.page !== null && 'ref' in document.page,
    portrait: document.portrait !== null && 'ref' in document.portrait,
  });
}
