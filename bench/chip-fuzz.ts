// Damaged octets against every parser of the chip's rooms, and damaged answers against a whole reading: nothing but typed
// errors. The slowest case and the memory kept are printed.
// npm run bench -- chip-fuzz [--long]: a hundred thousand cases and five hundred readings, or a million and three thousand.
import { performance } from 'node:perf_hooks';
import { CodedError } from '../electron/contract/index.ts';
import { canKey } from '../electron/host/documents/chip/access-key/index.ts';
import {
  readRepresentative,
  verifyChallenge,
  verifyRecovering,
} from '../electron/host/documents/chip/active-authentication/index.ts';
import { decodeAnswer, decodeCommand } from '../electron/host/documents/chip/apdu/index.ts';
import { readCertificate, readPublicKey } from '../electron/host/documents/chip/certificates/index.ts';
import { readStaticKey } from '../electron/host/documents/chip/chip-authentication/index.ts';
import { readSignedData } from '../electron/host/documents/chip/cms/index.ts';
import { SUITES } from '../electron/host/documents/chip/crypto/index.ts';
import {
  readDg1,
  readDg2,
  readDg7,
  readDg11,
  readDg12,
  readDg14,
  readDg15,
  readEfCom,
} from '../electron/host/documents/chip/data-groups/index.ts';
import {
  curveByName,
  decodePoint,
  readEcdsaSignature,
  readEcParameters,
} from '../electron/host/documents/chip/ec/index.ts';
import { generateKey, writePublicKeyInfo } from '../electron/host/documents/chip/issuing/index.ts';
import { readChip } from '../electron/host/documents/chip/read/index.ts';
import { SecureChannel } from '../electron/host/documents/chip/secure-messaging/index.ts';
import { readSecurityInfos } from '../electron/host/documents/chip/security-infos/index.ts';
import { readSod } from '../electron/host/documents/chip/sod/index.ts';
import { laid, passport, picture } from '../electron/host/documents/chip/testing/passports.ts';
import { PACE_CAM, SM_3DES } from '../electron/host/documents/chip/testing/vectors.ts';
import {
  bytesOf,
  childrenOf,
  readTlv,
  readTlvs,
  type Tlv,
} from '../electron/host/documents/chip/tlv/index.ts';

const long = process.argv.includes('--long');
const cases = long ? 1_000_000 : 100_000;
const readings = long ? 3000 : 500;

let state = 20_261_123;
/** A whole number from 0 to below `limit`, the same run after run. */
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

const LENGTHS = [0x00, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84, 0x88, 0xfe, 0xff];

/** The seed with a few of its octets changed, cut, doubled, or put somewhere else; sometimes nothing of it. */
function damaged(seed: Uint8Array): Uint8Array {
  if (random(20) === 0) return Uint8Array.from({ length: random(80) }, () => random(256));
  let bytes = Uint8Array.from(seed);
  for (let change = 1 + random(4); change > 0 && bytes.length > 0; change -= 1) {
    const at = random(Math.min(bytes.length, random(3) === 0 ? bytes.length : 64));
    switch (random(6)) {
      case 0:
        bytes[at] = random(256);
        break;
      case 1:
        bytes[at] = LENGTHS[random(LENGTHS.length)] ?? 0;
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + random(4))]);
        break;
      case 4:
        bytes = Uint8Array.from(
          [...bytes.subarray(0, at), ...bytes.subarray(random(bytes.length))].slice(0, 40_000),
        );
        break;
      default:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
  }
  return bytes;
}

interface Target {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  readonly run: (bytes: Uint8Array) => unknown;
  /** Of the cases; parsers that compute get fewer. */
  readonly weight: number;
}

function walk(tlvs: readonly Tlv[], depth: number): void {
  for (const tlv of tlvs) if (tlv.constructed && depth < 12) walk(childrenOf(tlv), depth + 1);
}

const document = await passport({
  portrait: picture(400),
  portraitStandard: 'ISO 39794-5',
  holder: { fullName: 'ERIKSSON<<ANNA<MARIA', placeOfBirth: ['ZENITH'] },
  signature: picture(100).image,
  issuingAuthority: 'PASSPORT OFFICE',
  chipAuthentication: { ciphers: ['AES-256'], parameters: 0 },
  activeAuthentication: { key: { curve: 'brainpoolP256r1' } },
});
const older = await passport({ portrait: picture(400), pace: [] });
const group = (number: number) => [document, older].flatMap(({ dataGroups }) => dataGroups.get(number) ?? []);
const sods = [document, older].map(
  ({ personality }) => personality.application.get(0x011d) ?? new Uint8Array(),
);
const certificates = sods.map((sod) => readSod(sod).signedData.certificates[0] ?? new Uint8Array());
const rsa = await generateKey({ rsaBits: 1024 });
const ec = await generateKey({ curve: 'brainpoolP256r1' });
const keyInfos = [writePublicKeyInfo(rsa), writePublicKeyInfo(ec), writePublicKeyInfo(ec, true)];
const staticKeys = readDg14(group(14)[0] ?? new Uint8Array()).chipAuthenticationKeys;
const curve = curveByName('brainpoolP256r1');
const explicit = childrenOf(childrenOf(readTlvs(keyInfos[2] ?? new Uint8Array())[0] as Tlv)[0] as Tlv)[1];

function opened(): SecureChannel {
  const keys = { encryption: bytesOf(SM_3DES.ksEnc), mac: bytesOf(SM_3DES.ksMac) };
  return new SecureChannel(SUITES['3DES'], keys, BigInt(`0x${SM_3DES.ssc}`) + 1n);
}

