import type { OfferState } from '../types.ts';

/** One offer as it is kept: hashes instead of secrets, sealed claims instead of claims. Times in milliseconds. */
export interface OfferRecord {
  offerId: string;
  subjectRef: string;
  configurationId: string;
  state: OfferState;
  txCodeHash: Uint8Array | null;
  wrongCodes: number;
  /** Null as soon as the offer has ended or the credential is issued. */
  sealedClaims: string | null;
  createdAt: number;
  /** Of the code while it is unredeemed, then of the token. */
  expiresAt: number;
  changedAt: number;
  notificationHash: Uint8Array | null;
}

export interface NewOffer {
  offerId: string;
  subjectRef: string;
  configurationId: string;
  handleHash: Uint8Array;
  codeHash: Uint8Array;
  txCodeHash: Uint8Array | null;
  sealedClaims: string;
  createdAt: number;
  expiresAt: number;
}

export type IssueOutcome = 'issued' | 'nonce-used' | 'closed';

/**
 * Where offers live. Every method is one transaction: of any number of callers at once, exactly one sees a change
 * succeed. A method that ends an offer, or issues its credential, deletes the sealed claims in the same transaction.
 */
export interface IssuerStore {
  insert(offer: NewOffer): Promise<void>;
  byId(offerId: string): Promise<OfferRecord | null>;
  byHandle(handleHash: Uint8Array): Promise<OfferRecord | null>;
  byCode(codeHash: Uint8Array): Promise<OfferRecord | null>;
  byToken(tokenHash: Uint8Array): Promise<OfferRecord | null>;
  /** Moves an offer from one of `from` to `to`; false when it was in none of them. */
  move(offerId: string, from: readonly OfferState[], to: OfferState, at: number): Promise<boolean>;
  /** Counts a wrong transaction code; locks the offer at `limit`. Null when the offer takes no codes any more. */
  countWrongCode(offerId: string, limit: number, at: number): Promise<number | null>;
  /** Spends the pre-authorized code; false when another was faster, or it is too late. */
  redeem(
    offerId: string,
    token: { hash: Uint8Array; expiresAt: number; sealedClaims: string },
    at: number,
  ): Promise<boolean>;
  /** Spends the nonce and the token's one credential together, or neither. */
  issue(
    offerId: string,
    nonce: { hash: Uint8Array; expiresAt: number },
    notificationHash: Uint8Array,
    at: number,
  ): Promise<IssueOutcome>;
  /** Ends the offers whose time is over; those it ended. */
  expire(at: number): Promise<OfferRecord[]>;
  /** Forgets offers last changed before `before`, and spent nonces expired by `at`; how many offers went. */
  purge(before: number, at: number): Promise<number>;
}
