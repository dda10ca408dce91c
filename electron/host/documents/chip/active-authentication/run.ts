import { randomBytes } from '@noble/hashes/utils.js';
import { type Answer, type ChipSession, OK } from '../apdu/index.ts';
import { describePublicKey, type PublicKey, rsaBits } from '../certificates/index.ts';
import { type ChipProof, failed, passed } from '../proof.ts';
import type { SecurityInfos } from '../security-infos/index.ts';
import { verifyChallenge } from './ecdsa.ts';
import { verifyRecovering } from './message-recovery.ts';

/** Longest RSA key whose signature fits a protected answer of the short form (Doc 9303-11 §6.1.4, with AES). */
const LONGEST_SHORT_BITS = 1792;

async function sign(session: ChipSession, challenge: Uint8Array, long: boolean): Promise<Answer> {
  const command = { ins: 0x88, p1: 0, p2: 0, data: challenge };
  const answer = await session.send({ ...command, le: long ? 65_536 : 256 });
  // A chip that signs in pieces knows no long lengths.
  return long && answer.status === 0x6700 ? session.send({ ...command, le: 256 }) : answer;
}

/**
 * Active authentication (Doc 9303-11 §6.1): the chip signs a challenge with the key whose public half is in DG15.
 * @param infos what DG14 says, or null where there is none: the hash function of an EC key
 * @throws ChipError when the exchange itself breaks down
 */
export async function challengeChip(
  session: ChipSession,
  key: PublicKey,
  infos: SecurityInfos | null,
  random: (length: number) => Uint8Array = randomBytes,
): Promise<ChipProof> {
  const facts = { key: describePublicKey(key) };
  const challenge = random(8);
  const long = key.kind === 'rsa' && rsaBits(key.rsa) > LONGEST_SHORT_BITS;
  const { data, status } = await sign(session, challenge, long);
  if (status !== OK) return failed('refused', { ...facts, status: status.toString(16).toUpperCase() });
  const hash =
    key.kind === 'rsa'
      ? verifyRecovering(key.rsa, data, challenge)
      : verifyChallenge(key, challenge, data, infos?.activeAuthentication[0]?.signatureAlgorithm ?? null);
  return hash ? passed({ ...facts, hash }) : failed('wrong-signature', facts);
}
