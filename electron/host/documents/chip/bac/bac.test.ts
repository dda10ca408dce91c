import { describe, expect, it } from 'vitest';
import { canKey, mrzKeyOf } from '../access-key/index.ts';
import { ChipSession, decodeCommand } from '../apdu/index.ts';
import { errorCode, rejectionCode } from '../testing/error-code.ts';
import { upperHex } from '../testing/hex.ts';
import { scriptedChip } from '../testing/scripted-chip.ts';
import { BAC, SM_3DES } from '../testing/vectors.ts';
import { bytesOf } from '../tlv/index.ts';
import { bacKeys, openBac, openWithBac, sealBac } from './index.ts';

const key = mrzKeyOf({ documentNumber: 'L898902C', birthDate: '690806', expiryDate: '940623' });
const GET_CHALLENGE = [BAC.apduGetChallenge, `${BAC.rndIC}9000`] as const;
const known = () => {
  const draws = [BAC.rndIFD, BAC.kIFD].map(bytesOf);
  return () => draws.shift() ?? new Uint8Array();
};

describe('basic access control', () => {
  it('goes as in Doc 9303-11 appendix D.3, and on to D.4', async () => {
    const chip = scriptedChip([
      GET_CHALLENGE,
      [BAC.apduExternalAuthenticate, `${BAC.response}9000`],
      ...SM_3DES.steps.map((step) => [step.protected, step.response] as const),
    ]);
    const session = new ChipSession(chip);
    await openWithBac(session, key, known());
    expect(session.secured).toBe(true);
    for (const step of SM_3DES.steps) {
      const answer = await session.send(decodeCommand(bytesOf(step.plain)));
      expect(upperHex(answer.data)).toBe(step.data);
    }
    expect(chip.left()).toBe(0);
  });

  it('derives the keys of appendix D.2', () => {
    const keys = bacKeys(key);
    expect(upperHex(keys.encryption)).toBe(BAC.kEnc);
    expect(upperHex(keys.mac)).toBe(BAC.kMac);
    expect(upperHex(openBac(keys, sealBac(keys, bytesOf(BAC.s))) ?? new Uint8Array())).toBe(BAC.s);
    expect(errorCode(() => bacKeys(canKey('123456')))).toBe('chip/key-format');
  });

  it.each(['6300', '6982', '6985', '6A88', '6A80'])('calls %s a wrong key', async (status) => {
    const chip = scriptedChip([GET_CHALLENGE, [BAC.apduExternalAuthenticate, status]]);
    expect(await rejectionCode(openWithBac(new ChipSession(chip), key, known()))).toBe('chip/wrong-key');
  });

  it('does not call a command that was not understood a wrong key', async () => {
    const chip = scriptedChip([GET_CHALLENGE, [BAC.apduExternalAuthenticate, '6D00']]);
    expect(await rejectionCode(openWithBac(new ChipSession(chip), key, known()))).toBe('chip/protocol');
  });

  it.each([
    ['a wrong checksum', `${BAC.response.slice(0, -2)}48`],
    ['half an answer', BAC.response.slice(0, 40)],
    ['no answer', ''],
    ['its own challenge back', upperHex(sealBac(bacKeys(key), bytesOf(BAC.s)))],
  ])('refuses a chip that answers with %s', async (_name, response) => {
    const chip = scriptedChip([GET_CHALLENGE, [BAC.apduExternalAuthenticate, `${response}9000`]]);
    const session = new ChipSession(chip);
    expect(await rejectionCode(openWithBac(session, key, known()))).toBe('chip/protocol');
    expect(session.secured).toBe(false);
  });

  it('refuses a challenge of the wrong length', async () => {
    const chip = scriptedChip([[BAC.apduGetChallenge, '4608F919889000']]);
    expect(await rejectionCode(openWithBac(new ChipSession(chip), key))).toBe('chip/protocol');
  });
});
