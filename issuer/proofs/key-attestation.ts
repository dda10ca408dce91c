import type { Engine } from '../engine.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import type { SpentNonce } from '../store/store.ts';
import { CLOCK_TOLERANCE } from '../trust.ts';
import { type Holder, invalidProof, publicKey } from './holder-key.ts';

/** The second is how drafts spelt it, and wallets' libraries still do. */
const TYPES = ['key-attestation+jwt', 'keyattestation+jwt'];

/** What a key attestation must say of how keys are kept and unlocked; OpenID4VCI 1.0 Appendix D.2. */
export interface KeyAttestationDemand {
  keyStorage?: readonly string[];
  userAuthentication?: readonly string[];
}

export interface KeyAttestation {
  keys: Holder[];
  nonce: SpentNonce;
}

function assertResistance(name: string, claimed: unknown, accepted: readonly string[] | undefined): void {
  if (accepted === undefined) return;
  if (!Array.isArray(claimed) || !accepted.some((value) => claimed.includes(value)))
    throw invalidProof(`the key attestation does not claim a ${name} that is accepted here`);
}

/**
 * Verifies a key attestation: OpenID4VCI 1.0 Appendix D.1. Both ways it must carry a nonce, for this issuer provides nonces
 * (Appendix F.1, `key_attestation`, and F.3); which of them is left to the wallet.
 * @param use with a proof of one of its keys it must expire
 * @throws ProtocolError invalid_proof, or invalid_nonce
 */
export async function verifyKeyAttestation(
  engine: Pick<Engine, 'attesters' | 'requirements' | 'nonces' | 'clock' | 'batchSize'>,
  jwt: unknown,
  use: 'beside-proof' | 'instead-of-proof',
): Promise<KeyAttestation> {
  if (engine.attesters === null) throw invalidProof('key attestations are not judged here');
  if (typeof jwt !== 'string') throw invalidProof('the key attestation is not a string');
  const payload = await engine.attesters.verify(jwt, TYPES).catch((error: Error) => {
    throw invalidProof(`the key attestation is not trusted: ${error.message}`);
  });
  const { iat, exp, nonce, attested_keys: keys } = payload;
  if (typeof iat !== 'number' || iat > engine.clock() / 1000 + CLOCK_TOLERANCE)
    throw invalidProof('iat of the key attestation is missing or in the future');
  if (use === 'beside-proof' && exp === undefined) throw invalidProof('the key attestation has no exp');
  if (!Array.isArray(keys) || keys.length === 0) throw invalidProof('the key attestation attests no key');
  if (keys.length > engine.batchSize) throw invalidProof('the key attestation attests too many keys');
  const demand = engine.requirements.keyAttestation;
  assertResistance('key_storage', payload.key_storage, demand?.keyStorage);
  assertResistance('user_authentication', payload.user_authentication, demand?.userAuthentication);

  if (typeof nonce !== 'string') throw invalidProof('nonce of the key attestation is missing');
  const read = await engine.nonces.read(nonce);
  if (read === null)
    throw new ProtocolError(400, 'invalid_nonce', 'the nonce of the key attestation is unknown or expired');
  return { keys: keys.map((key) => ({ jwk: publicKey(key), did: null })), nonce: read };
}
