import { describe, expect, it } from 'vitest';
import { elyctisCommands, elyctisFrames } from './elyctis.ts';
import { honeywellFrames, honeywellMenu, honeywellTrigger } from './honeywell.ts';
import { readTextMessage, writeTextMessage } from './mrz-text.ts';
import { newlandCommand, newlandFrames, newlandTrigger } from './newland.ts';
import { sharedParity, withoutParity, withParity } from './parity.ts';
import type { StreamDecoder, StreamStep } from './stream.ts';
import { textFrames } from './text-frames.ts';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const steps = (decoder: StreamDecoder, ...chunks: Uint8Array[]) =>
  chunks.flatMap((bytes) => [...decoder.push(bytes)]);
const said = (step: StreamStep | null | undefined) =>
  step?.kind === 'message' ? Buffer.from(step.bytes).toString('latin1') : step;
const linesOf = (step: StreamStep | null | undefined) =>
  step?.kind === 'message' ? readTextMessage(step.bytes) : step;

describe('text frames', () => {
  it('end with ETX when they begin with STX, however the bytes are cut', () => {
    const sent = writeTextMessage(lines);
    for (let cut = 0; cut <= sent.length; cut++) {
      const decoder = textFrames();
      const all = steps(decoder, sent.subarray(0, cut), sent.subarray(cut)).filter(
        ({ kind }) => kind !== 'part',
      );
      expect(all.map(linesOf)).toEqual([{ lines }]);
      expect(decoder.pending).toBe(false);
    }
  });

  it('end with a silence when they do not, and not with one in the middle of marked text', () => {
    const decoder = textFrames();
    expect(steps(decoder, ascii(`${lines.join('\r')}\r`))).toEqual([{ kind: 'part' }]);
    expect(linesOf(decoder.quiet())).toEqual({ lines });
    expect(decoder.quiet()).toBeNull();
    steps(decoder, ascii('\u0002AB'));
    expect(decoder.quiet()).toBeNull();
    expect(decoder.pending).toBe(true);
    expect(steps(decoder, ascii('C\u0003')).map(said)).toEqual(['ABC']);
  });

  it('come two in one chunk, and leave a licence in one piece', () => {
    expect(steps(textFrames(), ascii('\u0002A\u0003\u0002B\u0003')).map(said)).toEqual(['A', 'B']);
    const licence = '@\n\u001e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSPUBLIC\r';
    const decoder = textFrames();
    steps(decoder, ascii(licence));
    expect(said(decoder.quiet())).toBe(licence);
  });

  it('that never end are given up', () => {
    const endless = new Uint8Array(20_000).fill(0x41);
    const found = steps(textFrames(), endless).filter(({ kind }) => kind !== 'part');
    expect(found).toEqual(Array(2).fill({ kind: 'malformed', reason: 'too-long' }));
    expect(steps(textFrames(), Uint8Array.of(2), endless).some(({ kind }) => kind === 'malformed')).toBe(
      true,
    );
  });
});

describe('Elyctis frames', () => {
  it('are asked for as the command set prints them', () => {
    expect([...elyctisCommands.inquire]).toEqual([0x49, 0, 0]);
    expect([...elyctisCommands.continuous]).toEqual([0x43, 0, 1, 1]);
    expect([...elyctisCommands.endContinuous]).toEqual([0x43, 0, 1, 0]);
  });

  it('carry a zone by its length, and tell answers from readings', () => {
    const zone = ascii(`${lines.join('\r')}\r\r`);
    const sent = Uint8Array.from([
      ...hex('43 0001 01 56 0003'),
      ...ascii('1.7'),
      0x49,
      0,
      zone.length,
      ...zone,
    ]);
    for (let cut = 0; cut <= sent.length; cut++) {
      const all = steps(elyctisFrames(), sent.subarray(0, cut), sent.subarray(cut));
      const ended = all.filter(({ kind }) => kind !== 'part');
      expect(ended.slice(0, 2)).toEqual([
        { kind: 'answer', to: 'C', ok: true, text: '' },
        { kind: 'answer', to: 'V', ok: true, text: '1.7' },
      ]);
      expect(linesOf(ended[2])).toEqual({ lines });
    }
    expect(steps(elyctisFrames(), hex('49 0000'))).toEqual([{ kind: 'answer', to: 'I', ok: true, text: '' }]);
  });

  it('of another device are none, nor is one of 64 kB', () => {
    expect(steps(elyctisFrames(), ascii('AT'))[0]).toEqual({ kind: 'malformed', reason: 'no-command' });
    expect(steps(elyctisFrames(), hex('49 ffff'))).toEqual([{ kind: 'malformed', reason: 'too-long' }]);
    const decoder = elyctisFrames();
    steps(decoder, hex('49 0005 41'));
    expect([decoder.quiet(), decoder.pending]).toEqual([null, true]);
  });
});

