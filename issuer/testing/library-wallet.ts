import { createHash, randomBytes } from 'node:crypto';
import {
  type CallbackContext,
  clientAuthenticationAnonymous,
  clientAuthenticationClientAttestationJwt,
  setGlobalConfig,
} from '@openid4vc/oauth2';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { SignJWT } from 'jose';
import { thumbprint } from '../keys/index.ts';
import { type KeyPair, newKey } from './attester.ts';

type Signer = { method: 'jwk'; alg: 'ES256'; publicJwk: KeyPair['jwk'] & { kty: string } };

/** What the wallet does beyond the plainest flow. */
export interface LibraryWalletOptions {
  txCode?: string;
  dpop?: boolean;
  /** How many copies it asks for, each proven by a key of its own; 1 when not given. */
  copies?: number;
  /** Made by its provider for its client key, where the issuer wants it. */
  walletAttestation?: (jwk: KeyPair['jwk']) => Promise<string>;
  /** Made by its provider; then one attestation stands for proofs of all its keys. */
  keyAttestation?: (keys: readonly KeyPair['jwk'][], nonce: string) => Promise<string>;
  /** Called when the credential has to wait, before the wallet asks again. */
  onDeferred?: () => Promise<void>;
}

/** The flow of OpenID4VCI 1.0 by @openid4vc/openid4vci, in any format: an offer in, credentials out. */
export async function libraryWallet(
  offerUri: string,
  options: LibraryWalletOptions = {},
): Promise<{ credentials: string[]; keys: KeyPair[] }> {
  setGlobalConfig({ allowInsecureUrls: true });
  const known = new Map<string, KeyPair>();
  const make = async () => {
    const key = await newKey();
    known.set(thumbprint(key.jwk), key);
    return key;
  };
  const signerOf = ({ jwk }: KeyPair): Signer => ({
    method: 'jwk',
    alg: 'ES256',
    publicJwk: { ...jwk, kty: 'EC' },
  });
  const clientKey = await make();
  const unused = () => {
    throw new Error('this wallet neither encrypts nor verifies');
  };
  const partial = {
    fetch,
    hash: (data: Uint8Array, algorithm: string) =>
      createHash(algorithm.replace('-', '')).update(data).digest(),
    generateRandom: (length: number) => randomBytes(length),
    signJwt: (async (signer, { header, payload }) => {
      const publicJwk = 'publicJwk' in signer ? signer.publicJwk : clientKey.jwk;
      const key = known.get(thumbprint(publicJwk))!;
      const jwt = await new SignJWT(payload)
        .setProtectedHeader({ ...header, alg: signer.alg })
        .sign(key.privateKey);
      return { jwt, signerJwk: signerOf(key).publicJwk };
    }) as CallbackContext['signJwt'],
    verifyJwt: unused,
    encryptJwe: unused,
    decryptJwe: unused,
  };
  const attestation = await options.walletAttestation?.(clientKey.jwk);
  const client = new Openid4vciClient({
    callbacks: {
      ...partial,
      clientAuthentication:
        attestation === undefined
          ? clientAuthenticationAnonymous()
          : clientAuthenticationClientAttestationJwt({
              clientAttestationJwt: attestation,
              callbacks: partial,
            }),
    } as CallbackContext,
  });
  const credentialOffer = await client.resolveCredentialOffer(offerUri);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const { accessTokenResponse, dpop } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    credentialOffer,
    issuerMetadata,
    ...(options.txCode === undefined ? {} : { txCode: options.txCode }),
    ...(options.dpop === true ? { dpop: { signer: signerOf(await make()) } } : {}),
  });
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const credentialConfigurationId = credentialOffer.credential_configuration_ids[0]!;
  const keys = await Promise.all(Array.from({ length: options.copies ?? 1 }, make));
  const jwkProofs = async () =>
    Promise.all(
      keys.map(async (key) => {
        const signer = signerOf(key);
        const proof = { issuerMetadata, credentialConfigurationId, nonce, signer };
        return (await client.createCredentialRequestJwtProof(proof)).jwt;
      }),
    );
  const proofs =
    options.keyAttestation === undefined
      ? { jwt: (await jwkProofs()) as [string, ...string[]] }
      : {
          attestation: [
            await options.keyAttestation(
              keys.map(({ jwk }) => jwk),
              nonce,
            ),
          ] as [string],
        };
  const access = {
    issuerMetadata,
    accessToken: accessTokenResponse.access_token,
    ...(dpop === undefined ? {} : { dpop }),
  };
  let { credentialResponse: response } = await client.retrieveCredentials({
    ...access,
    credentialConfigurationId,
    proofs,
  });
  if (response.transaction_id !== undefined) {
    await options.onDeferred?.();
    const deferred = { ...access, transactionId: response.transaction_id };
    response = (await client.retrieveDeferredCredentials(deferred))
      .deferredCredentialResponse as typeof response;
  }
  const credentials = (response.credentials ?? []).map((entry) =>
    typeof entry === 'object' && 'credential' in entry ? entry.credential : entry,
  ) as string[];
  if (response.notification_id !== undefined)
    await client.sendNotification({
      ...access,
      notification: { notificationId: response.notification_id, event: 'credential_accepted' },
    });
  return { credentials, keys };
}
