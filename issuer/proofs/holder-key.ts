import type { JWK } from 'jose';
import { z } from 'zod';
import { ProtocolError } from '../http/protocol-error.ts';
import { thumbprint } from '../keys/index.ts';

export interface Holder {
  /** The public key the credential is bound to, and nothing else of what its JWK said. */
  jwk: JWK;
  /** The did:jwk the wallet named the key by, or null when it gave the key itself. */
  did: string | null;
}

export const invalidProof = (description: string) => new ProtocolError(400, 'invalid_proof', description);

/** The proof's issue time is too far from now: most likely the phone's clock is wrong. */
export class ProofOutOfTime extends ProtocolError {
  constructor() {
    super(400, 'invalid_proof', 'iat is missing or too far from now');
  }
}

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const schema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: z.undefined().optional(),
});

/** @throws ProtocolError invalid_proof when it is not a public EC P-256 key */
export function publicKey(value: unknown): JWK {
  const key = schema.safeParse(value);
  if (!key.success) throw invalidProof('the key is not a public EC P-256 key');
  const { kty, crv, x, y } = key.data;
  return { kty, crv, x, y };
}

const DID_JWK = /^(did:jwk:([A-Za-z0-9_-]+))(?:#0)?$/;

function ofDidJwk(kid: string): Holder {
  const match = DID_JWK.exec(kid);
  if (match === null) throw invalidProof('kid is neither a did:jwk nor a key of the key attestation');
  let jwk: unknown;
  try {
    jwk = JSON.parse(Buffer.from(match[2]!, 'base64url').toString('utf8'));
  } catch {
    throw invalidProof('the did:jwk cannot be decoded');
  }
  return { jwk: publicKey(jwk), did: match[1]! };
}

/**
 * The key a proof's header names (OpenID4VCI 1.0 Appendix F.1): itself, by did:jwk, or as one of the attested keys, by its
 * place, thumbprint or id.
 * @throws ProtocolError invalid_proof
 */
export function namedKey(header: Record<string, unknown>, attested: readonly Holder[] | null): Holder {
  const { jwk, kid, x5c } = header;
  if (x5c !== undefined) throw invalidProof('keys by x5c are not supported');
  if ((jwk === undefined) === (kid === undefined)) throw invalidProof('exactly one of jwk and kid is needed');
  if (jwk !== undefined) return { jwk: publicKey(jwk), did: null };
  if (typeof kid !== 'string') throw invalidProof('kid is not a string');
  const known = attested?.find((holder, place) => kid === String(place) || kid === thumbprint(holder.jwk));
  return known ?? ofDidJwk(kid);
}

/** Each key gets one credential at most, so no key may be there twice. @throws ProtocolError invalid_proof */
export function assertDistinct(holders: readonly Holder[]): void {
  if (new Set(holders.map(({ jwk }) => thumbprint(jwk))).size < holders.length)
    throw invalidProof('the same key is proven twice');
}
