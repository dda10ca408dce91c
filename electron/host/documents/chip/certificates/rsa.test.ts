import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hexOf } from '../tlv/index.ts';
import { readPublicKey } from './public-key.ts';
import { digestInfo, mgf1, padPkcs1, rsaRecover, verifyPkcs1, verifyPss } from './rsa.ts';

const MESSAGE = new TextEncoder().encode('signed attributes');

/** OpenSSL makes the keys and signatures: another implementation than the one under test. */
function keyPair(modulusLength: number) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const key = readPublicKey(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })));
  if (key.kind !== 'rsa') throw new Error('not an RSA key');
  return { rsa: key.rsa, privateKey };
}

const HASHES = [
  ['SHA-1', 'sha1'],
  ['SHA-224', 'sha224'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
] as const;

const { rsa, privateKey } = keyPair(2048);
/** Of such a length that the encoded message is one octet shorter than the modulus. */
const odd = keyPair(2041);

describe.each(HASHES)('%s', (hash, name) => {
  it('verifies PKCS #1 v1.5', () => {
    const signature = new Uint8Array(sign(name, MESSAGE, privateKey));
    expect(verifyPkcs1(hash, MESSAGE, signature, rsa)).toBe(true);
    expect(verifyPkcs1(hash, MESSAGE.subarray(1), signature, rsa)).toBe(false);
    const changed = signature.slice();
    changed[100] = (changed[100] as number) ^ 1;
    expect(verifyPkcs1(hash, MESSAGE, changed, rsa)).toBe(false);
  });

  it.each([0, 8, 20, 32])('verifies PSS with a salt of %d octets', (saltLength) => {
    for (const pair of [{ rsa, privateKey }, odd]) {
      const options = { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
      const signature = new Uint8Array(sign(name, MESSAGE, options));
      expect(verifyPss(hash, hash, MESSAGE, signature, pair.rsa)).toBe(true);
      expect(verifyPss(hash, hash, MESSAGE.subarray(1), signature, pair.rsa)).toBe(false);
      expect(verifyPss(hash, hash === 'SHA-1' ? 'SHA-256' : 'SHA-1', MESSAGE, signature, pair.rsa)).toBe(
        false,
      );
    }
  });
});

it('refuses what is no number below the modulus', () => {
  expect(rsaRecover(new Uint8Array(256).fill(0xff), rsa)).toBeNull();
  expect(verifyPss('SHA-256', 'SHA-256', MESSAGE, new Uint8Array(256).fill(0xff), rsa)).toBe(false);
  expect(verifyPss('SHA-256', 'SHA-256', MESSAGE, new Uint8Array(), rsa)).toBe(false);
  expect(verifyPkcs1('SHA-256', MESSAGE, new Uint8Array(), rsa)).toBe(false);
});

it('does not take a signature whose padding is cut short', () => {
  // The form of Bleichenbacher's forgery of 2006: the digest is followed by anything, and less padding goes before.
  const info = digestInfo('SHA-256', new Uint8Array(32));
  expect(padPkcs1(info, info.length + 10)).toBeNull();
  expect(padPkcs1(info, info.length + 11)?.length).toBe(info.length + 11);
});

it('makes the mask of RFC 8017', () => {
  // MGF1 over SHA-1 of "foo" and "bar", published with the Wikipedia article on the function.
  expect(hexOf(mgf1('SHA-1', new TextEncoder().encode('foo'), 3))).toBe('1ac907');
  expect(hexOf(mgf1('SHA-1', new TextEncoder().encode('bar'), 5))).toBe('bc0c655e01');
});
