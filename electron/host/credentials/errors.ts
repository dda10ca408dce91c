import { CodedError } from '../../contract/index.ts';

/** What can go wrong on the way from a finished visit to an offer. Never names a value, only claims. */
export class CredentialError extends CodedError<
  | 'credentials/bad-date'
  | 'credentials/claim-missing'
  | 'credentials/offer-failed'
  | 'credentials/unknown-offer'
  | 'credentials/listen-failed'
> {}
