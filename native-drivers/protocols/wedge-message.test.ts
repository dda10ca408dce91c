import { describe, expect, it } from 'vitest';
import { maxKeyStrokes } from '../../electron/contract/index.ts';
import { strokesOf } from '../peers/keyboard.ts';
import { keyLayouts } from './key-layouts.ts';
import { writeTextMessage } from './mrz-text.ts';
import { readWedgeMessage } from './wedge-message.ts';

const passport = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const visa = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'];
const card = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const licence = '@\n\u001e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSPUBLIC\r';

describe.each(keyLayouts)('a reader set to %s', (layout) => {
  const read = (text: string) => readWedgeMessage(strokesOf(text, layout), layout);

  it('ends lines as it likes', () => {
    const framed = Buffer.from(writeTextMessage(passport)).toString('latin1');
    for (const text of [
      passport.join('\r'),
      `${passport.join('\r')}\r`,
      `${passport.join('\r\n')}\r\n`,
      `${passport.join('\t')}\t`,
      `\t${passport.join('\t')}`,
      framed,
      `${framed}\r`,
      `${passport.join('\r\r')}\r\r`,
    ]) {
      expect(read(text)).toEqual({ kind: 'lines', lines: passport });
    }
  });

  it('runs the lines of a zone together', () => {
    for (const lines of [passport, visa, card]) {
      expect(read(`${lines.join('')}\r`)).toEqual({ kind: 'lines', lines });
    }
  });

  it('has a licence come as the barcode it is', () => {
    expect(read(licence)).toEqual({ kind: 'barcode', text: licence.slice(0, -1), aim: null });
    expect(read(`]L2${licence}`)).toMatchObject({ kind: 'barcode', aim: ']L2' });
    expect(read(`\x02${licence}\x03\r`)).toMatchObject({ kind: 'barcode' });
  });
});

it('parts nothing else', () => {
  const read = (text: string) => readWedgeMessage(strokesOf(text, 'us'), 'us');
  const long = 'A'.repeat(87);
  expect(read(long)).toEqual({ kind: 'lines', lines: [long] });
  const words = `${'a b '.repeat(22)}`;
  expect(read(words)).toEqual({ kind: 'lines', lines: [words] });
  const run = passport.join('');
  expect(read(`${run}\rX`)).toEqual({ kind: 'lines', lines: [run, 'X'] });
});

it('refuses what is no text of a document', () => {
  const problem = (text: string, layout: (typeof keyLayouts)[number] = 'us') =>
    readWedgeMessage(strokesOf(text, 'us'), layout);
  expect(problem('\r\r')).toEqual({ problem: 'empty' });
  expect(problem('ÄÖÜ')).toEqual({ problem: 'unprintable' });
  const brackets = strokesOf('{{', 'de');
  expect(readWedgeMessage(brackets, 'us')).toEqual({ problem: 'other-layout' });
  const endless = strokesOf('A'.repeat(maxKeyStrokes), 'us');
  expect(readWedgeMessage(endless, 'us')).toEqual({ problem: 'too-long' });
});
