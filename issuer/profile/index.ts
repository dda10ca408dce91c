export { assertClaims } from './claims.ts';
export {
  type ClaimSource,
  type CredentialProfile,
  loadProfile,
  type ProfileClaim,
  parseProfile,
  RESERVED_CLAIMS,
  vctOf,
} from './profile.ts';
export { typeMetadata } from './type-metadata.ts';
