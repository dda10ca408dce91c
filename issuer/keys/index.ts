export { TEST_CA_NAME } from './certificates.ts';
export { signJws } from './jws.ts';
export { fileKeyStore, type KeyStore, memoryKeyStore, type StoredKeys } from './key-store.ts';
export {
  type IssuerKeys,
  namesIssuer,
  type PublishedKey,
  publicEcJwk,
  type SigningKey,
  thumbprint,
} from './signing-key.ts';
export { type SuppliedKey, type SuppliedKeysOptions, suppliedKeys } from './supplied-keys.ts';
export { type TestKeysOptions, testKeys } from './test-keys.ts';
