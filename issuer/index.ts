export type { HaipOptions, IssuerOptions } from './engines.ts';
export { IssuerError, type IssuerErrorCode } from './errors.ts';
export { formsOf, type OfferForm } from './forms.ts';
export { createIssuer, type Issuer } from './issuer.ts';
export {
  fileKeyStore,
  type IssuerKeys,
  type KeyStore,
  type KeyWarning,
  memoryKeyStore,
  type PublishedKey,
  type SigningKey,
  type StoredKeys,
  type SuppliedKey,
  type SuppliedKeysOptions,
  suppliedKeys,
  TEST_CA_NAME,
  testKeys,
} from './keys/index.ts';
export { toNodeListener } from './listener.ts';
export { type Logo, type LogoImage, loadLogo } from './logo.ts';
export {
  createPresentations,
  type PresentationOutcome,
  type Presentations,
} from './presentation/index.ts';
export {
  type ClaimSource,
  type CredentialFormat,
  type CredentialProfile,
  loadProfile,
  type ProfileClaim,
  type ProfileConfiguration,
  parseProfile,
  vctOf,
} from './profile/index.ts';
export type { ProgressListener } from './progress.ts';
export type { KeyAttestationDemand } from './proofs/index.ts';
export {
  type AuthenticateKiosk,
  answerForRelay,
  bearerKiosks,
  createEntraRelay,
  type Relay,
  type RelayCredential,
  type RelayEvent,
  type RelayOptions,
} from './relay/index.ts';
export type { StatusPort } from './status/index.ts';
export { PostgresIssuerStore } from './store/postgres.ts';
export type { SqlDriver, SqlResult, Statement, Steps } from './store/sql.ts';
export { SqlIssuerStore } from './store/sql-store.ts';
export { SqliteIssuerStore } from './store/sqlite.ts';
export type {
  CredentialFilter,
  CredentialStatus,
  IssueOutcome,
  IssuerStore,
  NewOffer,
  OfferRecord,
} from './store/store.ts';
export {
  type CreatedOffer,
  type OfferProgress,
  type OfferRequest,
  type OfferState,
  type OfferStatus,
  offerStates,
  type StatusReference,
  type TxCodeForm,
  type Variant,
} from './types.ts';
