import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Engine } from './engine.ts';
import { ProtocolError } from './http/protocol-error.ts';

export const PROOF_ALGORITHMS: readonly string[] = ['ES256'];
/**
 * Seconds. Freshness comes from the nonce; `iat` is by the phone's clock, which may be wrong by as much as the
 * credential's own backdating forgives.
 */
const IAT_TOLERANCE = 600;

export interface HolderProof {
  /** The holder's public key and nothing else of what its JWK said. */
  jwk: JWK;
  nonce: { hash: Buffer; expiresAt: number };
}

const invalid = (description: string) => new ProtocolError(400, 'invalid_proof', description);

const publicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.undefined().optional(),
});

function didJwk(kid: string): unknown {
  const match = /^did:jwk:([A-Za-z0-9_-]+)(?:#0)?$/.exec(kid);
  if (match === null) throw invalid('kid is not a did:jwk');
  try {
    return JSON.parse(Buffer.from(match[1]!, 'base64url').toString('utf8'));
  } catch {
    throw invalid('the did:jwk cannot be decoded');
  }
}

function holderKey(header: Record<string, unknown>): JWK {
  const { jwk, kid, x5c } = header;
  if (x5c !== undefined) throw invalid('keys by x5c are not supported');
  if ((jwk === undefined) === (kid === undefined)) throw invalid('exactly one of jwk and kid is needed');
  const key = publicKey.safeParse(jwk ?? (typeof kid === 'string' ? didJwk(kid) : undefined));
  if (!key.success) throw invalid('the key is not a public EC P-256 key');
  const { kty, crv, x, y } = key.data;
  return { kty, crv, x, y };
}

/**
 * Verifies a key proof of type jwt, OpenID4VCI 1.0 Appendix F.1: typ, algorithm, key, signature, audience, issue
 * time, nonce. Whether the nonce was spent before is decided when the credential is issued.
 * @throws ProtocolError invalid_proof, or invalid_nonce when only the nonce is at fault
 */
export async function verifyProof(
  engine: Pick<Engine, 'issuerUrl' | 'nonces' | 'clock'>,
  jwt: string,
): Promise<HolderProof> {
  let header: Record<string, unknown>;
  try {
    header = decodeProtectedHeader(jwt) as Record<string, unknown>;
  } catch {
    throw invalid('the key proof is not a JWT');
  }
  if (header.typ !== 'openid4vci-proof+jwt') throw invalid('typ must be openid4vci-proof+jwt');
  if (!PROOF_ALGORITHMS.includes(String(header.alg))) throw invalid('alg must be ES256');
  const jwk = holderKey(header);

  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(jwt, await importJWK(jwk, 'ES256'), {
      algorithms: [...PROOF_ALGORITHMS],
      currentDate: new Date(engine.clock()),
      clockTolerance: IAT_TOLERANCE,
    }));
  } catch {
    throw invalid('the signature of the key proof does not verify, or the proof is out of time');
  }
  const { aud, iat, nonce } = payload;
  if (aud !== engine.issuerUrl && !(Array.isArray(aud) && aud.length === 1 && aud[0] === engine.issuerUrl))
    throw invalid('aud must be the credential issuer identifier');
  if (typeof iat !== 'number' || Math.abs(iat - engine.clock() / 1000) > IAT_TOLERANCE)
    throw invalid('iat is missing or too far from now');
  if (typeof nonce !== 'string') throw invalid('nonce is missing');
  const read = engine.nonces.read(nonce);
  if (read === null) throw new ProtocolError(400, 'invalid_nonce', 'the nonce is unknown or expired');
  return { jwk, nonce: read };
}
