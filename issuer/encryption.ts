import { createECDH } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { ProtocolError } from './http/protocol-error.ts';
import { type IssuerKeys, publicEcJwk, thumbprint } from './keys/index.ts';

export const ENCRYPTION = { alg: ['ECDH-ES'], enc: ['A256GCM', 'A128GCM'] } as const;
/** The order of the group of P-256 (FIPS 186-5, SP 800-186 §3.2.1.3). */
const P256_ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

const invalid = (description: string) => new ProtocolError(400, 'invalid_encryption_parameters', description);

/**
 * The key wallets encrypt requests to. It follows from the signing key, so that every process of this issuer has it and
 * none has to store it; it changes when that key does.
 */
async function privateKey(keys: IssuerKeys): Promise<JWK> {
  const seed = await Promise.all(['request encryption 1', 'request encryption 2'].map(keys.secret));
  const number = (BigInt(`0x${Buffer.concat(seed).toString('hex')}`) % (P256_ORDER - 1n)) + 1n;
  const scalar = Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey();
  return {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: scalar.toString('base64url'),
  };
}

/** The public key as it stands in the metadata: OpenID4VCI 1.0 §12.2.4 `credential_request_encryption.jwks`. */
export async function requestEncryptionJwk(keys: IssuerKeys): Promise<JWK> {
  const jwk = publicEcJwk(await privateKey(keys));
  return { ...jwk, kid: thumbprint(jwk), use: 'enc', alg: ENCRYPTION.alg[0] };
}

/**
 * Opens an encrypted request: OpenID4VCI 1.0 §10.
 * @throws ProtocolError invalid_encryption_parameters
 */
export async function decryptRequest(keys: IssuerKeys, jwe: string): Promise<Record<string, unknown>> {
  const jwk = await privateKey(keys);
  try {
    if (decodeProtectedHeader(jwe).kid !== thumbprint(jwk)) throw new Error('kid is not the one of our key');
    const { plaintext } = await compactDecrypt(jwe, await importJWK(jwk, ENCRYPTION.alg[0]), {
      keyManagementAlgorithms: [...ENCRYPTION.alg],
      contentEncryptionAlgorithms: [...ENCRYPTION.enc],
    });
    const value: unknown = JSON.parse(Buffer.from(plaintext).toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
    return value as Record<string, unknown>;
  } catch {
    throw invalid('the request does not decrypt with a key, alg and enc of the metadata');
  }
}

const wanted = z.object({
  jwk: z.looseObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    alg: z.enum(ENCRYPTION.alg),
    kid: z.string().optional(),
    d: z.undefined().optional(),
  }),
  enc: z.enum(ENCRYPTION.enc),
  zip: z.undefined().optional(),
});

/** Encrypts one response for the wallet, as a compact JWE. */
export type ResponseCipher = (body: unknown) => Promise<string>;

/**
 * What a request's `credential_response_encryption` asks for (OpenID4VCI 1.0 §8.2), or null when it asks for nothing.
 * @param encrypted whether the request was encrypted: only then nobody on the way can have put in a key of their own
 * @throws ProtocolError invalid_encryption_parameters
 */
export async function responseCipher(
  parameters: unknown,
  encrypted: boolean,
): Promise<ResponseCipher | null> {
  if (parameters === undefined) return null;
  const parsed = wanted.safeParse(parameters);
  if (!parsed.success)
    throw invalid('jwk (EC P-256 with alg) and enc must be of the metadata, and zip is not supported');
  if (!encrypted) throw invalid('a request for an encrypted response must be encrypted itself');
  const { jwk, enc } = parsed.data;
  const key = await importJWK(publicEcJwk(jwk), jwk.alg).catch(() => {
    throw invalid('jwk is not a point on P-256');
  });
  return (body) =>
    new CompactEncrypt(Buffer.from(JSON.stringify(body)))
      .setProtectedHeader({ alg: jwk.alg, enc, ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
      .encrypt(key);
}
