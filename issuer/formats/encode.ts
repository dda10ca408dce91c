import type { JWK } from 'jose';
import type { IssuerKeys, SigningKey } from '../keys/index.ts';
import { encodeMdoc } from '../mdoc/index.ts';
import { type CredentialProfile, type ProfileConfiguration, vctOf } from '../profile/index.ts';
import { encodeSdJwtVc } from '../sdjwt/index.ts';
import type { RandomSource, StatusReference } from '../types.ts';
import { didWeb, encodeJwtVc, evidenceOf } from '../w3c/index.ts';
import { mdocElements } from './mdoc-elements.ts';

export interface CredentialInput {
  issuerUrl: string;
  /** Where credential types are described. */
  typesUrl: string;
  profile: CredentialProfile;
  configuration: ProfileConfiguration;
  claims: Record<string, unknown>;
  /** The holder's public key, and the DID it was named by in the proof, if it was. */
  holder: { jwk: JWK; did: string | null };
  /** Seconds since the epoch. */
  validity: { nbf: number; exp: number };
  status: StatusReference | null;
}

/** Parts the claims into those about the person and those about the verification, which W3C's model keeps apart. */
function partClaims(profile: CredentialProfile, claims: Record<string, unknown>) {
  const about = new Set(
    profile.claims.filter(({ source }) => source.as === 'verification').map(({ path }) => path[0]!),
  );
  return {
    subject: Object.fromEntries(Object.entries(claims).filter(([name]) => !about.has(name))),
    evidence: [...about].flatMap((name) => evidenceOf(claims[name])),
  };
}

/** The key that signs credentials of a configuration's format. */
export function signerOf(keys: IssuerKeys, { format }: ProfileConfiguration): Promise<SigningKey> {
  return format === 'mso_mdoc' ? keys.forMdoc() : keys.current();
}

/**
 * One credential in its configuration's format, bound to the holder's key and signed: the string that goes into the
 * credential response (OpenID4VCI 1.0 Appendix A).
 * @throws IssuerError issuer/bad-claims when a claim has a name the format reserves
 */
export async function encodeCredential(
  input: CredentialInput,
  key: SigningKey,
  random: RandomSource,
): Promise<string> {
  const { issuerUrl, profile, configuration, claims, holder, validity, status } = input;
  switch (configuration.format) {
    case 'dc+sd-jwt':
      return encodeSdJwtVc(
        {
          iss: issuerUrl,
          vct: vctOf(profile, input.typesUrl),
          cnf: { jwk: holder.jwk },
          ...validity,
          status,
          claims,
          nested: profile.claims.map(({ path }) => path),
        },
        key,
        random,
      );
    case 'jwt_vc_json': {
      const { subject, evidence } = partClaims(profile, claims);
      return encodeJwtVc(
        {
          did: didWeb(issuerUrl),
          types: configuration.types,
          holder: holder.jwk,
          holderDid: holder.did,
          ...validity,
          claims: subject,
          evidence,
          status,
        },
        key,
      );
    }
    case 'mso_mdoc':
      return encodeMdoc(
        {
          doctype: configuration.doctype,
          nameSpaces: mdocElements(profile, configuration, claims, validity),
          deviceKey: holder.jwk,
          ...validity,
          status,
        },
        key,
        random,
      );
  }
}
