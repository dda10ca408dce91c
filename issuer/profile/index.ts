export { assertClaims, valueAt } from './claims.ts';
export { credentialDisplay } from './display.ts';
export {
  type ClaimSource,
  type CredentialFormat,
  type CredentialProfile,
  loadProfile,
  type ProfileClaim,
  type ProfileConfiguration,
  parseProfile,
  RESERVED_CLAIMS,
  vctOf,
} from './profile.ts';
export { typeMetadata } from './type-metadata.ts';
