import { randomBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ChipSession } from '../apdu/index.ts';
import { digestOf, type HashName, type PublicKey } from '../certificates/index.ts';
import {
  CURVES,
  generateEcKeyPair,
  signEcdsa,
  writeEcdsaSignature,
  writePlainSignature,
} from '../ec/index.ts';
import { generateKey } from '../issuing/index.ts';
import { upperHex } from '../testing/hex.ts';
import { ACTIVE_AUTHENTICATION } from '../testing/vectors.ts';
import { bytesOf, bytesToNumber, concatBytes, hexOf, numberToBytes } from '../tlv/index.ts';
import {
  challengeChip,
  readRepresentative,
  signRecovering,
  verifyChallenge,
  verifyRecovering,
} from './index.ts';

const challenge = bytesOf(ACTIVE_AUTHENTICATION.rndIFD);

describe('the message representative of Doc 9303-11 appendix F', () => {
  it('comes apart into nonce and hash', () => {
    const read = readRepresentative(bytesOf(ACTIVE_AUTHENTICATION.F));
    expect(read?.hash).toBe('SHA-1');
    expect(read && upperHex(read.message)).toBe(ACTIVE_AUTHENTICATION.M1);
    expect(read && upperHex(read.digest)).toBe(ACTIVE_AUTHENTICATION.D);
    const message = concatBytes(bytesOf(ACTIVE_AUTHENTICATION.M1), challenge);
    expect(upperHex(digestOf('SHA-1', message))).toBe(ACTIVE_AUTHENTICATION.D);
  });

  it.each(['', '6ABC', '6A31CC', '4ABC', '6A'.repeat(30)])('is not %s', (hex) => {
    expect(readRepresentative(bytesOf(hex))).toBeNull();
  });
});

describe('RSA with message recovery', () => {
  type Key = { modulus: bigint; exponent: bigint; privateExponent: bigint };
  let key: Key;
  let longKey: Key;
  beforeAll(async () => {
    for (const bits of [1024, 2048]) {
      const made = await generateKey({ rsaBits: bits });
      if (made.kind !== 'rsa') throw new Error('not RSA');
      if (bits === 1024) key = made.rsa;
      else longKey = made.rsa;
    }
  });

  it.each<HashName>(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'])('verifies with %s', (hash) => {
    const signature = signRecovering(key, hash, challenge, randomBytes);
    expect(verifyRecovering(key, signature, challenge)).toBe(hash);
    expect(verifyRecovering(key, signature, bytesOf('0000000000000000'))).toBeNull();
    const complement = numberToBytes(key.modulus - bytesToNumber(signature), 128);
    expect(verifyRecovering(key, complement, challenge)).toBe(hash);
  });

  it('refuses anything else', () => {
    const signature = signRecovering(key, 'SHA-256', challenge, randomBytes);
    fc.assert(
      fc.property(fc.nat(1023), (bit) => {
        const bad = Uint8Array.from(signature);
        bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
        return verifyRecovering(key, bad, challenge) === null;
      }),
      { numRuns: 100 },
    );
    for (const bad of [bytesOf(''), new Uint8Array(128), new Uint8Array(400).fill(0xff)]) {
      expect(verifyRecovering(key, bad, challenge)).toBeNull();
    }
  });

  it('asks for long answers with long lengths, and again with short ones', async () => {
    const sent: string[] = [];
    const signature = signRecovering(longKey, 'SHA-256', challenge, randomBytes);
    const answers = [
      '6700',
      `${hexOf(signature.subarray(0, 200))}6138`,
      `${hexOf(signature.subarray(200))}9000`,
    ];
    const session = new ChipSession({
      atr: null,
      transmit: async (command) => {
        sent.push(upperHex(command));
        return bytesOf(answers.shift() ?? '6F00');
      },
    });
    const publicKey: PublicKey = { kind: 'rsa', rsa: longKey };
    const proof = await challengeChip(session, publicKey, null, () => challenge);
    expect(proof).toEqual({
      outcome: 'passed',
      reason: 'proved',
      facts: { key: 'RSA 2048', hash: 'SHA-256' },
    });
    expect(sent).toEqual([
      '00880000000008F173589974BF40C60000',
      '0088000008F173589974BF40C600',
      '00C0000038',
    ]);
  });

  it('says when a chip refuses or signs something else', async () => {
    const publicKey: PublicKey = { kind: 'rsa', rsa: key };
    const answering = (hex: string) => new ChipSession({ atr: null, transmit: async () => bytesOf(hex) });
    expect(await challengeChip(answering('6D00'), publicKey, null)).toMatchObject({
      outcome: 'failed',
      reason: 'refused',
      facts: { status: '6D00' },
    });
    expect(await challengeChip(answering('00119000'), publicKey, null)).toMatchObject({
      outcome: 'failed',
      reason: 'wrong-signature',
    });
  });
});

describe('ECDSA over the challenge', () => {
  const TR_03111 = '0.4.0.127.0.7.1.1.4.1.';

  it.each(CURVES.map((curve) => [curve.name, curve] as const))('verifies on %s', (_name, curve) => {
    const { privateKey, publicKey: point } = generateEcKeyPair(curve);
    const key = { curve, point };
    const over = (hash: HashName) => signEcdsa(curve, privateKey, digestOf(hash, challenge));
    const plain = writePlainSignature(curve, over('SHA-224'));
    expect(verifyChallenge(key, challenge, plain, `${TR_03111}2`)).toBe('SHA-224');
    expect(verifyChallenge(key, challenge, plain, `${TR_03111}3`)).toBeNull();
    expect(verifyChallenge(key, bytesOf('00'), plain, `${TR_03111}2`)).toBeNull();
    const der = writeEcdsaSignature(over('SHA-256'));
    expect(verifyChallenge(key, challenge, der, '1.2.840.10045.4.3.2')).toBe('SHA-256');
    if (curve.orderLength >= 32) expect(verifyChallenge(key, challenge, der, null)).toBe('SHA-256');
  });

  it('takes no rubbish for a signature', () => {
    const curve = CURVES[0];
    if (!curve) throw new Error('no curve');
    const key = { curve, point: curve.generator };
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        (bytes) => verifyChallenge(key, challenge, bytes, null) === null,
      ),
      { numRuns: 60 },
    );
  });
});
