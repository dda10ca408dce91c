import type { JWK } from 'jose';
import { type SigningKey, signJws } from '../keys/index.ts';
import type { StatusReference } from '../types.ts';
import { didJwk } from './did-web.ts';

export interface JwtVcInput {
  /** The issuer's did:web. */
  did: string;
  /** Credential types, `VerifiableCredential` first. */
  types: readonly string[];
  /** The holder's public key. */
  holder: JWK;
  /** The DID the holder named itself by, when it did; else its key's did:jwk stands for it. */
  holderDid: string | null;
  /** Seconds since the epoch. */
  nbf: number;
  exp: number;
  claims: Record<string, unknown>;
  evidence: readonly Record<string, unknown>[];
  status: StatusReference | null;
}

/**
 * Encodes and signs a W3C credential as a JWT: Verifiable Credentials Data Model 1.1 §6.3.1, signed by the issuer's did:web.
 * It has no `jti`: an identifier of its own would link presentations. This format hides nothing: who sees it sees all claims.
 */
export async function encodeJwtVc(
  input: JwtVcInput,
  key: Pick<SigningKey, 'alg' | 'kid' | 'sign'>,
): Promise<string> {
  const { did, nbf, exp, holder, status } = input;
  const subject = input.holderDid ?? didJwk(holder as Record<string, unknown>);
  return signJws(
    { typ: 'JWT', kid: `${did}#${key.kid}` },
    {
      iss: did,
      sub: subject,
      nbf,
      iat: nbf,
      exp,
      cnf: { jwk: holder },
      ...(status === null ? {} : { status: { status_list: status } }),
      vc: {
        '@context': ['https://www.w3.org/2018/credentials/v1'],
        type: input.types,
        issuer: did,
        issuanceDate: new Date(nbf * 1000).toISOString().replace('.000Z', 'Z'),
        expirationDate: new Date(exp * 1000).toISOString().replace('.000Z', 'Z'),
        credentialSubject: { id: subject, ...input.claims },
        ...(input.evidence.length === 0 ? {} : { evidence: input.evidence }),
      },
    },
    key,
  );
}
