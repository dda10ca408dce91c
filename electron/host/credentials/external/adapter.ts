import type { OfferState } from '../port.ts';

export interface ExternalOrder {
  /** An opaque reference, which `state` gives back. */
  subjectRef: string;
  configurationId: string;
  claims: Record<string, unknown>;
  /** The code this kiosk chose, which the wallet must ask for; null for none. */
  txCode: string | null;
  ttlSeconds: number;
}

export interface ExternalOffer {
  /** The issuer's own name of the offer. */
  offerId: string;
  /** As the issuer gives it: by value or by reference. */
  offerUri: string;
  /** Unix milliseconds. */
  expiresAt: number;
}

export interface ExternalStatus {
  subjectRef: string;
  state: OfferState;
  triesLeft: number | null;
  expiresAt: number;
}

/**
 * One vendor's way to ask for an offer; none is standardised. What it returns is not believed: `validateOffer` and the
 * port look at all of it.
 */
export interface ExternalAdapter {
  /** @throws ExternalError */
  createOffer(order: ExternalOrder): Promise<ExternalOffer>;
  /** @throws ExternalError external/unknown-offer and others */
  state(offerId: string): Promise<ExternalStatus>;
  /** False when it had ended before. @throws ExternalError */
  cancel(offerId: string): Promise<boolean>;
}
