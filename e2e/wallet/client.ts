import { createHash, randomBytes, type webcrypto } from 'node:crypto';
import { type CallbackContext, clientAuthenticationAnonymous, setGlobalConfig } from '@openid4vc/oauth2';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface HolderKey {
  publicJwk: JWK & { kty: string };
  privateKey: webcrypto.CryptoKey;
}

export async function newHolderKey(): Promise<HolderKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return { publicJwk: { ...publicJwk, kty: 'EC' }, privateKey };
}

/**
 * A phone's OpenID4VCI client: the library's, with node's own cryptography and fetch. Plain http is allowed, for the
 * issuer under test listens on loopback.
 */
export function walletClient(holder: HolderKey): Openid4vciClient {
  setGlobalConfig({ allowInsecureUrls: true });
  const unused = () => {
    throw new Error('this wallet neither encrypts nor verifies on this path');
  };
  const callbacks: CallbackContext = {
    fetch,
    hash: (data, algorithm) => createHash(algorithm.replace('-', '')).update(data).digest(),
    generateRandom: (length) => randomBytes(length),
    signJwt: async (signer, { header, payload }) => ({
      jwt: await new SignJWT(payload)
        .setProtectedHeader({ ...header, alg: signer.alg })
        .sign(holder.privateKey),
      signerJwk: holder.publicJwk,
    }),
    clientAuthentication: clientAuthenticationAnonymous(),
    verifyJwt: unused,
    encryptJwe: unused,
    decryptJwe: unused,
  };
  return new Openid4vciClient({ callbacks });
}
