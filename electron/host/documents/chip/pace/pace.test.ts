import { describe, expect, it } from 'vitest';
import { type AccessKey, canKey, mrzKeyOf, passwordOctets } from '../access-key/index.ts';
import { ChipSession } from '../apdu/index.ts';
import { SUITES } from '../crypto/index.ts';
import { curveByName, decodePoint } from '../ec/index.ts';
import { rejectionCode } from '../testing/error-code.ts';
import { upperHex } from '../testing/hex.ts';
import { scriptedChip } from '../testing/scripted-chip.ts';
import { PACE_CAM, PACE_DH_GM, PACE_DH_IM, PACE_ECDH_GM, PACE_ECDH_IM } from '../testing/vectors.ts';
import { bytesOf, bytesToNumber, numberToBytes, writeTlv } from '../tlv/index.ts';
import { ecPaceGroup } from './ec-group.ts';
import {
  authenticationToken,
  choosePace,
  decryptMappingData,
  openWithPace,
  type PaceAlgorithm,
  type PaceDraws,
  paceAlgorithm,
  provesKey,
} from './index.ts';

const key = mrzKeyOf({ documentNumber: 'T22000129', birthDate: '640812', expiryDate: '101031' });

interface Vector {
  readonly oid: string;
  readonly parameterId: number;
  readonly z: string;
  readonly skMapIFD?: string;
  readonly pkMapIFD?: string;
  readonly pkMapIC?: string;
  readonly t?: string;
  readonly skDhIFD: string;
  readonly pkDhIFD: string;
  readonly pkDhIC: string;
  readonly tIFD: string;
  readonly tIC: string;
}

function algorithmOf({ oid, parameterId }: { oid: string; parameterId: number }): PaceAlgorithm {
  const algorithm = paceAlgorithm({ oid, parameterId, version: 2 });
  if (!algorithm) throw new Error('not an algorithm');
  return algorithm;
}

const dynamic = (tag: number, hex: string) => writeTlv(0x7c, writeTlv(tag, bytesOf(hex)));

function command(cla: string, data: Uint8Array): string {
  const long = data.length > 255;
  const lc = upperHex(numberToBytes(BigInt(data.length), long ? 2 : 1));
  return `${cla}860000${long ? '00' : ''}${lc}${upperHex(data)}${long ? '0000' : '00'}`;
}

/** The exchanges of one appendix, as they would cross the antenna. */
function exchanges(vector: Vector, mseSetAt: string): [string, string][] {
  const mapping = vector.t ?? vector.pkMapIFD ?? '';
  const answer = (tag: number, hex: string) => `${upperHex(dynamic(tag, hex))}9000`;
  return [
    [mseSetAt, '9000'],
    ['10860000027C0000', answer(0x80, vector.z)],
    [command('10', dynamic(0x81, mapping)), answer(0x82, vector.pkMapIC ?? '')],
    [command('10', dynamic(0x83, vector.pkDhIFD)), answer(0x84, vector.pkDhIC)],
    [command('00', dynamic(0x85, vector.tIFD)), answer(0x86, vector.tIC)],
  ];
}

function drawsOf(vector: Vector): PaceDraws {
  return {
    privateKey: (step) =>
      bytesToNumber(bytesOf(step === 'mapping' ? (vector.skMapIFD ?? '') : vector.skDhIFD)),
    octets: () => bytesOf(vector.t ?? ''),
  };
}

const mse = (oid: string) =>
  `0022C1A40F800A04007F0007020204${oid
    .split('.')
    .slice(-2)
    .map((arc) => `0${arc}`)
    .join('')}830101`;

/** The appendices on integrated mapping give the key, not the zone behind it. */
const withPasswordKey = (algorithm: PaceAlgorithm, kPi: string): PaceAlgorithm => ({
  ...algorithm,
  suite: {
    ...algorithm.suite,
    derive: (secret, counter) => (counter === 3 ? bytesOf(kPi) : algorithm.suite.derive(secret, counter)),
  },
});

describe.each([
  ['G.1', PACE_ECDH_GM],
  ['G.2', PACE_DH_GM],
  ['H.1', PACE_ECDH_IM],
  ['H.2', PACE_DH_IM],
])('Doc 9303-11 appendix %s', (_name, vector) => {
  const algorithm = withPasswordKey(algorithmOf(vector), vector.kPi);
  const script = exchanges(vector, mse(vector.oid));

  it('goes through, octet by octet', async () => {
    const chip = scriptedChip(script);
    const session = new ChipSession(chip);
    expect(await openWithPace(session, algorithm, key, { draws: drawsOf(vector) })).toBeNull();
    expect(chip.left()).toBe(0);
    expect(session.secured).toBe(true);
  });

  it('calls a refused token a wrong key', async () => {
    for (const status of ['6300', '63C2', '6982', '6A80']) {
      const chip = scriptedChip([...script.slice(0, 4), [script[4]?.[0] ?? '', status]]);
      const opening = openWithPace(new ChipSession(chip), algorithm, key, { draws: drawsOf(vector) });
      expect(await rejectionCode(opening)).toBe('chip/wrong-key');
    }
  });

  it('refuses a chip whose own token is wrong', async () => {
    const wrong = `${upperHex(dynamic(0x86, vector.tIFD))}9000`;
    const chip = scriptedChip([...script.slice(0, 4), [script[4]?.[0] ?? '', wrong]]);
    const session = new ChipSession(chip);
    const opening = openWithPace(session, algorithm, key, { draws: drawsOf(vector) });
    expect(await rejectionCode(opening)).toBe('chip/protocol');
    expect(session.secured).toBe(false);
  });
});

