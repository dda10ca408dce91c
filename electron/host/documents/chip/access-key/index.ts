export { type AccessKey, canKey, type MrzKeyParts, mrzKey, mrzKeyOf, passwordOctets } from './access-key.ts';
