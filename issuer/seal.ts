import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { IssuerError } from './errors.ts';
import { claimsKey } from './secrets.ts';

const CIPHER = 'aes-256-gcm';
/** Bytes of A256GCM: RFC 7518 §5.3. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM' })).toString('base64url');

/**
 * Claims at rest: a compact JWE (`dir`, A256GCM) under a key that follows from the pre-authorized code and is never
 * stored. At the token endpoint the code is spent and the claims are sealed anew under the access token. A copy of
 * the database alone therefore never opens them, at any moment of the offer's life.
 *
 * RFC 7516 §5.1 by hand, for a library does it through WebCrypto, whose way to another thread and back costs far more
 * than to encrypt a few hundred bytes, and this is done four times for each credential.
 */
export async function sealClaims(claims: Record<string, unknown>, secret: string): Promise<string> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, claimsKey(secret), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(HEADER, 'ascii'));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(claims), 'utf8'), cipher.final()]);
  return [HEADER, '', ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(
    '.',
  );
}

/** @throws IssuerError issuer/sealed-claims when the secret is not the one they were sealed under */
export async function openClaims(sealed: string, secret: string): Promise<Record<string, unknown>> {
  try {
    const [header, encryptedKey, ...rest] = sealed.split('.');
    const [iv, ciphertext, tag] = rest.map((part) => Buffer.from(part, 'base64url'));
    if (header !== HEADER || encryptedKey !== '' || rest.length !== 3) throw new Error('not what was sealed');
    const decipher = createDecipheriv(CIPHER, claimsKey(secret), iv!, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(header, 'ascii'));
    decipher.setAuthTag(tag!);
    const opened = Buffer.concat([decipher.update(ciphertext!), decipher.final()]);
    return JSON.parse(opened.toString('utf8'));
  } catch (cause) {
    throw new IssuerError('issuer/sealed-claims', 'the sealed claims do not open', { cause });
  }
}
