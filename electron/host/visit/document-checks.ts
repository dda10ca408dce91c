import type { Check, DocumentType } from '../../contract/index.ts';
import { type Holder, holderOf, mayBe, type Zone, zoneOf } from '../documents/holder/index.ts';
import { checkBarcodeStructure } from './barcode-checks.ts';
import { checksOfChip, isProven } from './chip.ts';
import { checkBarcodeDetails, checkBarcodeMatch, checkDetails } from './comparison-checks.ts';
import { isExpired, portraitOf, type ReadDocument, sourcesOf } from './document.ts';
import { mayHaveChip } from './stage.ts';
import type { Visit } from './state.ts';
import { checkDigits, checkZoneOnPage, checkZoneReading } from './zone-checks.ts';

/**
 * The checks of the document the visit has read, submitted or not; none without one. Of genuineness only the chip's speak: a
 * well-formed zone or barcode can be printed by anyone.
 */
export function checkRead({ document, choice, details, profile }: Visit): Check[] {
  if (!document) return [];
  const sources = sourcesOf(document);
  const holder = holderOf(sources, choice?.documentType ?? null);
  const zone = zoneOf(sources);
  const ofChip = checksOfChip(
    document.chip,
    whyNoChip(document, choice?.documentType ?? 'passport', profile),
  );
  const fromChip = portraitOf(document)?.from === 'chip';
  return [
    checkDigits(zone),
    checkZoneReading(zone, document),
    checkZoneOnPage(document),
    checkBarcodeStructure(sources.barcode),
    checkBarcodeMatch(zone?.mrz ?? null, sources.barcode),
    checkExpiry(holder, document.at),
    checkChoice(holder, choice),
    checkDetails(zone?.mrz ?? null, details),
    checkBarcodeDetails(sources.barcode, details),
    {
      check: 'visual-zone-match',
      outcome: 'not-checked',
      reason: document.pages.length > 0 ? 'page-text-not-read' : 'no-page-image',
      facts: {},
    },
    checkPortraitSource(document, zone),
    // How good a portrait is that nothing is compared with is no finding.
    ...ofChip.filter(({ check }) => fromChip || check !== 'portrait-quality'),
  ];
}

/** Why a chip that nobody asked for was not asked for. */
function whyNoChip(document: ReadDocument, type: DocumentType, { chip }: Visit['profile']): string {
  if (chip === 'off') return 'not-wanted';
  return mayHaveChip(document, type) ? 'not-read' : 'no-chip-expected';
}

/**
 * Where the portrait was taken from. Nothing but a person's look shows that two sides are of one card, so the facts say
 * whether it stands beside the data.
 */
function checkPortraitSource(document: ReadDocument, zone: Zone | null): Check {
  const { portrait, pages, barcode, chip } = document;
  const source = { source: 'chip' };
  if (portraitOf(document)?.from === 'chip')
    return isProven(chip)
      ? { check: 'portrait-source', outcome: 'passed', reason: 'chip', facts: source }
      : { check: 'portrait-source', outcome: 'not-checked', reason: 'chip-not-proven', facts: source };
  if (!portrait || !('ref' in portrait))
    return { check: 'portrait-source', outcome: 'not-checked', reason: 'no-portrait', facts: {} };
  const data = zone
    ? pages.find(({ findings }) => findings?.zone?.mrz === zone.mrz)?.ref
    : (barcode?.page ?? undefined);
  const side = data === undefined ? 'not-told' : data === portrait.page ? 'with-the-data' : 'another';
  const facts = { source: 'page-image', side };
  return { check: 'portrait-source', outcome: 'passed', reason: 'page-image', facts };
}

function checkExpiry({ fields: { expiryDate } }: Holder, at: number): Check {
  const day = expiryDate?.value.length === 10 ? expiryDate : null;
  const expired = day && isExpired({ text: day.value, precision: 'day' }, at);
  if (!day || expired === null)
    return { check: 'document-expiry', outcome: 'not-checked', reason: 'no-full-date', facts: {} };
  const facts = { source: day.from.join(' ') };
  return expired
    ? { check: 'document-expiry', outcome: 'failed', reason: 'expired', facts }
    : { check: 'document-expiry', outcome: 'passed', reason: 'in-date', facts };
}

/** Whether the document is of the kind and the state that the visitor said they would show. */
function checkChoice(
  { documentType, fields }: Holder,
  choice: { country: string; documentType: DocumentType } | null,
): Check {
  const of = (outcome: Check['outcome'], reason: string, facts: Check['facts'] = {}): Check => ({
    check: 'document-choice-match',
    outcome,
    reason,
    facts,
  });
  if (!choice) return of('not-checked', 'nothing-chosen');
  const sameType = documentType === choice.documentType;
  const sameCountry = fields.issuer?.value === choice.country;
  const facts = { type: sameType, country: sameCountry };
  if (!mayBe(documentType, choice.documentType)) return of('failed', 'other-type', facts);
  if (!sameCountry)
    return fields.issuer ? of('failed', 'other-country', facts) : of('not-checked', 'no-issuer', facts);
  return sameType ? of('passed', 'same', facts) : of('not-checked', 'kind-of-card-not-told', facts);
}
