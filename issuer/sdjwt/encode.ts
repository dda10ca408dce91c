import type { JWK } from 'jose';
import { IssuerError } from '../errors.ts';
import { type SigningKey, signJws } from '../keys/index.ts';
import { RESERVED_CLAIMS } from '../profile/index.ts';
import type { RandomSource, StatusReference } from '../types.ts';
import { hideClaims } from './disclosures.ts';

export interface SdJwtVcInput {
  /** Issuer identifier; the leaf certificate carries it as a SAN URI. */
  iss: string;
  vct: string;
  /** The holder's public key, confirmed by the proof (RFC 7800). */
  cnf: { jwk: JWK };
  /** Seconds since the epoch, the start rounded and backdated. */
  nbf: number;
  exp: number;
  /** Never disclosable, for a verifier must be able to ask for it. */
  status?: StatusReference | null;
  /** Each becomes disclosable on its own. */
  claims: Record<string, unknown>;
  /** Paths of inner claims that shall be disclosable on their own too. */
  nested?: readonly (readonly string[])[];
  /** Decoy digests (RFC 9901 §4.2.5) that hide how many claims there are; none by default. */
  decoys?: number;
}

/** RFC 9901 §4.1: no claim at any depth may have a name that the format gives a meaning of its own. */
function assertNames(value: unknown, reserved: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (reserved.includes(name) && !Array.isArray(value))
      throw new IssuerError('issuer/bad-claims', `the claim name ${name} is reserved`);
    assertNames(inner, ['_sd', '...']);
  }
}

/**
 * Encodes and signs an SD-JWT VC: RFC 9901 with the header and claims of draft-ietf-oauth-sd-jwt-vc. Only iss, iat,
 * nbf, exp, cnf, vct and the digests are in the open; iat equals nbf and so says nothing more.
 * @returns the issued form, `jwt~disclosure~…~`
 * @throws IssuerError issuer/bad-claims when a claim has a reserved name
 */
export async function encodeSdJwtVc(
  input: SdJwtVcInput,
  key: Pick<SigningKey, 'alg' | 'x5c' | 'sign'>,
  random: RandomSource,
): Promise<string> {
  assertNames(input.claims, RESERVED_CLAIMS);
  const { digests, disclosures } = hideClaims(input.claims, input.nested ?? [], random, input.decoys);
  const { iss, vct, cnf, nbf, exp } = input;
  const jwt = await signJws(
    { typ: 'dc+sd-jwt', x5c: key.x5c },
    {
      iss,
      vct,
      cnf,
      iat: nbf,
      nbf,
      exp,
      ...(input.status ? { status: { status_list: input.status } } : {}),
      _sd: digests,
      _sd_alg: 'sha-256',
    },
    key,
  );
  return `${[jwt, ...disclosures].join('~')}~`;
}
