import { type CipherSuite, encryptBlock, unpad } from '../crypto/index.ts';
import type { Curve, CurvePoint } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import { bytesToNumber } from '../tlv/index.ts';

/** What a chip says to prove, within PACE, that it owns its static key (Doc 9303-11 §4.4.3.5). */
export interface ChipAuthenticationMapping {
  readonly curve: string;
  /** CA_IC. */
  readonly data: bigint;
  /** The chip's ephemeral key of the mapping. */
  readonly mappingKey: CurvePoint;
}

/** The initial vector for the encrypted data: the encryption of all ones (§4.4.3.5.4). */
export function mappingDataIv(encryptionKey: Uint8Array): Uint8Array {
  return encryptBlock('aes', encryptionKey, new Uint8Array(16).fill(0xff));
}

/** Decrypts the chip authentication data. @throws ChipError `chip/protocol` when they are not whole */
export function decryptMappingData(
  suite: CipherSuite,
  encryptionKey: Uint8Array,
  encrypted: Uint8Array,
): bigint {
  const whole = encrypted.length > 0 && encrypted.length % suite.blockLength === 0;
  const data = whole && unpad(suite.decrypt(encryptionKey, mappingDataIv(encryptionKey), encrypted));
  if (!data || data.length === 0) {
    throw new ChipError('chip/protocol', 'chip authentication data that are not whole');
  }
  return bytesToNumber(data);
}

/**
 * Whether the chip owns the private key to `publicKey` (§4.4.3.5.2). Says nothing about whose key that is: it must come
 * from a signed file.
 */
export function provesKey(
  proof: ChipAuthenticationMapping,
  key: { readonly curve: Curve; readonly point: CurvePoint },
): boolean {
  const { n, name } = key.curve;
  if (name !== proof.curve || proof.data < 1n || proof.data >= n) return false;
  return key.point.multiply(proof.data).equals(proof.mappingKey);
}
