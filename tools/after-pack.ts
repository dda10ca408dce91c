import { join } from 'node:path';
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

type Platform = Pick<AfterPackContext, 'electronPlatformName'>['electronPlatformName'];
export type Flip = (electron: string, config: FuseConfig) => Promise<unknown>;
export type Packed = Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName'> & {
  packager: { appInfo: { productFilename: string }; executableName?: string };
};

/**
 * Electron's fuses: what the packaged binary can be talked into by an environment variable, an argument or a file
 * beside it. Every fuse is named, so that one that a new Electron adds stops the build until somebody decides.
 */
export function fusesFor(platform: Platform): FuseConfig {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // A changed fuse breaks the ad hoc signature that arm64 needs; a real signature comes later.
    resetAdHocDarwinSignature: platform === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Electron checks the archive's hash on macOS and Windows only; on Linux the fuse would promise what nobody keeps.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform === 'darwin' || platform === 'win32',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  };
}

export function binaryOf({ appOutDir, electronPlatformName, packager }: Packed): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  const name = packager.executableName ?? productFilename;
  return join(appOutDir, electronPlatformName === 'win32' ? `${name}.exe` : name);
}

/** Called by electron-builder when the app is laid out, before it is signed and wrapped. */
export async function afterPack(packed: Packed, flip: Flip = flipFuses): Promise<void> {
  await flip(binaryOf(packed), fusesFor(packed.electronPlatformName));
}
