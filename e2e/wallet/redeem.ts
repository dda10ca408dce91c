import { type HolderKey, newHolderKey, walletClient } from './client.ts';
import { decodeClaims } from './verify.ts';

export interface Redemption {
  /** The issued SD-JWT VC, `jwt~disclosure~…~`. */
  credential: string;
  /** All claims with every disclosure opened. Not verified; see verifyCredential. */
  claims: Record<string, unknown>;
  /** The key it is bound to. */
  holder: HolderKey;
  credentialIssuer: string;
  credentialConfigurationId: string;
  /** Milliseconds each step took. */
  timings: Record<'offer' | 'metadata' | 'token' | 'nonce' | 'proof' | 'credential' | 'notification', number>;
}

export interface RedeemOptions {
  txCode?: string;
  /** What the wallet says at the end; `null` says nothing. */
  event?: 'credential_accepted' | 'credential_failure' | 'credential_deleted' | null;
}

/**
 * Does what a phone does after scanning the QR code: resolves the offer, reads the metadata, redeems the code, proves
 * possession of a new key and fetches the credential of the offer's first configuration.
 * @throws the client library's errors, which carry the issuer's answer
 */
export async function redeemOffer(offerUri: string, options: RedeemOptions = {}): Promise<Redemption> {
  const holder = await newHolderKey();
  const client = walletClient(holder);
  const timings: Redemption['timings'] = {
    offer: 0,
    metadata: 0,
    token: 0,
    nonce: 0,
    proof: 0,
    credential: 0,
    notification: 0,
  };
  const timed = async <T>(step: keyof typeof timings, work: Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work;
    timings[step] = performance.now() - start;
    return result;
  };

  const credentialOffer = await timed('offer', client.resolveCredentialOffer(offerUri));
  const issuerMetadata = await timed(
    'metadata',
    client.resolveIssuerMetadata(credentialOffer.credential_issuer),
  );
  const { accessTokenResponse } = await timed(
    'token',
    client.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer,
      issuerMetadata,
      ...(options.txCode === undefined ? {} : { txCode: options.txCode }),
    }),
  );
  const { c_nonce: nonce } = await timed('nonce', client.requestNonce({ issuerMetadata }));
  const credentialConfigurationId = credentialOffer.credential_configuration_ids[0]!;
  const { jwt } = await timed(
    'proof',
    client.createCredentialRequestJwtProof({
      issuerMetadata,
      credentialConfigurationId,
      nonce,
      signer: { method: 'jwk', alg: 'ES256', publicJwk: holder.publicJwk },
    }),
  );
  const accessToken = accessTokenResponse.access_token;
  const { credentialResponse } = await timed(
    'credential',
    client.retrieveCredentials({
      issuerMetadata,
      credentialConfigurationId,
      accessToken,
      proofs: { jwt: [jwt] },
    }),
  );
  const first = credentialResponse.credentials?.[0];
  const credential = typeof first === 'object' && 'credential' in first ? first.credential : first;
  if (typeof credential !== 'string') throw new Error('the issuer gave no SD-JWT VC');
  const notificationId = credentialResponse.notification_id;
  const event = options.event === undefined ? 'credential_accepted' : options.event;
  if (notificationId !== undefined && event !== null)
    await timed(
      'notification',
      client.sendNotification({ issuerMetadata, accessToken, notification: { notificationId, event } }),
    );
  return {
    credential,
    claims: await decodeClaims(credential),
    holder,
    credentialIssuer: credentialOffer.credential_issuer,
    credentialConfigurationId,
    timings,
  };
}
