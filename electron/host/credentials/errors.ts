import { CodedError } from '../../contract/index.ts';

/** Why phones would not take an offer from this kiosk's address. */
export type AddressFault =
  | 'tls-untrusted'
  | 'tls-expired'
  | 'tls-name'
  | 'address-unreachable'
  | 'address-not-ours';

/** Why the supplied signing key cannot be used. */
export type SigningFault =
  | 'signing-unreadable'
  | 'signing-passphrase'
  | 'signing-mismatch'
  | 'signing-name'
  | 'signing-unfit'
  | 'signing-expired';

/** What can go wrong on the way from a finished visit to an offer. Never names a value, only claims. */
export class CredentialError extends CodedError<
  | 'credentials/bad-date'
  | 'credentials/claim-missing'
  | 'credentials/offer-failed'
  | 'credentials/unknown-offer'
  | 'credentials/listen-failed'
  | 'credentials/issued-before'
  | 'credentials/tls-files'
  | 'credentials/logo-files'
  | `credentials/${AddressFault}`
  | `credentials/${SigningFault}`
> {}
