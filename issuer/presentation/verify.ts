import { createHash } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify } from 'jose';
import { type PublishedKey, thumbprint } from '../keys/index.ts';
import { discloseClaims } from './disclosures.ts';
import { PresentationError } from './errors.ts';

/** Seconds a phone's clock may be off. */
const DRIFT = 300;
/** Longer texts are no presentations, and are not worked on. */
const LONGEST = 200_000;

export interface Expected {
  /** Issuer identifier and kinds (vct) of the credentials that are asked for. */
  readonly issuers: readonly string[];
  readonly kinds: readonly string[];
  /** Keys that sign, or have signed, such credentials. */
  readonly keys: readonly PublishedKey[];
  /** Whom the holder's proof has to name (OpenID4VP 1.0 §14.1.2), and of which request. */
  readonly audience: string;
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Presented {
  /** What was disclosed, and what a credential always shows. */
  readonly claims: Record<string, unknown>;
  /** JWK thumbprint (RFC 7638) of the key that holds it. */
  readonly holder: string;
}

/**
 * Believes an SD-JWT VC with key binding: signed by one of the keys, disclosed rightly, in its time, and shown by whoever
 * holds it, here and now (RFC 9901 §7.3, SD-JWT VC §3.4).
 * @throws PresentationError why it is not believed
 */
export async function verifyPresentation(text: string, expected: Expected): Promise<Presented> {
  const parts = text.length <= LONGEST ? text.split('~') : [];
  const [credential, proof] = [parts[0], parts.at(-1)];
  if (parts.length < 2 || !credential || !proof) {
    throw new PresentationError('presentation/malformed', 'this is no SD-JWT with key binding');
  }
  const payload = await issuedBy(credential, expected);
  const claims = discloseClaims(payload, parts.slice(1, -1));
  const { jwk } = (payload.cnf ?? {}) as { jwk?: JWK };
  if (!jwk) throw new PresentationError('presentation/malformed', 'the credential names no holder');
  const bound = text.slice(0, text.length - proof.length);
  await provedBy(jwk, proof, bound, expected);
  return { claims, holder: thumbprint(jwk) };
}

async function issuedBy(jwt: string, expected: Expected): Promise<Record<string, unknown>> {
  const { now, keys, issuers, kinds } = expected;
  const header = headerOf(jwt);
  const [leaf] = header.x5c ?? [];
  const key = keys.find(({ x5c, kid }) => (leaf === undefined ? header.kid === kid : x5c[0] === leaf));
  if (header.typ !== 'dc+sd-jwt' || !key) {
    throw new PresentationError('presentation/other-issuer', 'the credential is not one of this issuer');
  }
  let payload: Record<string, unknown>;
  try {
    const verified = await compactVerify(jwt, await importJWK(key.publicJwk, 'ES256'), {
      algorithms: ['ES256'],
    });
    payload = JSON.parse(new TextDecoder().decode(verified.payload)) as Record<string, unknown>;
  } catch (cause) {
    throw new PresentationError('presentation/bad-signature', 'the credential was not signed by its key', {
      cause,
    });
  }
  const {
    iss,
    vct,
    nbf = 0,
    exp = 0,
  } = payload as { iss?: string; vct?: string; nbf?: number; exp?: number };
  if (!issuers.includes(iss ?? '') || !kinds.includes(vct ?? '')) {
    throw new PresentationError('presentation/other-issuer', 'the credential is of another kind');
  }
  if (nbf > now / 1000 + DRIFT || exp <= now / 1000) {
    throw new PresentationError('presentation/not-in-time', 'the credential is not valid now');
  }
  return payload;
}

async function provedBy(jwk: JWK, proof: string, bound: string, expected: Expected): Promise<void> {
  let payload: Record<string, unknown>;
  try {
    ({ payload } = await jwtVerify(proof, await importJWK(jwk, 'ES256'), {
      algorithms: ['ES256'],
      typ: 'kb+jwt',
      currentDate: new Date(expected.now),
      clockTolerance: DRIFT,
      maxTokenAge: DRIFT,
    }));
  } catch (cause) {
    const late = cause instanceof errors.JWTExpired || cause instanceof errors.JWTClaimValidationFailed;
    throw new PresentationError(
      late ? 'presentation/not-in-time' : 'presentation/bad-signature',
      'the holder’s proof does not hold',
      { cause },
    );
  }
  const digest = createHash('sha256').update(bound, 'ascii').digest('base64url');
  const { aud, nonce, sd_hash } = payload;
  if (aud !== expected.audience || nonce !== expected.nonce || sd_hash !== digest) {
    throw new PresentationError('presentation/other-request', 'the holder’s proof is for something else');
  }
}

function headerOf(jwt: string) {
  try {
    return decodeProtectedHeader(jwt);
  } catch (cause) {
    throw new PresentationError('presentation/malformed', 'the credential has no header', { cause });
  }
}