describe('Honeywell commands', () => {
  it('are framed as the user guides print them', () => {
    expect([...honeywellMenu('CBRENA?')]).toEqual([0x16, 0x4d, 0x0d, ...ascii('CBRENA?!')]);
    expect([...honeywellTrigger]).toEqual([0x16, 0x54, 0x0d]);
  });

  it('are answered with ACK, ENQ or NAK before the closing mark, and what follows is text again', () => {
    const decoder = honeywellFrames();
    expect(steps(decoder, ascii('CBRENA1\u0006!'))).toEqual([
      { kind: 'answer', to: 'CBRENA', ok: true, text: 'CBRENA1' },
    ]);
    expect(steps(decoder, ascii('XXXYYY\u0005.'))).toMatchObject([{ to: 'XXXYYY', ok: false }]);
    const many = 'CBRENA1\u0006,SSX0\u0006,CK29\u0015.';
    expect(steps(decoder, ascii(many))).toMatchObject([
      { to: 'CBRENA', ok: false, text: 'CBRENA1,SSX0,CK29' },
    ]);
    steps(decoder, ascii('M1DOE/JOHN!.\r'));
    expect(said(decoder.quiet())).toBe('M1DOE/JOHN!.\r');
  });
});

describe('Newland commands', () => {
  it('are framed as the user guides print them', () => {
    expect([...newlandTrigger]).toEqual([...hex('7E 01 30303030 40'), ...ascii('SCNTRG1'), 0x3b, 0x03]);
    const printed = hex(
      '7E 01 30 30 30 30 40 43 31 31 45 4E 41 31 2C 4D 49 4E 31 32 2C 4D 41 58 32 32 3B 03',
    );
    expect(newlandCommand('C11ENA1,MIN12,MAX22', '@')).toEqual(printed);
  });

  it('are answered in frames of their own among text', () => {
    const answer = hex('02 01 30 30 30 30 40 43 31 31 4D 49 4E 31 32 06 2C 4D 41 58 32 32 06 3B 03');
    const refused = Uint8Array.from([...hex('02 01 30303030 23'), ...ascii('NONSUB'), 0x05, 0x3b, 0x03]);
    const sent = Uint8Array.from([...answer, ...writeTextMessage(lines), ...refused]);
    for (const cut of [0, 1, 2, 24, 25, 26, 27, sent.length]) {
      const ended = steps(newlandFrames(), sent.subarray(0, cut), sent.subarray(cut)).filter(
        ({ kind }) => kind !== 'part',
      );
      expect(ended[0]).toEqual({ kind: 'answer', to: 'C11MIN', ok: true, text: 'C11MIN12,MAX22;' });
      expect(linesOf(ended[1])).toEqual({ lines });
      expect(ended[2]).toMatchObject({ kind: 'answer', to: 'NONSUB', ok: false });
    }
    expect(steps(newlandFrames(), hex('02 01 41 03'))).toEqual([{ kind: 'malformed', reason: 'no-answer' }]);
  });
});

describe('parity', () => {
  it('is found where seven bits and parity were taken for eight', () => {
    const sent = writeTextMessage(lines);
    for (const parity of ['even', 'odd'] as const) {
      expect(sharedParity(withParity(sent, parity))).toBe(parity);
      expect(withoutParity(withParity(sent, parity))).toEqual(sent);
    }
    expect(sharedParity(sent)).toBeNull();
    expect(sharedParity(sent.map((byte) => byte ^ 0xa5))).toBeNull();
    expect(sharedParity(Uint8Array.of(0x81, 0x82))).toBeNull();
  });
});
