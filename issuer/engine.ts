import type { OfferRate } from './http/rate.ts';
import type { IssuerKeys } from './keys/index.ts';
import type { NonceMint } from './nonce.ts';
import type { CredentialProfile } from './profile/index.ts';
import type { IssuerStore, OfferRecord } from './store/store.ts';
import type { Clock, OfferState, RandomSource } from './types.ts';

/** OpenID4VCI 1.0 §6.3 asks for a limit without naming one. */
export const MAX_WRONG_CODES = 5;
/** Seconds; the longest a bearer token may live unbound (OpenID4VCI 1.0 §13.10). */
export const TOKEN_SECONDS = 300;

export interface Configuration {
  id: string;
  format: 'dc+sd-jwt';
  profile: CredentialProfile;
}

/** What the endpoints share: one issuer identifier with its offers, keys and profiles. */
export interface Engine {
  readonly issuerUrl: string;
  readonly displayName: string;
  readonly store: IssuerStore;
  readonly keys: IssuerKeys;
  readonly configurations: ReadonlyMap<string, Configuration>;
  readonly nonces: NonceMint;
  readonly rate: OfferRate;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Tells those who watch what became of the offer. */
  announce(record: OfferRecord, state: OfferState): void;
  /** Ends, and announces, the offers whose time is over. */
  expire(): Promise<void>;
}

export function triesLeft(record: Pick<OfferRecord, 'txCodeHash' | 'wrongCodes'>): number | null {
  return record.txCodeHash === null ? null : Math.max(0, MAX_WRONG_CODES - record.wrongCodes);
}
