import { createCipheriv, createDecipheriv } from 'node:crypto';

export type BlockCipher = 'aes' | '3des';

/** Octets of a block. */
export function blockLength(cipher: BlockCipher): 8 | 16 {
  return cipher === 'aes' ? 16 : 8;
}

/** Two-key triple DES is spelled out to three; a single key thrice is plain DES, which OpenSSL 3 no longer offers by name. */
function tripled(key: Uint8Array): Uint8Array {
  if (key.length === 24) return key;
  const whole = new Uint8Array(24);
  for (let at = 0; at < 24; at += 1) whole[at] = key[at % key.length] as number;
  return whole;
}

function run(
  mode: 'encrypt' | 'decrypt',
  cipher: BlockCipher,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  const name = cipher === 'aes' ? `aes-${key.length * 8}-cbc` : 'des-ede3-cbc';
  const whole = cipher === 'aes' ? key : tripled(key);
  const work = mode === 'encrypt' ? createCipheriv(name, whole, iv) : createDecipheriv(name, whole, iv);
  work.setAutoPadding(false);
  return new Uint8Array(Buffer.concat([work.update(data), work.final()]));
}

/**
 * CBC without padding (ISO/IEC 10116). Keys: 16, 24 or 32 octets for AES; 16 for two-key triple DES, 8 for DES.
 * @throws RangeError or OpenSSL's error for lengths that do not fit, which is a mistake of the caller's
 */
export function encryptCbc(
  cipher: BlockCipher,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  return run('encrypt', cipher, key, iv, data);
}

/** The reverse of {@link encryptCbc}. The caller makes sure that `data` are whole blocks. */
export function decryptCbc(
  cipher: BlockCipher,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  return run('decrypt', cipher, key, iv, data);
}

/** One block in ECB mode. */
export function encryptBlock(cipher: BlockCipher, key: Uint8Array, block: Uint8Array): Uint8Array {
  return encryptCbc(cipher, key, new Uint8Array(blockLength(cipher)), block);
}
