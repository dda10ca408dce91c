export { claimsFromVisit } from './claims.ts';
export { countryCode } from './countries.ts';
export { embeddedIssuer } from './embedded.ts';
export * as entraIssuing from './entra/index.ts';
export { CredentialError } from './errors.ts';
export * as externalIssuing from './external/index.ts';
export type { DocumentFacts } from './facts.ts';
export * as hubWays from './hub/index.ts';
export { isOfPerson } from './identity-claims.ts';
export { mayPass } from './passing.ts';
export type {
  CredentialIssuerPort,
  CredentialOffer,
  OfferOrder,
  OfferProgress,
  OfferState,
  OfferStatus,
} from './port.ts';
export { screenState } from './screen-state.ts';
export { type EmbeddedIssuerOptions, type RunningIssuer, startEmbeddedIssuer } from './start.ts';
export type { CheckResult } from './verification.ts';
