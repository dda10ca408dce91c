import { type CipherSuite, KDF } from '../crypto/index.ts';
import { agreeDh, checkDhPublicKey, secretOctets } from '../dh/index.ts';
import { agreeEc, decodePoint, xOctets } from '../ec/index.ts';
import { bytesToNumber } from '../tlv/index.ts';
import type { ChipKeyPair } from './personality.ts';
import { ChipChannel } from './secured.ts';

/**
 * The chip's side of chip authentication (Doc 9303-11 §6.2): the session that follows from the reader's key.
 * @throws ChipError for a key that is not in the group
 */
export function agreeAsChip(suite: CipherSuite, key: ChipKeyPair, theirs: Uint8Array): ChipChannel {
  const secret =
    key.kind === 'ec'
      ? xOctets(key.curve, agreeEc(key.pair.privateKey, decodePoint(key.curve, theirs)))
      : secretOctets(
          key.group,
          agreeDh(key.group, key.pair.privateKey, checkDhPublicKey(key.group, bytesToNumber(theirs))),
        );
  return new ChipChannel(suite, {
    encryption: suite.derive(secret, KDF.encryption),
    mac: suite.derive(secret, KDF.mac),
  });
}
