export { TEST_CA_NAME, TEST_CRL_PATH } from './certificates.ts';
export { fileKeyStore } from './file-key-store.ts';
export { signJws } from './jws.ts';
export { type KeyStore, memoryKeyStore, type StoredKeys } from './key-store.ts';
export {
  type IssuerKeys,
  type KeyWarning,
  namesIssuer,
  type PublishedKey,
  publicEcJwk,
  type SigningKey,
  thumbprint,
} from './signing-key.ts';
export { type SuppliedKey, type SuppliedKeysOptions, suppliedKeys } from './supplied-keys.ts';
export { type TestKeysOptions, testKeys } from './test-keys.ts';
