import { importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Engine } from '../engine.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { publicEcJwk, thumbprint } from '../keys/index.ts';
import { sha256 } from '../secrets.ts';
import { CLOCK_TOLERANCE } from '../trust.ts';

const JTI_LIFE_MS = 2 * CLOCK_TOLERANCE * 1000;

const invalidClient = (description: string) => new ProtocolError(401, 'invalid_client', description);

async function proofOfPossession(engine: Engine, pop: string, jwk: JWK): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(pop, await importJWK(jwk, 'ES256'), {
      algorithms: ['ES256'],
      typ: 'oauth-client-attestation-pop+jwt',
      audience: engine.issuerUrl,
      currentDate: new Date(engine.clock()),
      clockTolerance: CLOCK_TOLERANCE,
    });
    return payload;
  } catch {
    throw invalidClient('the proof of possession of the wallet attestation does not verify');
  }
}

/**
 * Which client asks: whom its attestation names, or who it says it is; null for anonymous access. Where an attestation is
 * required, checks that the request comes from a wallet whose provider attests it:
 * draft-ietf-oauth-attestation-based-client-auth §5 with OpenID4VCI 1.0 Appendix E. Nothing of it is kept here: it says which
 * product the wallet is, not whose.
 * @throws ProtocolError invalid_client
 */
export async function clientOf(
  engine: Engine,
  request: Request,
  clientId: string | undefined,
): Promise<string | null> {
  if (!engine.requirements.walletAttestation || engine.attesters === null) return clientId ?? null;
  const attestation = request.headers.get('oauth-client-attestation');
  const pop = request.headers.get('oauth-client-attestation-pop');
  if (attestation === null || pop === null)
    throw invalidClient('a wallet attestation and its proof of possession are needed');
  const claims = await engine.attesters
    .verify(attestation, ['oauth-client-attestation+jwt'])
    .catch(() => Promise.reject(invalidClient('the wallet attestation is not trusted')));
  if (typeof claims.sub !== 'string' || claims.exp === undefined)
    throw invalidClient('sub or exp of the wallet attestation is missing');
  if (clientId !== undefined && clientId !== claims.sub)
    throw invalidClient('client_id is not the sub of the wallet attestation');
  const { jwk } = (claims.cnf ?? {}) as { jwk?: JWK };
  if (jwk?.kty !== 'EC' || jwk.crv !== 'P-256') throw invalidClient('the wallet attestation confirms no key');
  const key = publicEcJwk(jwk);
  const { iat, jti } = await proofOfPossession(engine, pop, key);
  if (typeof iat !== 'number' || Math.abs(iat - engine.clock() / 1000) > CLOCK_TOLERANCE)
    throw invalidClient('iat of the proof of possession is missing or too far from now');
  if (typeof jti !== 'string') throw invalidClient('jti of the proof of possession is missing');
  const first = await engine.store.spend({
    hash: sha256(`attestation ${thumbprint(key)} ${jti}`),
    expiresAt: engine.clock() + JTI_LIFE_MS,
  });
  if (!first) throw invalidClient('the proof of possession was used before');
  return claims.sub;
}
