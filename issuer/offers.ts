import type { Engine } from './engine.ts';
import { IssuerError } from './errors.ts';
import { signerOf } from './formats/index.ts';
import { credentialOffer } from './offer-form.ts';
import { assertClaims } from './profile/index.ts';
import { sealClaims } from './seal.ts';
import { codeOfHandle, randomToken, sha256, txCodeHash } from './secrets.ts';
import { checkTxCode, newTxCode, txCodeObject } from './tx-code.ts';
import type { CreatedOffer, OfferRequest, Variant } from './types.ts';

const TTL_SECONDS = 300;
/** What is left of the signing certificate must be worth an offer. */
const LEAST_VALIDITY_MS = 86_400_000;
/** 128 bits: short enough for a small QR code, long enough that nobody guesses it. */
const HANDLE_BYTES = 16;
/** OpenID4VCI 1.0 §12.1 and HAIP 1.0 §4.2: how a wallet is called. */
const SCHEMES: Record<Variant, string> = { open: 'openid-credential-offer', haip: 'haip-vci' };

/** The link by reference (OpenID4VCI 1.0 §4.1.3). */
export function offerLink(
  { variant, issuerUrl }: Pick<Engine, 'variant' | 'issuerUrl'>,
  handle: string,
): string {
  return `${SCHEMES[variant]}://?credential_offer_uri=${encodeURIComponent(`${issuerUrl}/offers/${handle}`)}`;
}

/** The page that calls the wallet by that link. */
export const claimLink = ({ issuerUrl }: Pick<Engine, 'issuerUrl'>, handle: string): string =>
  `${issuerUrl}/claim/${handle}`;

/**
 * Makes an offer. Of its secrets only hashes are kept; they are in the returned links and nowhere else.
 * @throws IssuerError issuer/unknown-configuration, issuer/bad-claims, issuer/bad-offer, issuer/key-expired
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
  const { notAfter } = await signerOf(engine.keys, configuration.shape);
  if (notAfter <= engine.clock() + LEAST_VALIDITY_MS)
    throw new IssuerError('issuer/key-expired', 'the signing certificate has ended, or does within a day');
  const wanted = request.txCode === true ? {} : request.txCode;
  const form = wanted === false ? null : checkTxCode(wanted, engine.variant);

  const handle = randomToken(engine.random, HANDLE_BYTES);
  const code = codeOfHandle(handle);
  const txCode = form === null ? null : newTxCode(form, engine.random);
  const createdAt = engine.clock();
  const expiresAt = createdAt + (request.ttlSeconds ?? TTL_SECONDS) * 1000;
  await engine.store.insert({
    offerId,
    subjectRef: request.subjectRef,
    origin: request.origin ?? '',
    variant: engine.variant,
    configurationId: configuration.id,
    handleHash: sha256(handle),
    codeHash: sha256(code),
    txCodeHash: txCode === null ? null : txCodeHash(code, txCode),
    txCodeForm: form === null ? null : JSON.stringify(form),
    held: request.held ?? false,
    sealedClaims: await sealClaims(request.claims, code),
    createdAt,
    expiresAt,
  });
  const byValue = credentialOffer(
    engine,
    configuration.id,
    code,
    form === null ? null : txCodeObject(form, null),
  );
  return {
    offerId,
    offerUri: offerLink(engine, handle),
    claimUrl: claimLink(engine, handle),
    byValueUri: `${SCHEMES[engine.variant]}://?credential_offer=${encodeURIComponent(JSON.stringify(byValue))}`,
    ...(txCode === null ? {} : { txCode }),
    expiresAt,
  };
}
