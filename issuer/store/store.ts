import type { OfferState, Variant } from '../types.ts';

/** One offer as it is kept: hashes instead of secrets, sealed claims instead of claims. Times in milliseconds. */
export interface OfferRecord {
  offerId: string;
  subjectRef: string;
  /** Who asked for the offer, for example a kiosk; empty when there is only one. Never personal data. */
  origin: string;
  variant: Variant;
  configurationId: string;
  state: OfferState;
  txCodeHash: Uint8Array | null;
  /** What the offer says of the code (OpenID4VCI 1.0 §4.1.1 `tx_code`), as JSON. */
  txCodeForm: string | null;
  wrongCodes: number;
  /** True while the credential must not be given yet. */
  held: boolean;
  /** RFC 7638 thumbprint of the key the token is bound to (RFC 9449); null for a bearer token. */
  keyThumbprint: string | null;
  /** True when the token was given with credential identifiers (OpenID4VCI 1.0 §6.2). */
  identified: boolean;
  transactionHash: Uint8Array | null;
  /** Null as soon as the offer has ended or the credential is issued. */
  sealedClaims: string | null;
  /** The holder's keys of a deferred credential, sealed like the claims. */
  sealedKeys: string | null;
  createdAt: number;
  /** Of the code while it is unredeemed, then of the token. */
  expiresAt: number;
  changedAt: number;
  notificationHash: Uint8Array | null;
}

export interface NewOffer {
  offerId: string;
  subjectRef: string;
  origin: string;
  variant: Variant;
  configurationId: string;
  handleHash: Uint8Array;
  codeHash: Uint8Array;
  txCodeHash: Uint8Array | null;
  txCodeForm: string | null;
  held: boolean;
  sealedClaims: string;
  createdAt: number;
  expiresAt: number;
}

export interface NewToken {
  hash: Uint8Array;
  expiresAt: number;
  sealedClaims: string;
  keyThumbprint: string | null;
  identified: boolean;
}

export interface SpentNonce {
  hash: Uint8Array;
  expiresAt: number;
}

export type IssueOutcome = 'issued' | 'nonce-used' | 'closed' | 'place-taken';
export type DeferOutcome = 'deferred' | 'nonce-used' | 'closed';

/**
 * Where offers live. Every method is one transaction: of any number of callers at once, in any number of processes, exactly
 * one sees a change succeed. A method that ends an offer, or issues its credential, deletes what is sealed in the same
 * transaction. What any store must do is written down as tests in testing/store-contract.ts.
 */
export interface OfferStore {
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
  redeem(offerId: string, token: NewToken, at: number): Promise<boolean>;
  /**
   * Spends the nonces and the token's one credential (or the deferred one, for which nonces were spent before) together, or nothing.
   * @param places in the lists of this store that the credentials name, taken with it
   */
  issue(
    offerId: string,
    nonces: readonly SpentNonce[],
    notificationHash: Uint8Array,
    at: number,
    places?: Places,
  ): Promise<IssueOutcome>;
  /** Spends the nonces and keeps the holder's keys until the credential may be given, or does nothing. */
  defer(
    offerId: string,
    nonces: readonly SpentNonce[],
    deferred: { transactionHash: Uint8Array; sealedKeys: string },
    at: number,
  ): Promise<DeferOutcome>;
  /** Lets a held offer's credential be given; false when it was not held or has ended. */
  release(offerId: string, at: number): Promise<boolean>;
  /** Remembers something that may be used once; false when it was used before. */
  spend(nonce: SpentNonce): Promise<boolean>;
  /** Ends offers whose time is over; those it ended, some of them when there are many: to be asked until there are none. */
  expire(at: number): Promise<OfferRecord[]>;
  /** Forgets offers last changed before `before`, spent nonces expired by `at` and status lists nobody needs; how many offers went. */
  purge(before: number, at: number): Promise<number>;
}

/** Values of draft-ietf-oauth-status-list §7.1. */
export type CredentialStatus = 'valid' | 'revoked' | 'suspended';

export interface ListOrder {
  at: number;
  /** Until when the list has to be there at least: the end of the credentials that will name it. */
  neededUntil: number;
  /** Entries of a list that is made because none has room, and its id. */
  size: number;
  newListId: string;
}

export interface OpenList {
  listId: string;
  size: number;
  neededUntil: number;
}

export interface StatusEntry {
  listId: string;
  index: number;
}

/** Where an offer's credentials shall stand. */
export interface Places {
  entries: readonly StatusEntry[];
  /** When the credentials are issued, and when they expire. */
  at: number;
  expiresAt: number;
}

/** Which credentials; all conditions that are given must hold. Times in milliseconds, of issuance, `to` not included. */
export interface CredentialFilter {
  offerId?: string;
  subjectRef?: string;
  origin?: string;
  from?: number;
  to?: number;
}

export interface StatusListRecord {
  listId: string;
  size: number;
  /** Grows with every change of one of its entries. */
  version: number;
}

/** Where the status of issued credentials lives. Every method is one transaction. */
export interface StatusStore {
  /** A list with room, which stays as long as it is needed; one that is half full is closed, so that random picks stay quick. */
  openList(order: ListOrder): Promise<OpenList>;
  /** Which of these indexes of a list are taken. None is ever given twice while its list is there. */
  taken(listId: string, indexes: readonly number[]): Promise<number[]>;
  /** Changes the status of credentials; revoked ones stay revoked. How many changed. */
  setStatus(filter: CredentialFilter, status: CredentialStatus): Promise<number>;
  /** The status of an offer's credentials. */
  statusOf(offerId: string): Promise<CredentialStatus[]>;
  lists(): Promise<StatusListRecord[]>;
  list(listId: string): Promise<StatusListRecord | null>;
  /** The entries of a list that are not valid. */
  exceptions(listId: string): Promise<{ index: number; status: CredentialStatus }[]>;
}

export interface IssuerStore extends OfferStore, StatusStore {}
