import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAnswer, decodeCommand, encodeCommand } from '../apdu/index.ts';
import { SUITES } from '../crypto/index.ts';
import { errorCode } from '../testing/error-code.ts';
import { upperHex } from '../testing/hex.ts';
import { SM_3DES, SM_AES } from '../testing/vectors.ts';
import { bytesOf, bytesToNumber } from '../tlv/index.ts';
import { longestShortAnswer, SecureChannel } from './index.ts';

const open3des = () =>
  new SecureChannel(
    SUITES['3DES'],
    { encryption: bytesOf(SM_3DES.ksEnc), mac: bytesOf(SM_3DES.ksMac) },
    bytesToNumber(bytesOf(SM_3DES.ssc)),
  );
const wrapped = (channel: SecureChannel, plain: string) =>
  upperHex(encodeCommand(channel.protect(decodeCommand(bytesOf(plain)))));

describe('secure messaging', () => {
  it('goes with triple DES as in Doc 9303-11 appendix D.4', () => {
    const channel = open3des();
    for (const step of SM_3DES.steps) {
      expect(wrapped(channel, step.plain)).toBe(step.protected);
      const answer = channel.unprotect(decodeAnswer(bytesOf(step.response)));
      expect(upperHex(answer.data)).toBe(step.data);
      expect(answer.status).toBe(0x9000);
    }
  });

  it('goes with AES', () => {
    const keys = { encryption: bytesOf(SM_AES.ksEnc), mac: bytesOf(SM_AES.ksMac) };
    const channel = new SecureChannel(SUITES['AES-128'], keys, bytesToNumber(bytesOf(SM_AES.ssc)));
    expect(wrapped(channel, SM_AES.plain)).toBe(SM_AES.protected);
  });

  it('knows how much fits a short answer', () => {
    expect(longestShortAnswer(SUITES['3DES'])).toBe(231);
    expect(longestShortAnswer(SUITES['AES-128'])).toBe(223);
  });

  it('uses extended lengths for long data and long expectations', () => {
    const command = open3des().protect({ ins: 0x86, p1: 0, p2: 0, data: new Uint8Array(260), le: 256 });
    expect(encodeCommand(command).subarray(4, 5)).toEqual(Uint8Array.of(0));
    expect(decodeCommand(encodeCommand(command)).le).toBe(65_536);
    const reading = open3des().protect({ ins: 0xb0, p1: 0, p2: 0, le: 2000 });
    expect(upperHex(encodeCommand(reading)).slice(0, 18)).toBe('0CB0000000000E9702');
  });
});

describe('answers that are not in order', () => {
  const first = SM_3DES.steps[1];
  const midway = () => {
    const channel = open3des();
    channel.protect(decodeCommand(bytesOf(SM_3DES.steps[0].plain)));
    channel.unprotect(decodeAnswer(bytesOf(SM_3DES.steps[0].response)));
    channel.protect(decodeCommand(bytesOf(first.plain)));
    return channel;
  };

  it('refuses a replayed answer', () => {
    const replayed = decodeAnswer(bytesOf(SM_3DES.steps[0].response));
    expect(errorCode(() => midway().unprotect(replayed))).toBe('chip/protocol');
  });

  it('refuses every answer with one bit changed', () => {
    const good = bytesOf(first.response);
    for (let bit = 0; bit < (good.length - 2) * 8; bit += 1) {
      const bad = Uint8Array.from(good);
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(errorCode(() => midway().unprotect(decodeAnswer(bad)))).toBe('chip/protocol');
    }
  });

  it('calls a bare status a lost session, even a good one', () => {
    for (const status of ['6988', '6A82', '9000']) {
      expect(errorCode(() => midway().unprotect(decodeAnswer(bytesOf(status))))).toBe('chip/session-lost');
    }
  });

  it.each([
    ['plain data', '60145F019000'],
    ['a checksum alone', '8E08FA855A5D4C50A8ED9000'],
    ['objects that end too early', '990290008E08FA859000'],
    ['no checksum', '990290009000'],
  ])('refuses %s', (_name, hex) => {
    expect(errorCode(() => midway().unprotect(decodeAnswer(bytesOf(hex))))).toBe('chip/protocol');
  });

  it('throws nothing but its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 60 }), (bytes) => {
        errorCode(() => midway().unprotect(decodeAnswer(bytes)));
      }),
      { numRuns: 500 },
    );
  });
});
