import { type ChipSession, OK } from '../apdu/index.ts';
import { KDF } from '../crypto/index.ts';
import { agreeDh, generateDhKeyPair, secretOctets, unsignedOctets } from '../dh/index.ts';
import { agreeEc, encodePoint, generateEcKeyPair, xOctets } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import { type ChipProof, failed, passed } from '../proof.ts';
import { SecureChannel } from '../secure-messaging/index.ts';
import { concatBytes, encodeOid, numberToBytes, writeTlv } from '../tlv/index.ts';
import type { ChipAuthenticationMethod } from './choose.ts';
import type { ChipStaticKey } from './static-key.ts';

/** DG14 itself: it is there, and selecting it costs one short exchange. */
const PROBE = { ins: 0xa4, p1: 0x02, p2: 0x0c, data: Uint8Array.of(0x01, 0x0e) };

/** A fresh key, as it is sent, and what is agreed on with it. */
function agree(key: ChipStaticKey): { sent: Uint8Array; secret: Uint8Array } {
  if (key.kind === 'ec') {
    const own = generateEcKeyPair(key.curve);
    return {
      sent: encodePoint(own.publicKey),
      secret: xOctets(key.curve, agreeEc(own.privateKey, key.point)),
    };
  }
  const own = generateDhKeyPair(key.group);
  return {
    sent: unsignedOctets(own.publicKey),
    secret: secretOctets(key.group, agreeDh(key.group, own.privateKey, key.publicKey)),
  };
}

function keyReference(keyId: bigint | null): Uint8Array {
  if (keyId === null || keyId < 0n) return new Uint8Array();
  return writeTlv(0x84, numberToBytes(keyId, Math.max(1, Math.ceil(keyId.toString(16).length / 2))));
}

/** Sends the key by the commands that belong to the method (Doc 9303-11 §6.2.4). @returns the first status that is not success */
async function exchange(
  session: ChipSession,
  { oid, suite, keyId }: ChipAuthenticationMethod,
  sent: Uint8Array,
): Promise<number> {
  const reference = keyReference(keyId);
  if (oid === null || suite.cipher === '3des') {
    const data = concatBytes(writeTlv(0x91, sent), reference);
    return (await session.send({ ins: 0x22, p1: 0x41, p2: 0xa6, data })).status;
  }
  const template = concatBytes(writeTlv(0x80, encodeOid(oid)), reference);
  const chosen = await session.send({ ins: 0x22, p1: 0x41, p2: 0xa4, data: template });
  if (chosen.status !== OK) return chosen.status;
  const data = writeTlv(0x7c, writeTlv(0x80, sent));
  return (await session.send({ ins: 0x86, p1: 0, p2: 0, data, le: 256 })).status;
}

/**
 * Chip authentication (Doc 9303-11 §6.2): the session goes on under keys that only the owner of the static key can derive.
 * The proof is the first answer under the new keys, so one is asked for. A `failed` proof with the reason `wrong-keys` leaves
 * the session unusable; with `refused` it goes on under the old keys.
 * @throws ChipError when the exchange itself breaks down: `chip/gone`, `chip/no-answer`, `chip/cancelled`
 */
export async function authenticateChip(
  session: ChipSession,
  method: ChipAuthenticationMethod,
): Promise<ChipProof> {
  const { suite, key } = method;
  const facts = {
    cipher: suite.name,
    agreement: key.kind === 'ec' ? 'ECDH' : 'DH',
    parameters: key.kind === 'ec' ? key.curve.name : key.group.name,
  };
  const { sent, secret } = agree(key);
  const status = await exchange(session, method, sent);
  if (status !== OK) return failed('refused', { ...facts, status: status.toString(16).toUpperCase() });
  session.secure(
    new SecureChannel(suite, {
      encryption: suite.derive(secret, KDF.encryption),
      mac: suite.derive(secret, KDF.mac),
    }),
  );
  try {
    await session.send(PROBE);
    return passed(facts);
  } catch (error) {
    const otherKeys =
      error instanceof ChipError && (error.code === 'chip/protocol' || error.code === 'chip/session-lost');
    if (!otherKeys) throw error;
    return failed('wrong-keys', facts);
  }
}
