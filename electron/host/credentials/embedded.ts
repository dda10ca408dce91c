import { type Issuer, IssuerError, type OfferForm } from '../../../issuer/index.ts';
import { CredentialError } from './errors.ts';
import type { CredentialIssuerPort } from './port.ts';

async function knownOffer<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof IssuerError && cause.code === 'issuer/unknown-offer')
      throw new CredentialError('credentials/unknown-offer', 'there is no such offer', { cause });
    throw cause;
  }
}

/**
 * The port over an issuer in this process.
 * @param options.forms what may be offered, the first by default
 * @param options.fit throws a CredentialError why phones would not take an offer at this moment
 */
export function embeddedIssuer(
  issuer: Issuer,
  options: {
    forms: readonly [OfferForm, ...OfferForm[]];
    testOnly: boolean;
    fit?: () => Promise<void>;
  },
): CredentialIssuerPort {
  return {
    kind: 'embedded',
    testOnly: options.testOnly,
    forms: options.forms.map(({ name }) => name),
    async createOffer({ form = 0, ...order }) {
      await options.fit?.();
      const { configurationId, variant } = options.forms[form] ?? options.forms[0];
      try {
        const { offerId, offerUri, txCode, expiresAt, claimUrl } = await issuer.createOffer({
          ...order,
          configurationId,
          variant,
        });
        return { offerId, offerUri, txCode: txCode ?? null, expiresAt, claimUrl };
      } catch (cause) {
        throw new CredentialError('credentials/offer-failed', 'the issuer made no offer', { cause });
      }
    },
    status: (offerId) => knownOffer(issuer.status(offerId)),
    subscribe: (listener) => issuer.onProgress(listener),
    cancel: (offerId) => knownOffer(issuer.cancel(offerId)),
    async revoke(offerId) {
      if ((await issuer.credentialStatus(offerId)).length === 0) return false;
      await issuer.setCredentialStatus({ offerId }, 'revoked');
      return (await issuer.credentialStatus(offerId)).every((status) => status === 'revoked');
    },
  };
}
