import { describe, expect, it } from 'vitest';
import { canKey, mrzKeyOf } from '../access-key/index.ts';
import type { SuiteName } from '../crypto/index.ts';
import { rejectionCode } from '../testing/error-code.ts';
import { fingerprint } from '../testing/hex.ts';
import { laid, passport, picture, readPassport } from '../testing/passports.ts';
import { writeTlv } from '../tlv/index.ts';
import type { PaceOffer, VirtualPassport } from '../virtual/index.ts';
import { readChip } from './index.ts';

const CIPHERS: readonly SuiteName[] = ['3DES', 'AES-128', 'AES-192', 'AES-256'];
const CURVES = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];

/** Every curve and group with every mapping, and every cipher with every mapping. */
const OFFERS: PaceOffer[] = [
  ...CURVES.flatMap((parameterId) =>
    (['GM', 'IM', 'CAM'] as const)
      .filter((mapping) => mapping !== 'IM' || parameterId !== 10)
      .map((mapping) => ({ agreement: 'ECDH' as const, mapping, cipher: 'AES-256' as const, parameterId })),
  ),
  ...CIPHERS.flatMap((cipher) => [
    { agreement: 'ECDH' as const, mapping: 'GM' as const, cipher, parameterId: 13 },
    { agreement: 'ECDH' as const, mapping: 'IM' as const, cipher, parameterId: 13 },
    { agreement: 'DH' as const, mapping: 'GM' as const, cipher, parameterId: 0 },
    { agreement: 'DH' as const, mapping: 'IM' as const, cipher, parameterId: 0 },
  ]),
  { agreement: 'ECDH', mapping: 'CAM', cipher: 'AES-128', parameterId: 13 },
  { agreement: 'DH', mapping: 'GM', cipher: 'AES-128', parameterId: 1 },
  { agreement: 'DH', mapping: 'IM', cipher: 'AES-192', parameterId: 2 },
];

function sameFiles(document: VirtualPassport, read: ReadonlyMap<number, Uint8Array>): void {
  expect([...read.keys()].sort()).toEqual([...document.dataGroups.keys()].sort());
  for (const [group, file] of document.dataGroups) {
    expect(fingerprint(read.get(group))).toBe(fingerprint(file));
  }
}

/** A reader that notes the instructions it was given. */
function listening(document: VirtualPassport) {
  const reader = laid(document);
  const instructions: number[] = [];
  return {
    instructions,
    chip: {
      ...reader,
      transmit(command: Uint8Array) {
        instructions.push(command[1] ?? 0);
        return reader.transmit(command);
      },
    },
  };
}

describe('PACE', () => {
  it.each(OFFERS.map((offer) => [Object.values(offer).join(' '), offer] as const))(
    'opens a chip with %s',
    async (_name, offer) => {
      const document = await passport({ pace: [offer], portrait: picture(100) });
      const { access, dataGroups, figures } = await readPassport(document);
      expect(access).toMatchObject({
        protocol: 'PACE',
        mapping: offer.mapping,
        agreement: offer.agreement,
        cipher: offer.cipher,
        key: 'mrz',
      });
      expect(figures.restarts).toBe(0);
      sameFiles(document, dataGroups);
    },
  );

  it('opens a chip with its card access number', async () => {
    const document = await passport({ can: '123456' });
    const reading = await readPassport(document, { key: canKey('123456') });
    expect(reading.access).toMatchObject({ protocol: 'PACE', key: 'can' });
  });

  it('names the parameters where the chip offers several', async () => {
    const pace: PaceOffer[] = [
      { agreement: 'ECDH', mapping: 'GM', cipher: 'AES-128', parameterId: 12 },
      { agreement: 'ECDH', mapping: 'GM', cipher: 'AES-128', parameterId: 13 },
    ];
    const reading = await readPassport(await passport({ pace }));
    expect(reading.access).toMatchObject({ parameters: 'secp256r1' });
  });

  it('never goes on to basic access control after an error', async () => {
    const document = await passport();
    const { chip, instructions } = listening(document);
    const wrong = mrzKeyOf({ documentNumber: 'L898902C3', birthDate: '740813', expiryDate: '120415' });
    expect(await rejectionCode(readChip({ chip, key: wrong }))).toBe('chip/wrong-key');
    expect(await rejectionCode(readChip({ chip, key: canKey('123456') }))).not.toBe('none');
    expect(instructions).toContain(0x86);
    expect(instructions).not.toContain(0x84);
    expect(instructions).not.toContain(0x82);
  });
});

describe('basic access control', () => {
  it('opens a chip that offers nothing else', async () => {
    const document = await passport({ pace: [] });
    const { access, dataGroups } = await readPassport(document);
    expect(access).toEqual({
      protocol: 'BAC',
      cipher: '3DES',
      key: 'mrz',
      because: 'pace-not-offered',
    });
    sameFiles(document, dataGroups);
  });

  it('opens a chip whose offer is unknown, and says so', async () => {
    const document = await passport({ pace: [] });
    const masterFile = new Map(document.personality.masterFile);
    const unknown = Uint8Array.from(Buffer.from('060A04007F00070202040202020102020120', 'hex'));
    masterFile.set(0x011c, writeTlv(0x31, writeTlv(0x30, unknown)));
    const changed = { ...document, personality: { ...document.personality, masterFile } };
    expect((await readPassport(changed)).access).toMatchObject({ protocol: 'BAC', because: 'pace-unknown' });
  });

  it('knows a wrong key, and a key the chip has no use for', async () => {
    const document = await passport({ pace: [] });
    const wrong = mrzKeyOf({ documentNumber: 'L898902C4', birthDate: '740812', expiryDate: '120415' });
    expect(await rejectionCode(readPassport(document, { key: wrong }))).toBe('chip/wrong-key');
    expect(await rejectionCode(readPassport(document, { key: canKey('123456') }))).toBe('chip/key-format');
  });
});

describe('other cards', () => {
  it('reads a chip without access control', async () => {
    const document = await passport({ pace: [], basicAccess: false });
    const { access, dataGroups } = await readPassport(document);
    expect(access).toEqual({ protocol: 'none' });
    sameFiles(document, dataGroups);
  });

  it('knows a card that is no passport', async () => {
    const chip = { atr: null, transmit: async () => Uint8Array.of(0x6a, 0x82), reset: async () => {} };
    const key = canKey('123456');
    expect(await rejectionCode(readChip({ chip, key }))).toBe('chip/not-a-passport');
  });

  it.each([
    ['silence', '9000'],
    ['rubbish', 'DEADBEEF9000'],
    ['nothing at all', ''],
    ['one octet', '90'],
    ['endless answers', '0061FF'],
    ['lengths of two gigabytes', '3184800000009000'],
    ['an instruction it does not know', '6D00'],
  ])('ends with a code when every answer is %s', async (_name, hex) => {
    const chip = {
      atr: null,
      transmit: async () => Uint8Array.from(Buffer.from(hex, 'hex')),
      reset: async () => {},
    };
    expect(await rejectionCode(readChip({ chip, key: canKey('123456') }))).toMatch(/^chip\//);
  });
});
