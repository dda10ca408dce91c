import { randomBytes } from '@noble/hashes/utils.js';
import { type AccessKey, passwordOctets } from '../access-key/index.ts';
import { type Answer, type ChipSession, OK, statusError, succeeded } from '../apdu/index.ts';
import { KDF } from '../crypto/index.ts';
import type { CurvePoint } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import { SecureChannel } from '../secure-messaging/index.ts';
import {
  bytesToNumber,
  childrenOf,
  concatBytes,
  encodeOid,
  equalBytes,
  findTlv,
  readTlv,
  type Tlv,
  writeTlv,
} from '../tlv/index.ts';
import type { PaceAlgorithm } from './algorithm.ts';
import { type ChipAuthenticationMapping, decryptMappingData } from './chip-authentication-mapping.ts';
import type { PaceGroup } from './group.ts';
import { pseudoRandomResidue } from './pseudo-random.ts';
import { authenticationToken } from './token.ts';

/** Tags of the dynamic authentication data (Doc 9303-11 §4.4.5, table 4). */
const DYNAMIC_DATA = 0x7c;
const NONCE = 0x80;
const MAPPING = { command: 0x81, answer: 0x82 };
const AGREEMENT = { command: 0x83, answer: 0x84 };
const TOKEN = { command: 0x85, answer: 0x86 };
const CHIP_AUTHENTICATION_DATA = 0x8a;

/** What the reader draws. Tests give known values. */
export interface PaceDraws {
  privateKey(step: 'mapping' | 'agreement', group: PaceGroup<unknown>): bigint;
  octets(length: number): Uint8Array;
}

const RANDOM: PaceDraws = {
  privateKey: (_step, group) => group.randomPrivateKey(),
  octets: randomBytes,
};

export interface PaceOptions {
  /** Whether the chip offers more than one set of domain parameters, so that the choice must be named. */
  readonly ambiguous?: boolean;
  readonly draws?: PaceDraws;
}

async function generalAuthenticate(session: ChipSession, data: Uint8Array, last: boolean): Promise<Answer> {
  const content = writeTlv(DYNAMIC_DATA, data);
  // Whoever sends long keys gets long keys back.
  const le = content.length > 200 ? 65_536 : 256;
  return session.send({ cla: last ? 0x00 : 0x10, ins: 0x86, p1: 0, p2: 0, data: content, le });
}

function dynamicData(octets: Uint8Array): Tlv[] {
  return childrenOf(readTlv(octets, DYNAMIC_DATA));
}

async function step(session: ChipSession, what: string, data: Uint8Array, tag: number): Promise<Uint8Array> {
  const objects = dynamicData(succeeded(what, await generalAuthenticate(session, data, false)));
  const found = findTlv(objects, tag);
  if (!found) throw new ChipError('chip/protocol', `${what}: the answer lacks its data`);
  return found.value;
}

async function selectProtocol(
  session: ChipSession,
  algorithm: PaceAlgorithm,
  key: AccessKey,
  ambiguous: boolean,
): Promise<void> {
  const data = concatBytes(
    writeTlv(0x80, encodeOid(algorithm.oid)),
    writeTlv(0x83, Uint8Array.of(key.kind === 'mrz' ? 1 : 2)),
    ambiguous ? writeTlv(0x84, Uint8Array.of(algorithm.parameterId)) : new Uint8Array(),
  );
  const { status } = await session.send({ ins: 0x22, p1: 0xc1, p2: 0xa4, data });
  // 63Cx: chosen, and a warning that earlier attempts failed (TR-03110-3 §B.11.1).
  if (status !== OK && status >> 4 !== 0x63c) throw statusError('MSE:Set AT for PACE', status);
}

/** The last step: what a chip answers here to a wrong password. */
function tokenRefused(status: number): ChipError {
  const cause = statusError('PACE token', status);
  const wrongKey = status >> 8 === 0x63 || [0x6982, 0x6983, 0x6985, 0x6988, 0x6a80].includes(status);
  return wrongKey ? new ChipError('chip/wrong-key', 'the chip refused the key', { cause }) : cause;
}

