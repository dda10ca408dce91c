export { type Host, type HostOptions, startHost } from './compose.ts';
export { joinWithFile, mintWithFile } from './hub-identity.ts';
export { wishToJoin } from './hub-way.ts';
export type { DriverListener, Readers, Shell } from './ports.ts';
export { readersOver } from './readers-over-drivers.ts';
export { fileKeyProvider, operatingSystemKeyProvider, VaultError } from './vault/index.ts';
