export { type NameParts, writeCertificate } from './certificate.ts';
export {
  type FacePicture,
  type HolderDetails,
  writeDg1,
  writeDg2,
  writeDg7,
  writeDg11,
  writeDg12,
  writeDg14,
  writeDg15,
  writeEfCom,
} from './files.ts';
export { generateKey, type IssuingKey, type KeySpec, writePublicKeyInfo } from './keys.ts';
export { type MasterListRequest, writeLdif, writeMasterList } from './master-list.ts';
export { readPrivateKey, writePrivateKey } from './private-key.ts';
export { sign, usualAlgorithm } from './sign.ts';
export { type SignedDataRequest, writeSignedData } from './signed-data.ts';
export { type SodRequest, writeSecurityObject, writeSod } from './sod.ts';
export {
  type Authority,
  type AuthorityOptions,
  appointDocumentSigner,
  appointListSigner,
  foundAuthority,
  type Issued,
  rollOver,
  type SignerOptions,
} from './state.ts';
export { type InventedState, readInventedState, STATE_FILES } from './state-files.ts';
