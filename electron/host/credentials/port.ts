import {
  type OfferProgress as IssuerProgress,
  type OfferStatus as IssuerStatus,
  offerStates as issuerStates,
} from '../../../issuer/index.ts';

/** As the issuer's own, and `failed` where an issuer elsewhere says that it could not issue. */
export const offerStates = [...issuerStates, 'failed'] as const;
export type OfferState = (typeof offerStates)[number];
export interface OfferProgress extends Omit<IssuerProgress, 'state'> {
  state: OfferState;
}
export interface OfferStatus extends Omit<IssuerStatus, 'state'> {
  state: OfferState;
}

export interface OfferOrder {
  /** The visit's id, or another opaque reference; never personal data. */
  subjectRef: string;
  claims: Record<string, unknown>;
  /** Whether a code shall travel to the phone another way than the QR code. */
  txCode: boolean;
  /** Seconds; 300 when not given. An issuer may grant less; trust `expiresAt`. */
  ttlSeconds?: number;
  /** Which of the issuer's `forms`; the first when not given. */
  form?: number;
}

export interface CredentialOffer {
  offerId: string;
  /** What the QR code says. */
  offerUri: string;
  /** Null when none was asked for. */
  txCode: string | null;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** A page that calls the wallet, for phones whose camera finds none. */
  claimUrl?: string;
  /** The way this one offer went, where an issuer has more than one; its `kind` when not given. */
  way?: CredentialIssuerPort['kind'];
}

/**
 * Whoever gives the credential: the issuer in this process, or one elsewhere. The host knows only this.
 */
export interface CredentialIssuerPort {
  /** Which kind it is, for the operator's eyes. */
  readonly kind: 'embedded' | 'entra' | 'external' | 'hub' | 'offline';
  /** True when its credentials are worth nothing outside tests, for then the screen must say so. */
  readonly testOnly: boolean;
  /** True where whoever issues takes no offer back: one that was cancelled may be redeemed all the same. */
  readonly cancelIsLocal?: boolean;
  /** In which forms it gives the credential, for staff's eyes; left out where there is one. */
  readonly forms?: readonly string[];
  /** @throws CredentialError credentials/offer-failed, or an error of the way with a code of its own */
  createOffer(order: OfferOrder): Promise<CredentialOffer>;
  /**
   * Where an offer stands now, for a host that was restarted.
   * @param subjectRef of whom it was made for: what an issuer elsewhere tells of another is not believed
   * @throws CredentialError credentials/unknown-offer
   */
  status(offerId: string, subjectRef?: string): Promise<OfferStatus>;
  /** Every change of every offer, in order; the return value ends that. */
  subscribe(listener: (progress: OfferProgress) => void): () => void;
  /** Every new code for an offer that stays the same, made before the one on the screen ends. */
  onRenewed?(listener: (offer: CredentialOffer) => void): () => void;
  /** Ends an offer; false when it had ended or been issued before. @throws CredentialError credentials/unknown-offer */
  cancel(offerId: string): Promise<boolean>;
  /** Revokes what was given for an offer; false when it has no status that verifiers could look up. Left out where nobody can. */
  revoke?(offerId: string): Promise<boolean>;
}
