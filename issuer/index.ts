export { IssuerError, type IssuerErrorCode } from './errors.ts';
export { createIssuer, type Issuer, type IssuerOptions } from './issuer.ts';
export {
  fileKeyStore,
  type IssuerKeys,
  type KeyStore,
  memoryKeyStore,
  type StoredKeys,
  suppliedKeys,
  TEST_CA_NAME,
  testKeys,
} from './keys/index.ts';
export { toNodeListener } from './listener.ts';
export {
  type ClaimSource,
  type CredentialProfile,
  loadProfile,
  type ProfileClaim,
  parseProfile,
} from './profile/index.ts';
export type { ProgressListener } from './progress.ts';
export { SqliteIssuerStore } from './store/sqlite.ts';
export type { IssueOutcome, IssuerStore, NewOffer, OfferRecord } from './store/store.ts';
export type {
  CreatedOffer,
  OfferProgress,
  OfferRequest,
  OfferState,
  OfferStatus,
} from './types.ts';
