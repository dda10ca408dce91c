import type { CipherSuite } from '../crypto/index.ts';
import { bytesOf, bytesToNumber, concatBytes } from '../tlv/index.ts';

/** Constants of the pseudo-random function (Doc 9303-11 §4.4.3.3.2) for l = 128 and l = 256 bits. */
const SHORT = {
  c0: bytesOf('a668892a7c41e3ca739f40b057d85904'),
  c1: bytesOf('a4e136ac725f738b01c1f60217c188ad'),
};
const LONG = {
  c0: bytesOf('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676'),
  c1: bytesOf('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517'),
};

/** Octets of the chip's nonce for the integrated mapping: the smallest number of whole blocks that holds a key. */
export function integratedNonceLength(suite: CipherSuite): number {
  return Math.ceil(suite.keyLength / suite.blockLength) * suite.blockLength;
}

/**
 * R(s, t) modulo p (Doc 9303-11 §4.4.3.3.2, figure 2): the residue both nonces stand for.
 * @param s the chip's nonce
 * @param t the reader's nonce, as long as a key
 */
export function pseudoRandomResidue(
  suite: CipherSuite,
  s: Uint8Array,
  t: Uint8Array,
  modulus: { readonly value: bigint; readonly bits: number },
): bigint {
  const { c0, c1 } = suite.keyLength === 16 ? SHORT : LONG;
  const iv = new Uint8Array(suite.blockLength);
  const rounds = Math.ceil((modulus.bits + 64) / (c0.length * 8));
  const pieces: Uint8Array[] = [];
  let key = suite.encrypt(t, iv, s).subarray(0, suite.keyLength);
  for (let round = 0; round < rounds; round += 1) {
    pieces.push(suite.encrypt(key, iv, c1));
    key = suite.encrypt(key, iv, c0).subarray(0, suite.keyLength);
  }
  return bytesToNumber(concatBytes(...pieces)) % modulus.value;
}
