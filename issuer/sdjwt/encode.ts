import type { JWK } from 'jose';
import { IssuerError } from '../errors.ts';
import { type SigningKey, signJws } from '../keys/index.ts';
import { RESERVED_CLAIMS } from '../profile/index.ts';
import type { RandomSource } from '../types.ts';
import { hideClaims } from './disclosures.ts';

const HOUR = 3600;
const BACKDATE = 600;

export interface SdJwtVcInput {
  /** Issuer identifier; the leaf certificate carries it as a SAN URI. */
  iss: string;
  vct: string;
  /** The holder's public key, confirmed by the proof (RFC 7800). */
  cnf: { jwk: JWK };
  /** Seconds since the epoch, from {@link validity}. */
  nbf: number;
  exp: number;
  /** Each becomes disclosable on its own. */
  claims: Record<string, unknown>;
  /** Paths of inner claims that shall be disclosable on their own too. */
  nested?: readonly (readonly string[])[];
  /** Decoy digests (RFC 9901 §4.2.5) that hide how many claims there are; none by default. */
  decoys?: number;
}

/**
 * When a credential is valid, in seconds. The start is 10 minutes in the past, because wallets refuse a credential
 * when the phone's clock is a second slow, and rounded down to the hour, so that it does not link presentations.
 */
export function validity(nowMs: number, days: number): { nbf: number; exp: number } {
  const nbf = Math.floor((nowMs / 1000 - BACKDATE) / HOUR) * HOUR;
  return { nbf, exp: nbf + days * 86_400 };
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
    { iss, vct, cnf, iat: nbf, nbf, exp, _sd: digests, _sd_alg: 'sha-256' },
    key,
  );
  return `${[jwt, ...disclosures].join('~')}~`;
}
