import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { composeAamva, RECENT } from './aamva.fixture.ts';
import { readBarcode } from './index.ts';
import { composeSeal, encodeC40 } from './vds.fixture.ts';

// Long runs on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const licence = composeAamva({ version: 10, elements: RECENT });
const seal = composeSeal({ features: [[5, encodeC40('UFO001979')]] });

describe('what a barcode says', () => {
  it('a licence', () => expect(readBarcode({ text: licence })).toMatchObject({ kind: 'aamva', valid: true }));

  it('a seal, from its bytes or from text that stands for them', () => {
    expect(readBarcode({ text: '', bytes: seal })).toMatchObject({ kind: 'vds', signer: 'UTTS' });
    const text = Buffer.from(seal).toString('latin1');
    expect(readBarcode({ text })).toEqual(readBarcode({ text: '', bytes: seal }));
  });

  it.each([
    ['alone', lines.join('\n')],
    ['glued', lines.join('')],
    ['among other lines', `VERSION 1\n${lines.join('\n')}\nEND`],
  ])('a zone %s', (_name, text) => {
    expect(readBarcode({ text })).toMatchObject({ kind: 'mrz-copy', mrz: { valid: true, lines } });
  });

  it.each([
    [']L2', licence],
    [']Q1', lines.join('\r')],
    [']d1', Buffer.from(seal).toString('latin1')],
  ])('behind the identifier %s', (identifier, text) => {
    const result = readBarcode({ text: `${identifier}${text}` });
    expect(result.kind).not.toBe('not-document');
    expect(result).toEqual(readBarcode({ text }));
  });

  it('no zone that is not right as it stands', () => {
    const text = lines.join('\n').replace('740812', '74O812');
    expect(readBarcode({ text })).toEqual({ kind: 'not-document', reason: 'unknown-content' });
  });

  it.each([
    ['', 'unknown-content'],
    ['https://example.org', 'unknown-content'],
    ['@\n\x1e\rANSI 636000100101DL00310010', 'aamva-elements'],
    ['\xdc\x09', 'vds-version'],
    ['\xdc\x03', 'vds-header'],
    ['x'.repeat(9_000), 'unknown-content'],
  ])('none: %j', (text, reason) => {
    expect(readBarcode({ text })).toEqual({ kind: 'not-document', reason });
  });
});

/** Some characters of a text replaced, dropped or doubled. */
const damaged = (text: string) =>
  fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.nat({ max: 255 })), { maxLength: 8 }).map((edits) => {
    const characters = [...text];
    for (const [at, what, code] of edits) {
      const place = at % characters.length;
      if (what === 0) characters[place] = String.fromCharCode(code);
      else if (what === 1) characters.splice(place, 1);
      else characters.splice(place, 0, characters[place] ?? '');
    }
    return characters.join('');
  });

it('takes a hundred thousand random and damaged symbols without an exception', () => {
  const sealText = Buffer.from(seal).toString('latin1');
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.uint8Array({ maxLength: 120 }).map((bytes) => `\xdc\x03${Buffer.from(bytes).toString('latin1')}`),
    damaged(licence),
    damaged(sealText),
    damaged(lines.join('\n')),
  );
  const kinds = new Map<string, number>();
  fc.assert(
    fc.property(anything, (text) => {
      const result = readBarcode({ text });
      kinds.set(result.kind, (kinds.get(result.kind) ?? 0) + 1);
      if (result.kind !== 'aamva') return;
      for (const { raw, span } of result.elements)
        if (text.slice(span.start, span.end) !== raw) throw new Error('a position is wrong');
      if (result.valid && !result.fullDates.birthDate) throw new Error('valid without a birth date');
    }),
    { numRuns: 100_000 },
  );
  expect([...kinds.keys()].sort()).toEqual(['aamva', 'mrz-copy', 'not-document', 'vds']);
});
