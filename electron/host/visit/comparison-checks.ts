import type { Check, CheckName } from '../../contract/index.ts';
import type { BarcodeResult } from '../documents/barcode/index.ts';
import { type Comparison, compareSources } from '../documents/holder/index.ts';
import type { Mrz } from '../documents/mrz/index.ts';
import type { Details } from './state.ts';

/** The zone beside the barcode of the same document. */
export function checkBarcodeMatch(zone: Mrz | null, barcode: BarcodeResult | null): Check {
  if (!zone) return unmade('barcode-match', 'no-zone');
  if (!barcode) return unmade('barcode-match', 'no-barcode');
  // A licence names no nationality, a zone may lack the number: what only one of them has is no finding.
  const both = compareSources({ mrz: zone, barcode }).filter(({ reason }) => reason !== 'missing');
  return ofComparisons('barcode-match', both);
}

/** What the visitor typed beside the zone. */
export function checkDetails(zone: Mrz | null, details: Details | null): Check {
  if (!details) return unmade('details-match', 'nothing-typed');
  if (!zone) return unmade('details-match', 'no-zone');
  return ofComparisons('details-match', namesOf(compareSources({ mrz: zone, details })));
}

/** What the visitor typed beside the barcode. */
export function checkBarcodeDetails(barcode: BarcodeResult | null, details: Details | null): Check {
  if (!details) return unmade('barcode-details-match', 'nothing-typed');
  if (!barcode) return unmade('barcode-details-match', 'no-barcode');
  return ofComparisons('barcode-details-match', namesOf(compareSources({ barcode, details })));
}

/** Of the fields that a comparison is made of the visitor typed only their names, and both of them. */
function namesOf(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.filter(({ field }) => field === 'familyName' || field === 'givenNames');
}

/**
 * One check of several fields: failed by any that differs, passed when every one agrees. The facts say the outcome of each
 * field, never what it says.
 */
function ofComparisons(check: CheckName, comparisons: readonly Comparison[]): Check {
  const facts = Object.fromEntries(
    comparisons.map(({ field, outcome, reason }) => [field, `${outcome} ${reason}`]),
  );
  const failed = comparisons.find(({ outcome }) => outcome === 'failed');
  if (failed) return { check, outcome: 'failed', reason: kebab(failed.field), facts };
  const open = comparisons.find(({ outcome }) => outcome === 'not-checked');
  if (open) return { check, outcome: 'not-checked', reason: open.reason, facts };
  return comparisons.length > 0
    ? { check, outcome: 'passed', reason: 'same', facts }
    : { check, outcome: 'not-checked', reason: 'nothing-in-common', facts };
}

function unmade(check: CheckName, reason: string): Check {
  return { check, outcome: 'not-checked', reason, facts: {} };
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
