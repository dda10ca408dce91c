export { type CredentialInput, encodeCredential, signerOf } from './encode.ts';
export { formatMetadata } from './metadata.ts';
