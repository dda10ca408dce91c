import { CompactEncrypt, compactDecrypt } from 'jose';
import { IssuerError } from './errors.ts';
import { claimsKey } from './secrets.ts';

/**
 * Claims at rest: a compact JWE (`dir`, A256GCM) under a key that follows from the pre-authorized code and is never
 * stored. At the token endpoint the code is spent and the claims are sealed anew under the access token. A copy of
 * the database alone therefore never opens them, at any moment of the offer's life.
 */
export async function sealClaims(claims: Record<string, unknown>, secret: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(claimsKey(secret));
}

/** @throws IssuerError issuer/sealed-claims when the secret is not the one they were sealed under */
export async function openClaims(sealed: string, secret: string): Promise<Record<string, unknown>> {
  try {
    const { plaintext } = await compactDecrypt(sealed, claimsKey(secret), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return JSON.parse(Buffer.from(plaintext).toString('utf8'));
  } catch (cause) {
    throw new IssuerError('issuer/sealed-claims', 'the sealed claims do not open', { cause });
  }
}
