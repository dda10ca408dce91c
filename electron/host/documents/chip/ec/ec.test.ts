import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ChipError } from '../errors.ts';
import { bitStringOf, bytesOf, childrenOf, concatBytes, DER, readTlv, writeTlv } from '../tlv/index.ts';
import {
  agreeEc,
  CURVES,
  curveByName,
  curveByOid,
  curveByStandardId,
  decodePoint,
  encodePoint,
  generateEcKeyPair,
  readEcdsaSignature,
  readEcParameters,
  readPlainSignature,
  signEcdsa,
  verifyEcdsa,
  writeEcdsaSignature,
  writePlainSignature,
} from './index.ts';

const message = bytesOf('48656c6c6f');
const opensslName = (name: string) => ({ secp192r1: 'prime192v1', secp256r1: 'prime256v1' })[name] ?? name;

/** A key OpenSSL made, its parameters named or spelled out, and its SubjectPublicKeyInfo taken apart. */
function opensslKey(name: string, paramEncoding: 'named' | 'explicit') {
  const pair = generateKeyPairSync('ec', { namedCurve: opensslName(name), paramEncoding });
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const [algorithm, bits] = childrenOf(readTlv(spki));
  if (!algorithm || !bits) throw new Error('not a key');
  const parameters = childrenOf(algorithm)[1];
  if (!parameters) throw new Error('no parameters');
  return { ...pair, parameters, point: bitStringOf(bits) };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ChipError) return error.code;
    throw error;
  }
  return 'nothing';
}

describe.each(CURVES.map((curve) => [curve.name, curve] as const))('%s', (name, curve) => {
  it('verifies what OpenSSL signs, with its parameters named and spelled out', () => {
    for (const encoding of ['named', 'explicit'] as const) {
      const key = opensslKey(name, encoding);
      expect(readEcParameters(key.parameters)).toBe(curve);
      const point = decodePoint(curve, key.point);
      for (const hash of ['sha1', 'sha512']) {
        const digest = createHash(hash).update(message).digest();
        const signature = readEcdsaSignature(sign(hash, message, key.privateKey));
        expect(verifyEcdsa(curve, point, digest, signature)).toBe(true);
        expect(verifyEcdsa(curve, point, digest, { ...signature, s: curve.n - signature.s })).toBe(true);
        expect(verifyEcdsa(curve, point, digest.fill(1, 0, 1), signature)).toBe(false);
      }
      const digest = createHash('sha256').update(message).digest();
      const plain = sign('sha256', message, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
      expect(verifyEcdsa(curve, point, digest, readPlainSignature(plain))).toBe(true);
    }
  });

  it('signs what OpenSSL verifies', () => {
    const { privateKey, publicKey } = generateEcKeyPair(curve);
    const key = createPublicKey({
      key: Buffer.from(
        writeTlv(
          DER.sequence,
          writeTlv(DER.sequence, bytesOf('06072a8648ce3d0201'), opensslKey(name, 'named').parameters.encoded),
          writeTlv(DER.bitString, bytesOf('00'), encodePoint(publicKey)),
        ),
      ),
      format: 'der',
      type: 'spki',
    });
    const signature = signEcdsa(curve, privateKey, createHash('sha384').update(message).digest());
    expect(verify('sha384', message, key, writeEcdsaSignature(signature))).toBe(true);
    expect(readPlainSignature(writePlainSignature(curve, signature))).toEqual(signature);
  });

  it('agrees with itself, over its own generator and a mapped one', () => {
    for (const generator of [curve.generator, curve.generator.multiply(7n)]) {
      const [one, other] = [generateEcKeyPair(curve, generator), generateEcKeyPair(curve, generator)];
      expect(agreeEc(one.privateKey, other.publicKey).equals(agreeEc(other.privateKey, one.publicKey))).toBe(
        true,
      );
    }
  });

  it('refuses what is no point of it', () => {
    const good = encodePoint(curve.generator);
    const off = Uint8Array.from(good);
    off[off.length - 1] = (off[off.length - 1] as number) ^ 1;
    for (const bad of [off, good.subarray(1), new Uint8Array(good.length), bytesOf('00'), bytesOf('')]) {
      expect(codeOf(() => decodePoint(curve, bad))).toBe('chip/malformed');
    }
  });

  it('is found by its name, its identifier and its standard parameter id', () => {
    expect(curveByName(name)).toBe(curve);
    expect(curveByOid(curve.oid)).toBe(curve);
    expect(curveByStandardId(curve.standardId)).toBe(curve);
  });
});

describe('parameters that are not a known curve', () => {
  const { parameters } = opensslKey('brainpoolP256r1', 'explicit');
  const parts = childrenOf(parameters).map((part) => part.encoded);
  const curve = curveByName('brainpoolP256r1');

  it('refuses another generator on the right curve', () => {
    const own = writeTlv(DER.octetString, encodePoint(curve.generator.multiply(3n)));
    const forged = parts.map((part, index) => (index === 3 ? own : part));
    expect(codeOf(() => readEcParameters(readTlv(writeTlv(DER.sequence, ...forged))))).toBe(
      'chip/unsupported',
    );
  });

  it('refuses another coefficient, another order and an unknown name', () => {
    const encoded = concatBytes(parameters.encoded);
    const at = Buffer.from(encoded).indexOf(Buffer.from(bytesOf('7d5a0975')));
    encoded[at] = 0x7c;
    expect(codeOf(() => readEcParameters(readTlv(encoded)))).toBe('chip/unsupported');
    expect(codeOf(() => readEcParameters(readTlv(bytesOf('06052b8104000a'))))).toBe('chip/unsupported');
    expect(codeOf(() => readEcParameters(readTlv(bytesOf('0500'))))).toBe('chip/unsupported');
    expect(codeOf(() => readEcParameters(readTlv(bytesOf('3000'))))).toBe('chip/malformed');
  });

  it('takes no signature out of range', () => {
    const digest = new Uint8Array(32);
    for (const signature of [
      { r: 0n, s: 1n },
      { r: 1n, s: 0n },
      { r: curve.n, s: 1n },
      { r: 1n, s: curve.n },
      { r: -1n, s: 1n },
    ]) {
      expect(verifyEcdsa(curve, curve.generator, digest, signature)).toBe(false);
    }
    expect(codeOf(() => readPlainSignature(new Uint8Array(3)))).toBe('chip/malformed');
  });
});
