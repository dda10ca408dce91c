import { decryptCbc, encryptBlock, encryptCbc } from './ciphers.ts';
import { pad } from './padding.ts';

const ZEROS = new Uint8Array(16);

/** MAC algorithm 3 of ISO/IEC 9797-1 ("retail MAC") with DES over whole blocks: 8 octets. `key` has 16. */
export function retailMac(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const iv = ZEROS.subarray(0, 8);
  const [first, second] = [key.subarray(0, 8), key.subarray(8, 16)];
  const chain = encryptCbc('3des', first, iv, blocks).subarray(-8);
  return encryptBlock('3des', first, decryptCbc('3des', second, iv, chain));
}

/** Doubling in GF(2^128) (NIST SP 800-38B §6.1). */
function double(block: Uint8Array): Uint8Array {
  const doubled = block.map((octet, i) => ((octet << 1) | ((block[i + 1] ?? 0) >> 7)) & 0xff);
  if ((block[0] as number) >= 0x80) doubled[15] = (doubled[15] as number) ^ 0x87;
  return doubled;
}

/** AES-CMAC (NIST SP 800-38B): 16 octets. */
export function cmac(key: Uint8Array, data: Uint8Array): Uint8Array {
  const whole = data.length > 0 && data.length % 16 === 0;
  const first = double(encryptBlock('aes', key, ZEROS));
  const mask = whole ? first : double(first);
  const padded = whole ? Uint8Array.from(data) : pad(data, 16);
  const last = padded.length - 16;
  for (let i = 0; i < 16; i += 1) padded[last + i] = (padded[last + i] as number) ^ (mask[i] as number);
  return encryptCbc('aes', key, ZEROS, padded).subarray(-16);
}