async function run<Element>(
  session: ChipSession,
  algorithm: PaceAlgorithm,
  group: PaceGroup<Element>,
  key: AccessKey,
  draws: PaceDraws,
): Promise<ChipAuthenticationMapping | null> {
  const { suite } = algorithm;
  const encrypted = await step(session, 'PACE nonce', new Uint8Array(), NONCE);
  if (encrypted.length === 0 || encrypted.length % suite.blockLength !== 0 || encrypted.length > 64) {
    throw new ChipError('chip/protocol', 'a nonce of the wrong length');
  }
  const passwordKey = suite.derive(passwordOctets(key), KDF.password);
  const nonce = suite.decrypt(passwordKey, new Uint8Array(suite.blockLength), encrypted);

  let mappedGenerator: Element;
  let chipMappingKey: Element | null = null;
  if (algorithm.mapping === 'IM') {
    const own = draws.octets(suite.keyLength);
    // The answer holds an empty object, or in some chips none; either way it says nothing.
    succeeded('PACE mapping', await generalAuthenticate(session, writeTlv(MAPPING.command, own), false));
    const modulus = { value: group.modulus, bits: group.modulusBits };
    mappedGenerator = group.mapIntegrated(pseudoRandomResidue(suite, nonce, own, modulus));
  } else {
    const own = draws.privateKey('mapping', group as PaceGroup<unknown>);
    const sent = group.encode(group.publicKey(own, group.generator));
    const received = await step(session, 'PACE mapping', writeTlv(MAPPING.command, sent), MAPPING.answer);
    chipMappingKey = group.decode(received);
    mappedGenerator = group.mapGeneric(bytesToNumber(nonce), group.agree(own, chipMappingKey));
  }

  const privateKey = draws.privateKey('agreement', group as PaceGroup<unknown>);
  const publicKey = group.publicKey(privateKey, mappedGenerator);
  const sent = group.encode(publicKey);
  const received = await step(session, 'PACE agreement', writeTlv(AGREEMENT.command, sent), AGREEMENT.answer);
  const chipKey = group.decode(received);
  if (equalBytes(group.encode(chipKey), sent)) {
    throw new ChipError('chip/protocol', 'the chip sent the key of the reader back');
  }
  const secret = group.secret(group.agree(privateKey, chipKey));
  const keys = { encryption: suite.derive(secret, KDF.encryption), mac: suite.derive(secret, KDF.mac) };

  const token = authenticationToken(suite, keys.mac, algorithm.oid, group, chipKey);
  const answer = await generalAuthenticate(session, writeTlv(TOKEN.command, token), true);
  if (answer.status !== OK) throw tokenRefused(answer.status);
  const objects = dynamicData(answer.data);
  const expected = authenticationToken(suite, keys.mac, algorithm.oid, group, publicKey);
  const theirs = findTlv(objects, TOKEN.answer)?.value;
  if (!theirs || !equalBytes(theirs, expected)) {
    throw new ChipError('chip/protocol', 'the chip did not prove that it knows the key');
  }
  session.secure(new SecureChannel(suite, keys));
  if (algorithm.mapping !== 'CAM') return null;
  const sealed = findTlv(objects, CHIP_AUTHENTICATION_DATA)?.value;
  if (!sealed) throw new ChipError('chip/protocol', 'chip authentication mapping without its data');
  return {
    curve: algorithm.parameters,
    data: decryptMappingData(suite, keys.encryption, sealed),
    // The chip authentication mapping exists on curves alone.
    mappingKey: chipMappingKey as CurvePoint,
  };
}

/**
 * Password authenticated connection establishment (Doc 9303-11 §4.4). Every command after it is protected by the session.
 * @returns with the chip authentication mapping, what the chip said to prove its static key; otherwise null
 * @throws ChipError `chip/wrong-key` when the chip refuses the password; `chip/protocol` and `chip/malformed` when it
 * answers wrongly. After any error the caller must not try another protocol in silence.
 */
export async function openWithPace(
  session: ChipSession,
  algorithm: PaceAlgorithm,
  key: AccessKey,
  options: PaceOptions = {},
): Promise<ChipAuthenticationMapping | null> {
  await selectProtocol(session, algorithm, key, options.ambiguous ?? false);
  return run(session, algorithm, algorithm.group(), key, options.draws ?? RANDOM);
}
