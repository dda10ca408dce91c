import { modPow } from '../certificates/index.ts';
import {
  agreeDh,
  checkDhPublicKey,
  type DhGroup,
  generateDhKeyPair,
  secretOctets,
  unsignedOctets,
} from '../dh/index.ts';
import { ChipError } from '../errors.ts';
import { bytesToNumber } from '../tlv/index.ts';
import type { PaceGroup } from './group.ts';

/** One is the neutral element: whoever maps or agrees to it has agreed on nothing. */
function notTrivial(element: bigint): bigint {
  if (element <= 1n) throw new ChipError('chip/protocol', 'a trivial element of the group');
  return element;
}

/** PACE in a subgroup modulo p. The group must be one of the standardized ones, whose order is known. */
export function dhPaceGroup(group: DhGroup): PaceGroup<bigint> {
  const { p, g, q } = group;
  if (q === null) throw new ChipError('chip/unsupported', 'a group whose order is not known');
  return {
    generator: g,
    modulus: p,
    modulusBits: p.toString(2).length,
    publicValueTag: 0x84,
    randomPrivateKey: () => generateDhKeyPair(group).privateKey,
    publicKey: (privateKey, generator) => modPow(generator, privateKey, p),
    agree: (privateKey, publicKey) => notTrivial(agreeDh(group, privateKey, publicKey)),
    decode: (octets) => checkDhPublicKey(group, bytesToNumber(octets)),
    encode: unsignedOctets,
    secret: (element) => secretOctets(group, element),
    mapGeneric: (nonce, agreed) => notTrivial((modPow(g, nonce, p) * agreed) % p),
    // f(x) = x^((p-1)/q) mod p (§4.4.3.3.2).
    mapIntegrated: (residue) => notTrivial(modPow(residue, (p - 1n) / q, p)),
  };
}
