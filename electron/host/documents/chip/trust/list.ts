import type { TrustError } from './errors.ts';

/** What one imported file brought, after its signature was checked up to a pinned root. */
export interface TrustList {
  readonly kind: 'master-list' | 'certificate';
  /** Who signed it, for people: `C=DE, O=bund, OU=bsi, serialNumber=0039, CN=CSCA Master List Signer`. */
  readonly signer: string;
  /** The signer's country as its certificate writes it. */
  readonly country: string;
  /** SHA-256 of the pinned root certificate, hexadecimal. */
  readonly root: string;
  /** SHA-256 of the signed bytes, hexadecimal. */
  readonly digest: string;
  /** When the list was signed, milliseconds since 1970; null where its signer does not say. */
  readonly signedAt: number | null;
  readonly importedAt: number;
  readonly certificates: readonly Uint8Array[];
}

/** A list that was not taken, with why. */
export interface RefusedList {
  /** SHA-256 of the signed bytes, hexadecimal. */
  readonly digest: string;
  readonly error: TrustError;
}

/** How many certificates a list holds, of which kinds. */
export interface TrustListCounts {
  readonly certificates: number;
  readonly countries: number;
  /** Subject and issuer are one name and one key, as far as names and key identifiers say. */
  readonly roots: number;
  /** All others: a state's new keys signed with its former one. */
  readonly links: number;
  /** Certificates whose key or signature this reader cannot use. */
  readonly unsupported: number;
}

const DAY = 86_400_000;

/** Whole days since the list was signed, or since it was imported where the signer gives no date. */
export function listAge({ signedAt, importedAt }: TrustList, now: number): number {
  return Math.max(0, Math.floor((now - (signedAt ?? importedAt)) / DAY));
}
