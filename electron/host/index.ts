export { type Host, type HostOptions, startHost } from './compose.ts';
export { readersOver } from './devices/index.ts';
export { joinWithFile, mintWithFile } from './hub-identity.ts';
export { wishToJoin } from './hub-way.ts';
export type { DriverListener, Readers, Shell } from './ports.ts';
export { fileKeyProvider, operatingSystemKeyProvider, VaultError } from './vault/index.ts';
