import { decodeProtectedHeader, importJWK, type JWTPayload, jwtVerify } from 'jose';
import type { Engine } from '../engine.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { thumbprint } from '../keys/index.ts';
import type { SpentNonce } from '../store/store.ts';
import { CLOCK_TOLERANCE } from '../trust.ts';
import { type Holder, invalidProof, namedKey, ProofOutOfTime } from './holder-key.ts';
import { type KeyAttestation, verifyKeyAttestation } from './key-attestation.ts';

export const PROOF_ALGORITHMS: readonly string[] = ['ES256'];

export interface JwtProof {
  holder: Holder;
  /** All keys attested with it, when it came with a key attestation. */
  attested: readonly Holder[] | null;
  nonces: SpentNonce[];
}

type Needed = Pick<Engine, 'issuerUrl' | 'nonces' | 'clock' | 'attesters' | 'requirements' | 'batchSize'>;

/** Whether the access token was given to the client of this id. */
export type IsClient = (clientId: string) => boolean;

function readHeader(jwt: string): Record<string, unknown> {
  let header: Record<string, unknown>;
  try {
    header = decodeProtectedHeader(jwt) as Record<string, unknown>;
  } catch {
    throw invalidProof('the key proof is not a JWT');
  }
  if (header.typ !== 'openid4vci-proof+jwt') throw invalidProof('typ must be openid4vci-proof+jwt');
  if (!PROOF_ALGORITHMS.includes(String(header.alg))) throw invalidProof('alg must be ES256');
  return header;
}

/** An identifier that asks for key attestations judges them; another ignores what it did not ask for. */
async function attestationOf(
  engine: Needed,
  header: Record<string, unknown>,
): Promise<KeyAttestation | null> {
  if (engine.requirements.keyAttestation === null) return null;
  if (header.key_attestation === undefined) throw invalidProof('a key attestation is required');
  return verifyKeyAttestation(engine, header.key_attestation, 'beside-proof');
}

async function assertPayload(
  engine: Needed,
  { iss, aud, iat, nonce }: JWTPayload,
  isClient: IsClient,
): Promise<SpentNonce> {
  // The EUDI reference wallet and Credo leave it out, or give the client_id, as the text has it; so nothing else is let pass.
  if (iss !== undefined && !(typeof iss === 'string' && isClient(iss)))
    throw invalidProof('iss must be the client_id, and absent when the token was asked for anonymously');
  if (aud !== engine.issuerUrl && !(Array.isArray(aud) && aud.length === 1 && aud[0] === engine.issuerUrl))
    throw invalidProof('aud must be the credential issuer identifier');
  if (typeof iat !== 'number' || Math.abs(iat - engine.clock() / 1000) > CLOCK_TOLERANCE)
    throw new ProofOutOfTime();
  if (typeof nonce !== 'string') throw invalidProof('nonce is missing');
  const read = await engine.nonces.read(nonce);
  if (read === null) throw new ProtocolError(400, 'invalid_nonce', 'the nonce is unknown or expired');
  return read;
}

/**
 * Verifies a key proof of type jwt, OpenID4VCI 1.0 Appendix F.1: typ, algorithm, key, attestation where required,
 * signature, client, audience, issue time, nonce. Whether the nonce was spent before is decided when the credential is issued.
 * @throws ProtocolError invalid_proof, or invalid_nonce when only the nonce is at fault
 */
export async function verifyJwtProof(engine: Needed, jwt: string, isClient: IsClient): Promise<JwtProof> {
  const header = readHeader(jwt);
  const attestation = await attestationOf(engine, header);
  const attested = attestation?.keys ?? null;
  const holder = namedKey(header, attested);
  if (attested !== null) {
    const proven = thumbprint(holder.jwk);
    if (!attested.some(({ jwk }) => thumbprint(jwk) === proven))
      throw invalidProof('the proven key is not one of the attested keys');
  }
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(jwt, await importJWK(holder.jwk, 'ES256'), {
      algorithms: [...PROOF_ALGORITHMS],
      currentDate: new Date(engine.clock()),
      clockTolerance: CLOCK_TOLERANCE,
    }));
  } catch {
    throw invalidProof('the signature of the key proof does not verify, or the proof is out of time');
  }
  const nonces = [await assertPayload(engine, payload, isClient)];
  if (attestation !== null) nonces.push(attestation.nonce);
  return { holder, attested, nonces };
}
