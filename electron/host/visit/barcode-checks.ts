import type { Check } from '../../contract/index.ts';
import type { BarcodeResult } from '../documents/barcode/index.ts';

/**
 * Whether the barcode is put together as its standard has it: an AAMVA licence with every element its version makes
 * mandatory, or a whole copy of the zone. Says nothing of genuineness: neither has a signature, and a seal's is not verified.
 */
export function checkBarcodeStructure(barcode: BarcodeResult | null): Check {
  const of = (outcome: Check['outcome'], reason: string, facts: Check['facts'] = {}): Check => ({
    check: 'barcode-structure',
    outcome,
    reason,
    facts,
  });
  if (!barcode) return of('not-checked', 'no-barcode');
  switch (barcode.kind) {
    case 'aamva': {
      const facts = {
        kind: 'aamva',
        version: barcode.version ?? 'unknown',
        missing: barcode.missing.join(' '),
        departures: barcode.quirks.join(' '),
      };
      if (!barcode.valid) return of('failed', 'malformed', facts);
      return barcode.missing.length > 0
        ? of('failed', 'elements-missing', facts)
        : of('passed', 'well-formed', facts);
    }
    case 'mrz-copy':
      return of('passed', 'well-formed', { kind: 'mrz-copy', format: barcode.mrz.format });
    case 'vds':
      return of('not-checked', 'seal-not-verified', { kind: 'vds' });
    case 'not-document':
      return barcode.reason === 'unknown-content'
        ? of('not-checked', 'unknown-content')
        : of('failed', 'malformed', { nearest: barcode.reason });
  }
}
