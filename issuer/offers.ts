import type { Engine } from './engine.ts';
import { IssuerError } from './errors.ts';
import { credentialOffer } from './offer-form.ts';
import { assertClaims } from './profile/index.ts';
import { sealClaims } from './seal.ts';
import { codeOfHandle, randomDigits, randomToken, sha256, TX_CODE_LENGTH, txCodeHash } from './secrets.ts';
import type { CreatedOffer, OfferRequest } from './types.ts';

const TTL_SECONDS = 300;
/** 128 bits: short enough for a small QR code, long enough that nobody guesses it. */
const HANDLE_BYTES = 16;

const offerScheme = (parameter: string, value: string): string =>
  `openid-credential-offer://?${parameter}=${encodeURIComponent(value)}`;

/**
 * Makes an offer. Of its secrets only hashes are kept; they are in the returned links and nowhere else.
 * @throws IssuerError issuer/unknown-configuration, issuer/bad-claims
 */
export async function createOffer(
  engine: Engine,
  offerId: string,
  request: OfferRequest,
): Promise<CreatedOffer> {
  const configuration = engine.configurations.get(request.configurationId);
  if (configuration === undefined)
    throw new IssuerError('issuer/unknown-configuration', 'there is no such credential configuration');
  assertClaims(configuration.profile, request.claims);

  const handle = randomToken(engine.random, HANDLE_BYTES);
  const code = codeOfHandle(handle);
  const txCode = request.txCode ? randomDigits(engine.random, TX_CODE_LENGTH) : undefined;
  const createdAt = engine.clock();
  const expiresAt = createdAt + (request.ttlSeconds ?? TTL_SECONDS) * 1000;
  await engine.store.insert({
    offerId,
    subjectRef: request.subjectRef,
    origin: '',
    variant: 'open',
    configurationId: configuration.id,
    handleHash: sha256(handle),
    codeHash: sha256(code),
    txCodeHash: txCode === undefined ? null : txCodeHash(code, txCode),
    txCodeForm: null,
    held: false,
    sealedClaims: await sealClaims(request.claims, code),
    createdAt,
    expiresAt,
  });
  const byValue = JSON.stringify(credentialOffer(engine, configuration.id, code, request.txCode));
  return {
    offerId,
    offerUri: offerScheme('credential_offer_uri', `${engine.issuerUrl}/offers/${handle}`),
    byValueUri: offerScheme('credential_offer', byValue),
    ...(txCode === undefined ? {} : { txCode }),
    expiresAt,
  };
}
