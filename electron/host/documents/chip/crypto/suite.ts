import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { type BlockCipher, blockLength, decryptCbc, encryptCbc } from './ciphers.ts';
import { cmac, retailMac } from './mac.ts';
import { pad } from './padding.ts';

export type SuiteName = '3DES' | 'AES-128' | 'AES-192' | 'AES-256';

/** Counters of the key derivation (Doc 9303-11 §9.7.2 to §9.7.4). */
export const KDF = { encryption: 1, mac: 2, password: 3 } as const;

/** One symmetric cipher of Doc 9303-11 with the MAC and the key derivation that belong to it. */
export interface CipherSuite {
  readonly name: SuiteName;
  readonly cipher: BlockCipher;
  /** Octets of a block: 8 or 16. */
  readonly blockLength: 8 | 16;
  /** Octets of a key: 16, 24 or 32. */
  readonly keyLength: 16 | 24 | 32;
  /** KDF(secret, counter) (Doc 9303-11 §9.7.1). */
  derive(secret: Uint8Array, counter: number): Uint8Array;
  encrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array;
  decrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array;
  /** 8 octets: of CMAC, or of the retail MAC with padding method 2. */
  mac(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** As {@link mac}, over blocks that the caller has padded. */
  macOfBlocks(key: Uint8Array, blocks: Uint8Array): Uint8Array;
}

/** The lowest bit of every octet makes the number of ones odd (FIPS 46-3). */
function withParity(key: Uint8Array): Uint8Array {
  return key.map((octet) => {
    let ones = 0;
    for (let bit = 1; bit < 8; bit += 1) ones += (octet >> bit) & 1;
    return (octet & 0xfe) | (ones % 2 === 0 ? 1 : 0);
  });
}

function suite(name: SuiteName, cipher: BlockCipher, keyLength: 16 | 24 | 32): CipherSuite {
  const hash = keyLength === 16 ? sha1 : sha256;
  const macOfBlocks =
    cipher === 'aes' ? (key: Uint8Array, data: Uint8Array) => cmac(key, data).subarray(0, 8) : retailMac;
  return {
    name,
    cipher,
    blockLength: blockLength(cipher),
    keyLength,
    derive(secret, counter) {
      const key = hash(concatBytes(secret, Uint8Array.of(0, 0, 0, counter))).subarray(0, keyLength);
      return cipher === 'aes' ? key : withParity(key);
    },
    encrypt: (key, iv, data) => encryptCbc(cipher, key, iv, data),
    decrypt: (key, iv, data) => decryptCbc(cipher, key, iv, data),
    mac: (key, data) => macOfBlocks(key, cipher === 'aes' ? data : pad(data, 8)),
    macOfBlocks,
  };
}

export const SUITES: Readonly<Record<SuiteName, CipherSuite>> = {
  '3DES': suite('3DES', '3des', 16),
  'AES-128': suite('AES-128', 'aes', 16),
  'AES-192': suite('AES-192', 'aes', 24),
  'AES-256': suite('AES-256', 'aes', 32),
};
