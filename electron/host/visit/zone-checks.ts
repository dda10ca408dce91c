import type { Check } from '../../contract/index.ts';
import type { Zone } from '../documents/holder/index.ts';
import type { Mrz } from '../documents/mrz/index.ts';
import { isProven } from './chip.ts';
import type { ReadDocument } from './document.ts';

/** ICAO Doc 9303-3 §4.9. A layout without check digits is not checked, which is not the same as passed. */
export function checkDigits(zone: Zone | null): Check {
  if (!zone) return { check: 'mrz-check-digits', outcome: 'not-checked', reason: 'no-zone', facts: {} };
  const { mrz, source } = zone;
  const failed = mrz.checks.filter((one) => one.outcome === 'failed').map((one) => one.name);
  const facts = { format: mrz.format, made: mrz.checks.length, failed: failed.join(' '), source };
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

/**
 * Whether the zone was read without a correction, and without a character that may as well be another. A corrected one fits its check digits because it was made to; where is
 * told as `line:character`, counted from 1, never what. It is right when a chip that the state signed says the same.
 */
export function checkZoneReading(zone: Zone | null, document: ReadDocument): Check {
  const { pages } = document;
  const of = (outcome: Check['outcome'], reason: string, facts: Check['facts']): Check => ({
    check: 'mrz-reading',
    outcome,
    reason,
    facts,
  });
  if (!zone) return of('not-checked', 'no-zone', {});
  const { source, repairs } = zone;
  if (source === 'reader') {
    // Whoever can type at this station could have typed it.
    const typed = document.lines?.source.startsWith('wedge:');
    return of('passed', 'as-read', { source, ...(typed && { through: 'keyboard' }) });
  }
  const confidence = pages.find(({ findings }) => findings?.zone?.mrz === zone.mrz)?.findings?.zone
    ?.confidence;
  const facts = { source, ...(confidence === undefined ? {} : { confidence }) };
  if (repairs.length === 0) return of('passed', 'as-read', facts);
  if (isProven(document.chip)) return of('passed', 'same-as-chip', { ...facts, count: repairs.length });
  const where = repairs.map(({ line, position }) => `${line + 1}:${position + 1}`).join(' ');
  const changed = repairs.filter(({ why }) => why === 'changed').length;
  return of('not-checked', changed > 0 ? 'repaired' : 'doubtful', {
    ...facts,
    count: repairs.length,
    changed,
    where,
  });
}

/** The reader's lines beside the zone in the page's picture, character by character. */
export function checkZoneOnPage(document: ReadDocument): Check {
  const of = (outcome: Check['outcome'], reason: string, facts: Check['facts'] = {}): Check => ({
    check: 'mrz-page-match',
    outcome,
    reason,
    facts,
  });
  const lines = document.lines?.mrz;
  const zones = document.pages.flatMap(({ findings }) => findings?.zone ?? []);
  if (!lines) return of('not-checked', 'no-reader-lines');
  if (document.pages.length === 0) return of('not-checked', 'no-page-image');
  const read = zones.find(({ mrz, repairs }) => mrz && repairs.length === 0)?.mrz;
  if (read) {
    const differing = differences(lines, read);
    return differing.length === 0
      ? of('passed', 'same')
      : of('failed', 'different', { fields: differing.join(' ').slice(0, 200) });
  }
  if (zones.some(({ mrz }) => mrz)) return of('not-checked', 'page-zone-repaired');
  return of('not-checked', zones.length > 0 ? 'page-zone-unreadable' : 'no-zone-on-page');
}

/** Names of the fields that differ; `layout` when the two are not even of one kind, `other` for what is in no field. */
function differences(ours: Mrz, theirs: Mrz): string[] {
  if (ours.lines.join('\n') === theirs.lines.join('\n')) return [];
  if (ours.format !== theirs.format) return ['layout'];
  const names = Object.keys(ours.fields) as (keyof Mrz['fields'])[];
  const differing = names.filter((name) => ours.fields[name] !== theirs.fields[name]);
  return differing.length > 0 ? differing : ['other'];
}