describe('the first messages', () => {
  const algorithm = algorithmOf(PACE_ECDH_GM);
  const script = exchanges(PACE_ECDH_GM, PACE_ECDH_GM.apduMseSetAt);
  const opening = (list: [string, string][], options = {}, with_: AccessKey = key) =>
    openWithPace(new ChipSession(scriptedChip(list)), algorithm, with_, {
      draws: drawsOf(PACE_ECDH_GM),
      ...options,
    });

  it('derive the key of appendix G from its zone', () => {
    const kPi = SUITES['AES-128'].derive(passwordOctets(key), 3);
    expect(upperHex(kPi)).toBe(PACE_ECDH_GM.kPi);
  });

  it('name the password, and the parameters when there are several', async () => {
    const mseSent = '0022C1A412800A04007F0007020204020283010284010D';
    expect(await rejectionCode(opening([[mseSent, '6A80']], { ambiguous: true }, canKey('123456')))).toBe(
      'chip/protocol',
    );
  });

  it('go on after a warning that earlier attempts failed', async () => {
    const warned: [string, string][] = [[PACE_ECDH_GM.apduMseSetAt, '63C1'], ...script.slice(1)];
    expect(await rejectionCode(opening(warned))).toBe('none');
  });

  it.each<[string, number, string]>([
    ['a nonce that is not whole', 1, '7C0380010A9000'],
    ['an empty nonce', 1, '7C0280009000'],
    ['another object', 1, '7C0281009000'],
    ['the mapping of another curve', 2, `${upperHex(dynamic(0x82, '0401'))}9000`],
    ['a point off the curve', 2, `${upperHex(dynamic(0x82, `04${'11'.repeat(64)}`))}9000`],
    ['a compressed point', 2, `${upperHex(dynamic(0x82, `02${PACE_ECDH_GM.pkMapIC.slice(2, 66)}`))}9000`],
    ["the reader's own key", 3, `${upperHex(dynamic(0x84, PACE_ECDH_GM.pkDhIFD))}9000`],
    ['no dynamic data', 3, '9000'],
  ])('refuse %s', async (_name, at, answer) => {
    const list: [string, string][] = [...script.slice(0, at), [script[at]?.[0] ?? '', answer]];
    expect(['chip/protocol', 'chip/malformed']).toContain(await rejectionCode(opening(list)));
  });
});

describe('Doc 9303-11 appendix I, chip authentication mapping', () => {
  const suite = SUITES['AES-128'];
  const curve = curveByName('brainpoolP256r1');
  const point = (hex: string) => decodePoint(curve, bytesOf(hex));

  it('has the tokens and the data of the appendix', () => {
    const secret = bytesOf(PACE_CAM.shared);
    const [encryption, mac] = [suite.derive(secret, 1), suite.derive(secret, 2)];
    const token = (publicKey: string) =>
      upperHex(authenticationToken(suite, mac, PACE_CAM.oid, ecPaceGroup(curve), point(publicKey)));
    expect(token(PACE_CAM.pkDhIC)).toBe(PACE_CAM.tIFD);
    expect(token(PACE_CAM.pkDhIFD)).toBe(PACE_CAM.tIC);
    const data = decryptMappingData(suite, encryption, bytesOf(PACE_CAM.encryptedChipAuthData));
    expect(data).toBe(bytesToNumber(bytesOf(PACE_CAM.chipAuthData)));
    const proof = { curve: curve.name, data, mappingKey: point(PACE_CAM.pkMapIC) };
    const staticKey = { curve, point: point(PACE_CAM.pkStaticIC) };
    expect(provesKey(proof, staticKey)).toBe(true);
    expect(provesKey({ ...proof, data: data + 1n }, staticKey)).toBe(false);
    expect(provesKey({ ...proof, data: 0n }, staticKey)).toBe(false);
    expect(provesKey(proof, { curve, point: point(PACE_CAM.pkDhIC) })).toBe(false);
    expect(provesKey({ ...proof, curve: 'secp256r1' }, staticKey)).toBe(false);
  });
});

describe('what a chip offers', () => {
  const info = (oid: string, parameterId: number | null = 13, version = 2) => ({
    oid: `0.4.0.127.0.7.2.2.4.${oid}`,
    version,
    parameterId,
  });

  it('prefers chip authentication mapping, then the order of the chip', () => {
    expect(choosePace([info('4.2'), info('2.2'), info('6.2')])?.mapping).toBe('CAM');
    expect(choosePace([info('4.4'), info('2.2')])).toMatchObject({
      mapping: 'IM',
      parameters: 'brainpoolP256r1',
    });
    expect(choosePace([info('9.9'), info('1.3', 2)])).toMatchObject({ agreement: 'DH', mapping: 'GM' });
    expect(choosePace([])).toBeNull();
  });

  it('uses nothing it does not know', () => {
    for (const unknown of [
      info('2.2', null),
      info('2.2', 32),
      info('2.2', 0),
      info('1.2', 13),
      info('2.2', 13, 1),
      info('6.1'),
      info('5.2'),
      info('4.2', 10),
    ]) {
      expect(paceAlgorithm(unknown)).toBeNull();
    }
  });

  it('knows every combination of the standard', () => {
    const combinations = [1, 3]
      .flatMap((mechanism) => [0, 1, 2].map((id) => [mechanism, id]))
      .concat(
        [2, 4].flatMap((mechanism) => [8, 9, 11, 12, 13, 14, 15, 16, 17, 18].map((id) => [mechanism, id])),
      );
    for (const [mechanism, id] of combinations) {
      for (const cipher of [1, 2, 3, 4])
        expect(paceAlgorithm(info(`${mechanism}.${cipher}`, id))).not.toBeNull();
    }
  });
});
