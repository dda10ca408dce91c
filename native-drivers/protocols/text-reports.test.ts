import { describe, expect, it } from 'vitest';
import { textReports } from '../testing/text-reports.ts';
import { type TextReportLayout, textReportDecoder } from './text-reports.ts';

const counted: TextReportLayout = { reportId: 1, lengthAt: 1, textAt: 2, end: 3 };
const layouts: [string, TextReportLayout][] = [
  ['a length and an end mark', counted],
  ['a length', { ...counted, end: null }],
  ['an end mark', { ...counted, lengthAt: null, textAt: 1 }],
  ['neither', { reportId: 7, lengthAt: null, textAt: 4, end: null }],
  ['no report IDs', { reportId: null, lengthAt: 0, textAt: 1, end: 13 }],
];
const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
/** Full reports, one byte less and one more are where an end is missed. */
const texts = ['A', 'B'.repeat(28), 'C'.repeat(29), 'D'.repeat(30), 'E'.repeat(60), 'F'.repeat(88)];

describe('text in reports', () => {
  it.each(layouts)('with %s is joined, whatever its length', (_, layout) => {
    const decoder = textReportDecoder(layout);
    for (const text of [...texts, ...texts]) {
      const steps = textReports(ascii(text), layout).map(decoder.push);
      expect(steps.slice(0, -1).every(({ kind }) => kind === 'part')).toBe(true);
      expect(steps.at(-1)).toEqual({ kind: 'message', bytes: ascii(text), symbology: '' });
      expect(decoder.pending).toBe(false);
    }
  });

  it('is not in reports of another ID, nor in empty ones', () => {
    const decoder = textReportDecoder(counted);
    expect(decoder.push(Uint8Array.of(2, 1, 0x41))).toEqual({ kind: 'ignored' });
    expect(decoder.push(new Uint8Array([1, 0, 0, 0]))).toEqual({ kind: 'ignored' });
    expect(decoder.push(Uint8Array.of())).toEqual({ kind: 'ignored' });
    expect(decoder.push(Uint8Array.of(1, 1, 0x41))).toEqual({ kind: 'part' });
    expect(decoder.push(Uint8Array.of(2, 1, 0x42))).toEqual({ kind: 'ignored' });
    expect(decoder.push(Uint8Array.of(1, 1, 3))).toMatchObject({ kind: 'message', bytes: ascii('A') });
  });

  it('is dropped when a report is too short, says too much, or never ends', () => {
    const decoder = textReportDecoder(counted);
    decoder.push(Uint8Array.of(1, 1, 0x41));
    expect(decoder.push(Uint8Array.of(1))).toEqual({ kind: 'malformed', reason: 'report-length' });
    expect(decoder.pending).toBe(false);
    expect(decoder.push(Uint8Array.of(1, 5, 0x41))).toEqual({ kind: 'malformed', reason: 'data-length' });
    const long = Uint8Array.of(1, 60, ...Array(60).fill(0x41));
    const kinds = Array.from({ length: 200 }, () => decoder.push(long).kind);
    expect(kinds).toContain('malformed');
    expect(kinds.indexOf('malformed')).toBeLessThan(140);
  });
});
