import { type Issuer, IssuerError } from '../../../issuer/index.ts';
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

/** The port over an issuer in this process, for one of its configurations. */
export function embeddedIssuer(
  issuer: Issuer,
  options: { configurationId: string; testOnly: boolean },
): CredentialIssuerPort {
  return {
    kind: 'embedded',
    testOnly: options.testOnly,
    async createOffer(order) {
      try {
        const { offerId, offerUri, txCode, expiresAt } = await issuer.createOffer({
          ...order,
          configurationId: options.configurationId,
        });
        return { offerId, offerUri, txCode: txCode ?? null, expiresAt };
      } catch (cause) {
        throw new CredentialError('credentials/offer-failed', 'the issuer made no offer', { cause });
      }
    },
    status: (offerId) => knownOffer(issuer.status(offerId)),
    subscribe: (listener) => issuer.onProgress(listener),
    cancel: (offerId) => knownOffer(issuer.cancel(offerId)),
  };
}
