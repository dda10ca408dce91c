export { type BlockCipher, blockLength, decryptCbc, encryptBlock, encryptCbc } from './ciphers.ts';
export { cmac, retailMac } from './mac.ts';
export { pad, unpad } from './padding.ts';
export { type CipherSuite, KDF, SUITES, type SuiteName } from './suite.ts';
