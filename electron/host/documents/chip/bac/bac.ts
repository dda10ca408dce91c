import { randomBytes } from '@noble/hashes/utils.js';
import { type AccessKey, passwordOctets } from '../access-key/index.ts';
import { type ChipSession, OK, statusError, succeeded } from '../apdu/index.ts';
import { KDF, SUITES } from '../crypto/index.ts';
import { ChipError } from '../errors.ts';
import { SecureChannel } from '../secure-messaging/index.ts';
import { bytesToNumber, concatBytes, equalBytes } from '../tlv/index.ts';

const SUITE = SUITES['3DES'];
const ZERO_IV = new Uint8Array(8);
/** Wrong length, unknown instruction, unknown class: nothing was compared. */
const NOT_UNDERSTOOD = [0x67, 0x6d, 0x6e];

export interface BacKeys {
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
}

/** The document basic access keys (Doc 9303-11 §9.7.2). @throws ChipError `chip/key-format` for a card access number */
export function bacKeys(key: AccessKey): BacKeys {
  if (key.kind !== 'mrz') throw new ChipError('chip/key-format', 'this chip is opened by its zone alone');
  const seed = passwordOctets(key).subarray(0, 16);
  return { encryption: SUITE.derive(seed, KDF.encryption), mac: SUITE.derive(seed, KDF.mac) };
}

/** Encrypts and authenticates one of the two messages (Doc 9303-11 §4.3.3). */
export function sealBac(keys: BacKeys, message: Uint8Array): Uint8Array {
  const cryptogram = SUITE.encrypt(keys.encryption, ZERO_IV, message);
  return concatBytes(cryptogram, SUITE.mac(keys.mac, cryptogram));
}

/** The message inside, or null when its checksum is wrong. */
export function openBac(keys: BacKeys, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length !== 40) return null;
  const cryptogram = sealed.subarray(0, 32);
  if (!equalBytes(SUITE.mac(keys.mac, cryptogram), sealed.subarray(32))) return null;
  return SUITE.decrypt(keys.encryption, ZERO_IV, cryptogram);
}

/** Session keys and counter from what both sides contributed (Doc 9303-11 §9.7.4, §9.8.6.3). */
export function bacChannel(
  secrets: { chip: Uint8Array; reader: Uint8Array },
  challenges: { chip: Uint8Array; reader: Uint8Array },
): SecureChannel {
  const seed = secrets.chip.map((octet, i) => octet ^ (secrets.reader[i] as number));
  const keys = { encryption: SUITE.derive(seed, KDF.encryption), mac: SUITE.derive(seed, KDF.mac) };
  const counter = concatBytes(challenges.chip.subarray(4), challenges.reader.subarray(4));
  return new SecureChannel(SUITE, keys, bytesToNumber(counter));
}

/**
 * Basic access control (Doc 9303-11 §4.3) with an application that is already selected. Every command after it is
 * protected by the session.
 * @param random draws octets; tests give known ones
 * @throws ChipError `chip/wrong-key` when the chip refuses the key; `chip/protocol` when it answers wrongly
 */
export async function openWithBac(
  session: ChipSession,
  key: AccessKey,
  random: (length: number) => Uint8Array = randomBytes,
): Promise<void> {
  const keys = bacKeys(key);
  const challenge = succeeded('GET CHALLENGE', await session.send({ ins: 0x84, p1: 0, p2: 0, le: 8 }));
  if (challenge.length !== 8) throw new ChipError('chip/protocol', 'a challenge of the wrong length');
  const own = random(8);
  const secret = random(16);
  // Le is the exact length as in appendix D.3: with 00 some chips answer 6A88.
  const answer = await session.send({
    ins: 0x82,
    p1: 0,
    p2: 0,
    data: sealBac(keys, concatBytes(own, challenge, secret)),
    le: 40,
  });
  if (answer.status !== OK) {
    const cause = statusError('EXTERNAL AUTHENTICATE', answer.status);
    if (NOT_UNDERSTOOD.includes(answer.status >> 8)) throw cause;
    throw new ChipError('chip/wrong-key', 'the chip refused the key from the zone', { cause });
  }
  const message = openBac(keys, answer.data);
  if (
    !message ||
    !equalBytes(message.subarray(0, 8), challenge) ||
    !equalBytes(message.subarray(8, 16), own)
  ) {
    throw new ChipError('chip/protocol', 'the chip did not prove that it knows the key');
  }
  session.secure(
    bacChannel({ chip: message.subarray(16), reader: secret }, { chip: challenge, reader: own }),
  );
}
