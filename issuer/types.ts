/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Cryptographically strong random bytes. */
export type RandomSource = (length: number) => Uint8Array;

/**
 * The issuer identifiers that share one engine, because no metadata suit all wallets: `open` takes any wallet's keys,
 * `haip` wants attested ones, an attested wallet and sender-constrained tokens.
 */
export type Variant = 'open' | 'haip';

/**
 * created → retrieved (a wallet fetched the offer) → code-asked (that offer told it to ask for the code) →
 * code-wrong (and how many tries are left) → token → deferred (it must wait) → issued → accepted. The ends: accepted, expired, locked (five
 * wrong codes), refused (the wallet reported failure or deletion), cancelled (from this side).
 */
export const offerStates = [
  'created',
  'retrieved',
  'code-asked',
  'code-wrong',
  'token',
  'deferred',
  'issued',
  'accepted',
  'expired',
  'locked',
  'refused',
  'cancelled',
] as const;
export type OfferState = (typeof offerStates)[number];

/** What became of an offer, told in the order it happened. Holds no personal data. */
export interface OfferProgress {
  offerId: string;
  subjectRef: string;
  state: OfferState;
  /** Milliseconds since the epoch. */
  at: number;
  /** Tries left for the transaction code; null when the offer has none. */
  triesLeft: number | null;
  /** Something else than a new state: the phone's clock is wrong; a phone brought the code after it was used. */
  noticed?: 'phone-clock' | 'used-again';
  /** While `deferred`: until when the wallet may come for it; milliseconds since the epoch. */
  collectUntil?: number;
}

export interface OfferStatus extends OfferProgress {
  configurationId: string;
  /** Until when the code (or, once redeemed, the token) lives; milliseconds since the epoch. */
  expiresAt: number;
}

/** How a transaction code looks: OpenID4VCI 1.0 §4.1.1. */
export interface TxCodeForm {
  /** `numeric` when not given. */
  inputMode?: 'numeric' | 'text';
  /** 6 when not given. */
  length?: number;
  /** What the wallet says where the code is to be typed, at most 300 characters; a sentence in the wallet's language when not given. */
  description?: string;
}

export interface OfferRequest {
  /** The claims of the profile; refused when the profile does not know one of them. */
  claims: Record<string, unknown>;
  configurationId: string;
  /** Whether the wallet must also give a code that travels another way than the QR code; true for six digits. */
  txCode: boolean | TxCodeForm;
  /** Which identifier's wallets it is for; `open` when not given. */
  variant?: Variant;
  /** True when the credential must wait until it is released; the wallet is told to come back (OpenID4VCI 1.0 §9). */
  held?: boolean;
  /** Who asks, for example a kiosk; what was issued can later be revoked by it. Stored in the clear. */
  origin?: string;
  /** Seconds; 300 when not given. */
  ttlSeconds?: number;
  /** The caller's own opaque reference; stored in the clear, so never personal data. */
  subjectRef: string;
}

export interface CreatedOffer {
  offerId: string;
  /** By reference (OpenID4VCI 1.0 §4.1.3): short, fit for a QR code. */
  offerUri: string;
  /** By value (§4.1.2), for wallets on the same device or without reach to this host yet. */
  byValueUri: string;
  /** An https page that calls the wallet by the first link, for cameras that know nothing of wallets. */
  claimUrl: string;
  txCode?: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Where a credential's status is told (draft-ietf-oauth-status-list §6). */
export interface StatusReference {
  idx: number;
  uri: string;
}
