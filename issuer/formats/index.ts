export { type CredentialInput, encodeCredential } from './encode.ts';
export { formatMetadata } from './metadata.ts';
