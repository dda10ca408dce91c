import { describe, expect, it } from 'vitest';
import { documentRead } from '../../electron/contract/index.ts';
import { seededRandom } from '../testing/random.ts';
import { readDocumentMessage } from './document-message.ts';

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const licence = '@\n\x1e\rANSI 999999100001DL00310040DLDAQSP85120274\nDCSÖRSI\r';
const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\rL898902C36UTO7408122F1204159ZE184226B<<<<<10\r';
const lines = zone.split('\r').filter(Boolean);

describe('a message of a document reader', () => {
  it.each([
    ['PDF417', ']L2', licence],
    ['Data Matrix', ']d2', 'Ü\x03Ù\x00\xff'],
    ['QR with a copy of the zone', ']Q1', zone],
    ['Aztec', ']z0', 'x'],
  ])('is a barcode by its identifier: %s', (_, aim, text) => {
    expect(readDocumentMessage(latin1(text), aim)).toEqual({ kind: 'barcode', text, aim });
  });

  it.each([
    ['as the standard has it', licence],
    ['compliance indicator with nothing known behind it', '@\n\x1e?'],
    ['record separator dropped', '@\r\nANSI 636000'],
    ['older file type', '@\n\x1c\rAAMVA636000'],
    ['behind a line end', `\r\n${licence}`],
  ])('is a barcode by its text: %s', (_, text) => {
    expect(readDocumentMessage(latin1(text), '')).toEqual({ kind: 'barcode', text, aim: null });
    expect(readDocumentMessage(latin1(text), ']X0')).toMatchObject({ kind: 'barcode', aim: ']X0' });
  });

  it('takes an identifier off the front of the text when none came apart', () => {
    const read = readDocumentMessage(latin1(`]L0${licence}`), '');
    expect(read).toEqual({ kind: 'barcode', text: licence, aim: ']L0' });
    expect(readDocumentMessage(latin1(']L0'), '')).toEqual({ problem: 'empty' });
  });

  it.each(['', ']o2', ']C0'])('is lines otherwise: %j', (aim) => {
    expect(readDocumentMessage(latin1(`\x02${zone}\x03`), aim)).toEqual({ kind: 'lines', lines });
    expect(readDocumentMessage(latin1('a@b ANSI'), aim)).toEqual({ kind: 'lines', lines: ['a@b ANSI'] });
  });

  it('names what is neither', () => {
    expect(readDocumentMessage(latin1('\x00\x01'), '')).toEqual({ problem: 'unprintable' });
    expect(readDocumentMessage(latin1(''), '')).toEqual({ problem: 'empty' });
    expect(readDocumentMessage(latin1(''), ']L2')).toEqual({ problem: 'empty' });
    expect(readDocumentMessage(latin1('x'.repeat(8001)), ']L2')).toEqual({ problem: 'too-long' });
  });

  it('answers 50,000 random messages with a reading the contract takes or a named problem', () => {
    const random = seededRandom(5);
    const kinds: Record<string, number> = {};
    for (let i = 0; i < 50_000; i++) {
      const noise = random.bytes(random.below(60));
      const bytes = random.below(2) ? noise : noise.map((byte) => 32 + (byte % 95));
      if (bytes.length > 4 && random.below(4) === 0) bytes.set(latin1('@\n\x1e'));
      const aim = ['', ']o2', ']L2', ']C0', ']'][random.below(5)]!;
      const message = readDocumentMessage(bytes, aim);
      const kind = 'problem' in message ? message.problem : message.kind;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      if ('problem' in message) continue;
      expect(documentRead.safeParse({ source: 's', at: 0, reading: message }).success).toBe(true);
    }
    expect(Object.keys(kinds).sort()).toEqual(['barcode', 'empty', 'lines', 'unprintable']);
  });
});
