export { type AccessKey, canKey, mrzKey, mrzKeyOf } from './access-key/index.ts';
export type { ChipTransport } from './apdu/index.ts';
export {
  type Dg1,
  type Dg11,
  type Dg12,
  readDg1,
  readDg2,
  readDg11,
  readDg12,
} from './data-groups/index.ts';
export { ChipError, type ChipErrorCode, understood } from './errors.ts';
export {
  type Authority,
  appointDocumentSigner,
  appointListSigner,
  foundAuthority,
  type Issued,
  writeLdif,
  writeMasterList,
} from './issuing/index.ts';
export {
  createPortraitDecoder,
  inspectImage,
  type Portrait,
  type PortraitDecoder,
  portraitIn,
  signatureIn,
} from './portrait/index.ts';
export {
  type ChipAccess,
  type ChipFigures,
  ChipMemory,
  type ChipProgress,
  type ChipReading,
  type ChipReadRequest,
  chipErrorOf,
  chipOverDevice,
  type DeviceCard,
  type ResettableChip,
  readChip,
} from './read/index.ts';
export {
  addToTrustStore,
  countList,
  importTrust,
  isCertificate,
  listAge,
  readTrustStore,
  TRUST_STORE_FILE,
  TrustAnchors,
  TrustError,
  type TrustImport,
  type TrustList,
  type TrustListCounts,
  writeTrustStore,
} from './trust/index.ts';
export {
  type ChipCheck,
  type ChipCheckName,
  type ChipStepName,
  type ChipVerification,
  type ChipVerificationRequest,
  type VerificationStep,
  verifyChip,
} from './verification/index.ts';
export {
  CHIP_FAULTS,
  type ChipFault,
  DOCUMENT_DEFECTS,
  type DocumentDefect,
  FaultyChip,
  inProcessReader,
  issueDefective,
  type PassportRequest,
  personalise,
  VirtualChip,
  type VirtualPassport,
} from './virtual/index.ts';