const targets: Target[] = [
  { name: 'TLV', weight: 20, seeds: [...group(2), ...sods], run: (bytes) => walk(readTlvs(bytes), 0) },
  { name: 'commands', weight: 5, seeds: [bytesOf(SM_3DES.steps[0].protected)], run: decodeCommand },
  {
    name: 'secure messaging',
    weight: 5,
    seeds: SM_3DES.steps.map(({ response }) => bytesOf(response)),
    run: (bytes) => opened().unprotect(decodeAnswer(bytes)),
  },
  {
    name: 'security infos',
    weight: 8,
    seeds: [document.personality.masterFile.get(0x011c) ?? new Uint8Array()],
    run: readSecurityInfos,
  },
  { name: 'DG1', weight: 5, seeds: group(1), run: readDg1 },
  { name: 'DG2', weight: 10, seeds: group(2), run: readDg2 },
  { name: 'DG7', weight: 3, seeds: group(7), run: readDg7 },
  { name: 'DG11', weight: 5, seeds: group(11), run: readDg11 },
  { name: 'DG12', weight: 5, seeds: group(12), run: readDg12 },
  { name: 'DG14', weight: 5, seeds: group(14), run: readDg14 },
  { name: 'DG15', weight: 1, seeds: group(15), run: readDg15 },
  {
    name: 'EF.COM',
    weight: 5,
    seeds: [document.personality.application.get(0x011e) ?? new Uint8Array()],
    run: readEfCom,
  },
  { name: 'EF.SOD', weight: 8, seeds: sods, run: readSod },
  {
    name: 'signed data',
    weight: 8,
    seeds: sods.map((sod) => sod.subarray(4)),
    run: (bytes) => readSignedData(bytes, { signers: 4, certificates: 8 }),
  },
  { name: 'certificates', weight: 8, seeds: certificates, run: readCertificate },
  { name: 'public keys', weight: 1, seeds: keyInfos, run: readPublicKey },
  {
    name: 'static keys',
    weight: 0.1,
    seeds: staticKeys.map(({ publicKeyInfo }) => publicKeyInfo),
    run: (publicKeyInfo) => readStaticKey({ kind: 'dh', publicKeyInfo, keyId: null }),
  },
  {
    name: 'curve parameters',
    weight: 1,
    seeds: explicit ? [explicit.encoded] : [],
    run: (bytes) => readEcParameters(readTlv(bytes)),
  },
  {
    name: 'points',
    weight: 2,
    seeds: [bytesOf(PACE_CAM.pkDhIC)],
    run: (bytes) => decodePoint(curve, bytes),
  },
  { name: 'ECDSA signatures', weight: 5, seeds: [bytesOf('300602010102017F')], run: readEcdsaSignature },
  {
    name: 'signed challenges',
    weight: 0.05,
    seeds: [new Uint8Array(64).fill(3)],
    run: (bytes) => verifyChallenge({ curve, point: curve.generator }, new Uint8Array(8), bytes, null),
  },
  {
    name: 'recovered messages',
    weight: 1,
    seeds: [new Uint8Array(128).fill(3)],
    run: (bytes) =>
      rsa.kind === 'rsa' && [readRepresentative(bytes), verifyRecovering(rsa.rsa, bytes, new Uint8Array(8))],
  },
];

/** The code of what was thrown; anything that is no typed error ends the run. */
function codeOf(error: unknown, target: string, bytes: Uint8Array): string {
  if (error instanceof CodedError) return error.code;
  console.error(`${target} threw what is no typed error, for ${Buffer.from(bytes).toString('hex')}`);
  throw error;
}

function fuzz({ name, seeds, run, weight }: Target, share: number): void {
  const runs = Math.round((cases * weight) / share);
  const outcomes: Record<string, number> = {};
  let slowest = 0;
  const began = performance.now();
  for (let n = 0; n < runs; n += 1) {
    const bytes = damaged(seeds[random(seeds.length)] ?? new Uint8Array());
    const before = performance.now();
    let outcome = 'read';
    try {
      run(bytes);
    } catch (error) {
      outcome = codeOf(error, name, bytes);
    }
    slowest = Math.max(slowest, performance.now() - before);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const micros = Math.round(((performance.now() - began) * 1000) / Math.max(1, runs));
  console.log(
    JSON.stringify({ name, runs, 'µs a case': micros, 'slowest ms': Math.round(slowest), ...outcomes }),
  );
}

/** A whole reading of a chip one in twenty of whose answers is damaged, before and inside secure messaging alike. */
async function fuzzReadings(): Promise<void> {
  const outcomes: Record<string, number> = {};
  let slowest = 0;
  for (let n = 0; n < readings; n += 1) {
    const from = random(2) === 0 ? document : older;
    const reader = laid(from);
    const [key = canKey('123456')] = from.keys;
    const chip = {
      ...reader,
      async transmit(command: Uint8Array) {
        const answer = await reader.transmit(command);
        return random(20) === 0 ? damaged(answer) : answer;
      },
    };
    const before = performance.now();
    let outcome = 'read';
    try {
      const { unreadable } = await readChip({ chip, key, timeOut: 2000 });
      if (unreadable.size > 0) outcome = 'read in part';
    } catch (error) {
      outcome = codeOf(error, 'a reading', new Uint8Array());
    }
    slowest = Math.max(slowest, performance.now() - before);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  console.log(
    JSON.stringify({
      name: 'whole readings',
      runs: readings,
      'slowest ms': Math.round(slowest),
      ...outcomes,
    }),
  );
}

const heapBefore = process.memoryUsage().heapUsed;
const share = targets.reduce((sum, { weight }) => sum + weight, 0);
for (const target of targets) fuzz(target, share);
await fuzzReadings();
globalThis.gc?.();
const kept = Math.round((process.memoryUsage().heapUsed - heapBefore) / 1024 / 1024);
console.log(JSON.stringify({ 'MB kept': kept }));
