import { signRecovering } from '../active-authentication/index.ts';
import { digestOf } from '../certificates/index.ts';
import { signEcdsa, writePlainSignature } from '../ec/index.ts';
import type { ChipPersonality } from './personality.ts';

/** The chip's signature over a challenge (Doc 9303-11 §6.1). */
export function signChallenge(
  { key, hash }: NonNullable<ChipPersonality['activeAuthentication']>,
  challenge: Uint8Array,
  random: (length: number) => Uint8Array,
): Uint8Array {
  if (key.kind === 'rsa') return signRecovering(key.rsa, hash, challenge, random);
  const { curve, pair } = key;
  return writePlainSignature(curve, signEcdsa(curve, pair.privateKey, digestOf(hash, challenge)));
}
