import { expect, it } from 'vitest';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { textReports } from '../testing/text-reports.ts';
import { type Entry, type Recording, readRecording, writeRecording } from './format.ts';
import { maskRecording } from './mask.ts';
import { maskText } from './mask-text.ts';
import { replay } from './replay.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const maskedLines = lines.map((_, index) => maskText(lines.join('\r')).split('\r')[index]!);
const profile = '1a2b:3c4d@report=01,length=1,end=0a';
const layout = { reportId: 1, lengthAt: 1, textAt: 2, end: 10 };

const recordingOf = (reports: readonly Uint8Array[]): Recording => {
  const ids = { vendorId: 0x1a2b, productId: 0x3c4d, usagePage: 0xff00, usage: 1 };
  const received = reports.map(
    (bytes, index): Entry => ({
      at: 10 + index,
      kind: 'received',
      about: {},
      bytes,
    }),
  );
  return {
    device: {
      id: 'hid:1a2b:3c4d',
      transport: 'hid',
      name: 'Reader',
      info: { ...ids, product: 'Reader', serialNumber: '', profile },
    },
    masked: false,
    entries: [{ at: 0, kind: 'open', about: {}, bytes: new Uint8Array() }, ...received],
  };
};

it('a reader with reports of its own is masked where its text stands, and plays as an operator had named it', async () => {
  const masked = maskRecording(recordingOf(textReports(writeTextMessage(lines), layout)));
  const received = masked.entries.filter(({ kind }) => kind === 'received').map(({ bytes }) => bytes);
  expect(received).toEqual(textReports(writeTextMessage(maskedLines), layout));
  const heard: unknown[] = [];
  const problems = await replay(readRecording(writeRecording(masked)), {
    readStarted: () => heard.push('started'),
    documentRead: ({ reading }) => heard.push(reading.kind === 'lines' ? reading.lines : reading.kind),
    readFailed: ({ code }) => heard.push(code),
  });
  expect([heard, problems]).toEqual([['started', maskedLines], []]);
});

it('half a message of it is masked as well', () => {
  const [first] = textReports(writeTextMessage(lines), layout);
  const masked = maskRecording(recordingOf([first!]));
  const text = masked.entries.map(({ bytes }) => Buffer.from(bytes).toString('latin1')).join('');
  expect(text).not.toMatch(/ERIKSSON|ANNA/);
});
