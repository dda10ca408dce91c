export { TEST_CA_NAME } from './certificates.ts';
export {
  type IssuerKeys,
  type SigningKey,
  suppliedKeys,
  type TestKeysOptions,
  testKeys,
} from './issuer-keys.ts';
export { fileKeyStore, type KeyStore, memoryKeyStore, type StoredKeys } from './key-store.ts';
