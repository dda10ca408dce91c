import type { Engine } from '../engine.ts';
import type { SpentNonce } from '../store/store.ts';
import { assertDistinct, type Holder, invalidProof } from './holder-key.ts';
import { type IsClient, verifyJwtProof } from './jwt-proof.ts';
import { verifyKeyAttestation } from './key-attestation.ts';

export interface VerifiedProofs {
  /** One credential each. */
  holders: Holder[];
  /** All distinct nonces, to be spent together with the token. */
  nonces: SpentNonce[];
}

function distinct(nonces: readonly SpentNonce[]): SpentNonce[] {
  return [...new Map(nonces.map((nonce) => [Buffer.from(nonce.hash).toString('hex'), nonce])).values()];
}

async function fromJwts(
  engine: Engine,
  jwts: readonly string[],
  isClient: IsClient,
): Promise<VerifiedProofs> {
  const proofs = await Promise.all(jwts.map((jwt) => verifyJwtProof(engine, jwt, isClient)));
  const [only, second] = proofs;
  const holders =
    second === undefined && only!.attested !== null
      ? [...only!.attested]
      : proofs.map(({ holder }) => holder);
  return { holders, nonces: distinct(proofs.flatMap(({ nonces }) => nonces)) };
}

async function fromAttestation(engine: Engine, list: readonly string[]): Promise<VerifiedProofs> {
  if (list.length !== 1) throw invalidProof('proofs.attestation must hold exactly one key attestation');
  const { keys, nonce } = await verifyKeyAttestation(engine, list[0], 'instead-of-proof');
  return { holders: keys, nonces: [nonce] };
}

/**
 * Verifies the `proofs` of a credential request (OpenID4VCI 1.0 §8.2, Appendix F): type jwt, one for each copy of the
 * credential, or type attestation where this identifier asks for key attestations.
 * @param isClient whether the access token is of a client
 * @throws ProtocolError invalid_proof, invalid_nonce
 */
export async function verifyProofs(
  engine: Engine,
  proofs: unknown,
  isClient: IsClient,
): Promise<VerifiedProofs> {
  if (typeof proofs !== 'object' || proofs === null) throw invalidProof('proofs is missing');
  const [entry, ...others] = Object.entries(proofs);
  if (entry === undefined || others.length > 0) throw invalidProof('proofs must have exactly one member');
  const [type, list] = entry;
  if (type !== 'jwt' && (type !== 'attestation' || engine.requirements.keyAttestation === null))
    throw invalidProof('proofs of this type are not supported');
  if (!Array.isArray(list) || list.length === 0 || !list.every((item) => typeof item === 'string'))
    throw invalidProof(`proofs.${type} must be an array of strings`);
  if (list.length > engine.batchSize) throw invalidProof('there are more proofs than batch_size');
  const verified = await (type === 'jwt' ? fromJwts(engine, list, isClient) : fromAttestation(engine, list));
  assertDistinct(verified.holders);
  return verified;
}
