import type { OfferRate } from './http/rate.ts';
import type { IssuerKeys } from './keys/index.ts';
import type { PlacedLogo } from './logo.ts';
import type { NonceMint } from './nonces.ts';
import type { CredentialProfile, ProfileConfiguration } from './profile/index.ts';
import type { KeyAttestationDemand } from './proofs/index.ts';
import { OPEN } from './states.ts';
import type { StatusLists, StatusPort } from './status/index.ts';
import type { IssuerStore, OfferRecord } from './store/store.ts';
import type { AttesterTrust } from './trust.ts';
import type { Clock, OfferProgress, OfferState, RandomSource, Variant } from './types.ts';

/** OpenID4VCI 1.0 §6.3 asks for a limit without naming one. */
export const MAX_WRONG_CODES = 5;
/** Seconds; the longest a bearer token may live unbound (OpenID4VCI 1.0 §13.10). */
export const TOKEN_SECONDS = 300;
/** Seconds a token bound to a key lives when its credential has to wait. */
export const DEFERRED_TOKEN_SECONDS = 86_400;
/** Seconds a wallet shall wait before it asks again for a deferred credential. */
export const DEFERRED_INTERVAL_SECONDS = 15;

export interface Configuration {
  id: string;
  shape: ProfileConfiguration;
  profile: CredentialProfile;
}

/** An app that takes what is issued, and the page where it is to be had. */
export interface WalletApp {
  name: string;
  storeUrl: string;
}

/** What an identifier asks of wallets beyond OpenID4VCI's own rules. */
export interface Requirements {
  /** RFC 9449: a token bound to the wallet's key. Else it is accepted, not asked for. */
  dpop: boolean;
  /** A wallet provider's attestation at the token endpoint. */
  walletAttestation: boolean;
  /** Attested keys; null takes any and says nothing of attestations, for some wallets refuse issuers that do. */
  keyAttestation: KeyAttestationDemand | null;
}

/** What the endpoints of one issuer identifier work with. All identifiers of an issuer share store, keys and profiles. */
export interface Engine {
  readonly variant: Variant;
  readonly issuerUrl: string;
  /** Where credential types are described: one place for all identifiers, for a type is the same whoever issues it. */
  readonly typesUrl: string;
  readonly requirements: Requirements;
  readonly displayName: string;
  readonly logo: PlacedLogo | null;
  /** What the claim page says can be installed. */
  readonly wallets: readonly WalletApp[];
  readonly store: IssuerStore;
  readonly keys: IssuerKeys;
  readonly configurations: ReadonlyMap<string, Configuration>;
  readonly nonces: NonceMint;
  readonly rate: OfferRate;
  readonly attesters: AttesterTrust | null;
  /** Who places credentials in status lists; null gives them no status. */
  readonly status: StatusPort | null;
  /** The lists, when they are hosted here. */
  readonly statusLists: StatusLists | null;
  /** Copies of a credential a wallet may ask for at once; 1 for no batches. */
  readonly batchSize: number;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Tells those who watch what became of the offer. */
  announce(record: OfferRecord, state: OfferState, noticed?: OfferProgress['noticed']): void;
  /** Ends, and announces, the offers whose time is over. */
  expire(): Promise<void>;
}

/** An offer as it stands now: one whose time is over is ended first, for nobody has looked since. */
export async function inTime(
  { clock, expire }: Pick<Engine, 'clock' | 'expire'>,
  find: () => Promise<OfferRecord | null>,
): Promise<OfferRecord | null> {
  const record = await find();
  if (record === null || record.expiresAt > clock() || !OPEN.includes(record.state)) return record;
  await expire();
  return find();
}

export function triesLeft(record: Pick<OfferRecord, 'txCodeHash' | 'wrongCodes'>): number | null {
  return record.txCodeHash === null ? null : Math.max(0, MAX_WRONG_CODES - record.wrongCodes);
}
