import { type Mrz, parseMrz } from '../../mrz/index.ts';
import { readDg1 } from '../data-groups/index.ts';
import { understood } from '../errors.ts';
import { failed, notChecked, passed, type Verdict } from '../passive-authentication/index.ts';

function differing(a: Mrz, b: Mrz): string[] {
  const names = new Set([...Object.keys(a.fields), ...Object.keys(b.fields)] as (keyof Mrz['fields'])[]);
  return [...names].filter((name) => a.fields[name] !== b.fields[name]);
}

/**
 * Compares the zone in DG1 with the printed one, character by character. Where they differ the facts name the fields,
 * never what is in them.
 * @param printed null when no zone was read
 */
export function matchZone(dg1: Uint8Array | undefined, printed: readonly string[] | null): Verdict {
  if (!dg1) return notChecked('no-dg1');
  if (!printed) return notChecked('no-printed-zone');
  const lines = understood(() => readDg1(dg1).lines);
  if (!lines) return failed('dg1-malformed');
  if (lines.join('\n') === printed.join('\n')) return passed('zones-equal');
  const [inChip, onPage] = [parseMrz([...lines]), parseMrz([...printed])];
  if (inChip.kind !== 'mrz' || onPage.kind !== 'mrz' || inChip.format !== onPage.format) {
    return failed('zones-differ', { fields: 'all' });
  }
  return failed('zones-differ', { fields: differing(inChip, onPage).join(' ') });
}
