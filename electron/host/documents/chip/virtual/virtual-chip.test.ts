import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mrzKeyOf } from '../access-key/index.ts';
import { decodeAnswer, decodeCommand, encodeAnswer } from '../apdu/index.ts';
import { SUITES } from '../crypto/index.ts';
import { upperHex } from '../testing/hex.ts';
import { passport } from '../testing/passports.ts';
import { BAC, SM_3DES } from '../testing/vectors.ts';
import { bytesOf, bytesToNumber } from '../tlv/index.ts';
import { BasicAccess } from './basic-access.ts';
import { VirtualChip } from './index.ts';
import { ChipChannel } from './secured.ts';

const key = mrzKeyOf({ documentNumber: 'L898902C', birthDate: '690806', expiryDate: '940623' });

describe('the chip in Doc 9303-11 appendix D', () => {
  it('answers as in D.3', () => {
    const draws = [BAC.rndIC, BAC.kIC].map(bytesOf);
    const access = new BasicAccess([key], () => draws.shift() ?? new Uint8Array());
    expect(upperHex(access.challenge())).toBe(BAC.rndIC);
    const opened = access.authenticate(bytesOf(BAC.eIFD + BAC.mIFD));
    expect(upperHex(opened?.answer ?? new Uint8Array())).toBe(BAC.response);
  });

  it('takes each challenge once', () => {
    const draws = [BAC.rndIC, BAC.kIC].map(bytesOf);
    const access = new BasicAccess([key], () => draws.shift() ?? new Uint8Array(16));
    access.challenge();
    expect(access.authenticate(bytesOf(BAC.eIFD + BAC.mIFD))).not.toBeNull();
    expect(access.authenticate(bytesOf(BAC.eIFD + BAC.mIFD))).toBeNull();
  });

  it('opens and protects as in D.4', () => {
    const keys = { encryption: bytesOf(SM_3DES.ksEnc), mac: bytesOf(SM_3DES.ksMac) };
    const channel = new ChipChannel(SUITES['3DES'], keys, bytesToNumber(bytesOf(SM_3DES.ssc)));
    for (const step of SM_3DES.steps) {
      const inner = channel.unwrap(decodeCommand(bytesOf(step.protected)));
      expect(inner).toEqual(decodeCommand(bytesOf(step.plain)));
      const answer = channel.wrap(decodeAnswer(bytesOf(step.data + step.sw)), inner?.ins ?? 0);
      expect(upperHex(encodeAnswer(answer))).toBe(step.response);
    }
  });

  it('drops its session for a changed command', () => {
    const keys = { encryption: bytesOf(SM_3DES.ksEnc), mac: bytesOf(SM_3DES.ksMac) };
    const changed = SM_3DES.steps[1].protected.replace('970104', '970105');
    const channel = new ChipChannel(SUITES['3DES'], keys, bytesToNumber(bytesOf(SM_3DES.ssc)) + 2n);
    expect(channel.unwrap(decodeCommand(bytesOf(changed)))).toBeNull();
  });
});

describe('a virtual chip', () => {
  const send = (chip: VirtualChip, hex: string) => upperHex(chip.process(bytesOf(hex)));

  it('gives nothing away before it is opened', async () => {
    const chip = new VirtualChip((await passport()).personality);
    expect(send(chip, '00A4020C02011C')).toBe('9000');
    expect(send(chip, '00A4020C02011D')).toBe('6982');
    expect(send(chip, '00A4040C07A0000002471001')).toBe('9000');
    expect(send(chip, '00A4020C020101')).toBe('6982');
    expect(send(chip, '00B0000004')).toBe('6986');
    expect(send(chip, '0088000008000000000000000000')).toBe('6D00');
    expect(send(chip, '0CB000000D9701048E08ED6705417E96BA5500')).toBe('6988');
    expect(send(chip, '00A4040C02A000')).toBe('6A82');
  });

  it('answers every command with at least a status', async () => {
    const chip = new VirtualChip((await passport()).personality);
    const header = fc.tuple(
      fc.constantFrom(0x00, 0x0c, 0x10, 0x80),
      fc.constantFrom(0xa4, 0xb0, 0xb1, 0x84, 0x82, 0x22, 0x86, 0x88, 0xc0, 0x00),
      fc.constantFrom(0x00, 0x02, 0x04, 0x41, 0xc1),
      fc.constantFrom(0x00, 0x0c, 0xa4, 0xa6),
    );
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 40 }), (head, body) => {
        const answer = chip.process(Uint8Array.from([...head, ...body]));
        return answer.length >= 2;
      }),
      { numRuns: 2000 },
    );
  });
});
