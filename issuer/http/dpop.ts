import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Engine } from '../engine.ts';
import { publicEcJwk, thumbprint } from '../keys/index.ts';
import { sha256 } from '../secrets.ts';
import { CLOCK_TOLERANCE } from '../trust.ts';
import { ProtocolError } from './protocol-error.ts';

export const DPOP_ALGORITHMS: readonly string[] = ['ES256'];
/** Milliseconds a proof's `jti` is remembered: as long as the proof itself could be shown again. */
const JTI_LIFE_MS = 2 * CLOCK_TOLERANCE * 1000;

type Needed = Pick<Engine, 'issuerUrl' | 'nonces' | 'clock' | 'store'>;

/** At the token endpoint an error is 400, at protected resources 401 with a challenge (RFC 9449 §5, §7.1). */
function refusal(error: string, description: string, token: string | undefined, nonce?: string) {
  const headers: Record<string, string> = nonce === undefined ? {} : { 'DPoP-Nonce': nonce };
  if (token !== undefined)
    headers['WWW-Authenticate'] = `DPoP error="${error}", algs="${DPOP_ALGORITHMS.join(' ')}"`;
  return new ProtocolError(token === undefined ? 400 : 401, error, description, headers);
}

function publicKeyOf(jwk: unknown): JWK | null {
  if (typeof jwk !== 'object' || jwk === null || 'd' in jwk) return null;
  const key = publicEcJwk(jwk as JWK);
  return key.kty === 'EC' && key.crv === 'P-256' ? key : null;
}

async function verifySignature(jwt: string): Promise<{ payload: JWTPayload; jwk: JWK } | null> {
  try {
    const header = decodeProtectedHeader(jwt);
    const jwk = publicKeyOf(header.jwk);
    if (header.typ !== 'dpop+jwt' || jwk === null) return null;
    // The proof has no exp; its time is judged below, with the nonce.
    const { payload } = await jwtVerify(jwt, await importJWK(jwk, 'ES256'), {
      algorithms: [...DPOP_ALGORITHMS],
    });
    return { payload, jwk };
  } catch {
    return null;
  }
}

/** The URI without query and fragment, as wallets see it, for this may stand behind a proxy (RFC 9449 §4.3). */
function targetOf(engine: Needed, request: Request): string {
  return new URL(engine.issuerUrl).origin + new URL(request.url).pathname;
}

const sameTarget = (htu: unknown, target: string): boolean =>
  typeof htu === 'string' &&
  URL.canParse(htu) &&
  new URL(htu.split(/[?#]/)[0]!).href === new URL(target).href;

/**
 * Verifies the DPoP proof of a request, RFC 9449 §4.3. A phone whose clock is wrong is given a nonce, with which its proof
 * is fresh whatever its clock says.
 * @param token the access token it must be for, at protected resources
 * @returns the key's thumbprint (RFC 7638), or null when the request has no proof
 * @throws ProtocolError invalid_dpop_proof, or use_dpop_nonce
 */
export async function dpopThumbprint(
  engine: Needed,
  request: Request,
  token?: string,
): Promise<string | null> {
  const jwt = request.headers.get('dpop');
  if (jwt === null) return null;
  const invalid = (description: string) => refusal('invalid_dpop_proof', description, token);
  const verified = await verifySignature(jwt);
  if (verified === null)
    throw invalid('the DPoP proof is not a JWT of type dpop+jwt signed by its own ES256 key');
  const { htm, htu, jti, iat, nonce, ath } = verified.payload;
  if (htm !== request.method) throw invalid('htm is not the method of the request');
  if (!sameTarget(htu, targetOf(engine, request))) throw invalid('htu is not the URI of the request');
  if (typeof jti !== 'string' || jti === '' || jti.length > 256) throw invalid('jti is missing or too long');
  if (typeof iat !== 'number') throw invalid('iat is missing');
  if (token !== undefined && ath !== sha256(token).toString('base64url'))
    throw invalid('ath is not the hash of the access token');
  const known = typeof nonce === 'string' ? await engine.nonces.read(nonce) : null;
  const inTime = Math.abs(iat - engine.clock() / 1000) <= CLOCK_TOLERANCE;
  if ((nonce !== undefined && known === null) || (nonce === undefined && !inTime))
    throw refusal(
      'use_dpop_nonce',
      'the time of the DPoP proof is too far from now, or its nonce is unknown; use the nonce given here',
      token,
      await engine.nonces.mint(),
    );
  const jkt = thumbprint(verified.jwk);
  const first = await engine.store.spend({
    hash: sha256(`dpop ${jkt} ${jti}`),
    expiresAt: engine.clock() + JTI_LIFE_MS,
  });
  if (!first) throw invalid('the DPoP proof was used before');
  return jkt;
}
