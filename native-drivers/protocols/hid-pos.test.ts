import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import type { DecodeStep } from './decoder.ts';
import { hidPosDecoder, hidPosReports } from './hid-pos.ts';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const report = (bytes: number[], flags = 0) => {
  const whole = new Uint8Array(64);
  whole.set(bytes);
  whole[63] = flags;
  return whole;
};
const text = (step: DecodeStep) =>
  step.kind === 'message' ? Buffer.from(step.bytes).toString('latin1') : step;

describe('HID POS reports', () => {
  it('joins the two reports of the example in the Access-IS manual', () => {
    const decoder = hidPosDecoder();
    const first = 'M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  ';
    const padded = first.padEnd(56, ' ');
    expect(decoder.push(report([2, 0x38, ...ascii(']Q0'), ...ascii(padded)], 1))).toEqual({ kind: 'part' });
    expect(decoder.pending).toBe(true);
    const step = decoder.push(report([2, 4, ...ascii(']Q0'), ...ascii(' 100')]));
    expect(text(step)).toBe(`${padded} 100`);
    expect(step).toMatchObject({ symbology: ']Q0' });
    expect(decoder.pending).toBe(false);
  });

  it.each([0, 1, 55, 56, 57, 91, 112, 500, 8000])('gives back a message of %i bytes', (length) => {
    const message = Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
    const decoder = hidPosDecoder();
    const steps = hidPosReports(message, ']o2').map((one) => decoder.push(one));
    expect(steps.at(-1)).toEqual({ kind: 'message', bytes: message, symbology: ']o2' });
    expect(steps.slice(0, -1).every((step) => step.kind === 'part')).toBe(true);
  });

  it('finds data that is shifted by one, and takes a quirk at its word', () => {
    expect(text(hidPosDecoder().push(report([2, 3, 0, ...ascii(']C0ABC')])))).toBe('ABC');
    expect(text(hidPosDecoder().push(report([2, 3, 0, 0, 0, ...ascii('ABC')])))).toBe('ABC');
    expect(text(hidPosDecoder({ dataStart: 2 }).push(report([2, 3, ...ascii('ABC')])))).toBe('ABC');
  });

  it('ignores other reports and names what is broken', () => {
    const decoder = hidPosDecoder();
    const reason = (bytes: Uint8Array) => {
      const step = decoder.push(bytes);
      return step.kind === 'malformed' ? step.reason : step.kind;
    };
    expect(reason(report([3, 1]))).toBe('ignored');
    expect(reason(new Uint8Array())).toBe('ignored');
    expect(reason(Uint8Array.of(2, 1, 0x5d))).toBe('report-length');
    expect(reason(report([2, 3, ...ascii('ABC')]))).toBe('no-identifier');
    expect(reason(report([2, 57, ...ascii(']C0')]))).toBe('data-length');
    expect(reason(report([2, 0, ...ascii(']C0')], 1))).toBe('empty-part');
  });

  it('gives up a message that never ends', () => {
    const decoder = hidPosDecoder();
    const part = report([2, 56, ...ascii(']C0')], 1);
    const steps = Array.from({ length: 200 }, () => decoder.push(part));
    expect(steps.findIndex((step) => step.kind === 'malformed')).toBe(142);
  });

  it('survives 100,000 random reports with nothing but its own outcomes', () => {
    const random = seededRandom(8);
    const decoder = hidPosDecoder();
    const counts: Record<string, number> = {};
    for (let i = 0; i < 100_000; i++) {
      const bytes = random.bytes(random.below(10) === 0 ? random.below(80) : 64);
      if (random.below(4) > 0) {
        bytes[0] = 2;
        bytes[1] = random.below(64);
        bytes[2 + random.below(3)] = 0x5d;
      }
      const step = decoder.push(bytes);
      counts[step.kind] = (counts[step.kind] ?? 0) + 1;
      if (step.kind === 'message') expect(step.bytes.length).toBeLessThanOrEqual(8000);
    }
    expect(Object.keys(counts).sort()).toEqual(['ignored', 'malformed', 'message', 'part']);
  });
});
