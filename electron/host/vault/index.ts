export { ShreddedError, VaultError, type VaultErrorCode } from './errors.ts';
export { type ExportWitness, verifyExport } from './export.ts';
export { escrowKey, loadOrCreateKey, setKeyAside } from './key-file.ts';
export {
  assertFitForEnrolment,
  fileKeyProvider,
  type KeyProtection,
  type KeyProvider,
  type OperatingSystemKeyStore,
  operatingSystemKeyProvider,
  passphraseKeyProvider,
} from './keys.ts';
export { type Clock, openVault, type VaultOptions } from './open.ts';
export { openVaultOrQuarantine, type Quarantined, type QuarantineReason } from './quarantine.ts';
export type {
  ChainReport,
  EventMetadata,
  EventRow,
  LogHead,
  NewEvent,
  StoredEvent,
  StoredImage,
  Vault,
  VisitSummary,
} from './types.ts';
