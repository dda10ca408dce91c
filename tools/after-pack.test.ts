import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type FuseConfig, FuseV1Options } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { afterPack } from './after-pack.ts';

const root = join(import.meta.dirname, '..');

async function flipped(electronPlatformName: string, packager: object): Promise<[string, FuseConfig]> {
  const calls: [string, FuseConfig][] = [];
  const packed = { appOutDir: '/dist/out', electronPlatformName, packager } as Parameters<
    typeof afterPack
  >[0];
  await afterPack(packed, async (electron, config) => calls.push([electron, config]));
  expect(calls).toHaveLength(1);
  return calls[0]!;
}
const named = { appInfo: { productFilename: 'Proofdesk' } };

describe('fuses', () => {
  test.each([
    ['linux', { ...named, executableName: 'proofdesk' }, '/dist/out/proofdesk'],
    ['win32', named, '/dist/out/Proofdesk.exe'],
    ['darwin', named, '/dist/out/Proofdesk.app'],
  ])('%s: the right file is changed', async (platform, packager, file) => {
    expect((await flipped(platform, packager))[0]).toBe(file);
  });

  test.each([
    ['linux', false],
    ['win32', true],
    ['darwin', true],
  ])('%s: every way in is closed; the archive is checked: %s', async (platform, integrity) => {
    const [, config] = await flipped(platform, named);
    expect(config).toMatchObject({
      strictlyRequireAllFuses: true,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: integrity,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
    });
  });

  test('every fuse this Electron has is decided', async () => {
    const [, config] = await flipped('linux', named);
    const all = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
    expect(all.filter((fuse) => typeof config[fuse as FuseV1Options] !== 'boolean')).toEqual([]);
  });
});

describe('electron-builder.yml', () => {
  // Neither is a dependency of ours: they are what electron-builder itself reads and judges the file with.
  const require = createRequire(import.meta.url);
  const builder = createRequire(require.resolve('app-builder-lib/package.json'));
  const yaml = builder('js-yaml') as { load(text: string): Record<string, unknown> };
  const config = yaml.load(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
  const { version } = require('electron/package.json') as { version: string };

  const judge = async (candidate: object) => {
    const file = join(dirname(require.resolve('app-builder-lib/package.json')), 'out/util/config/config.js');
    const { validateConfiguration } = builder(file) as {
      validateConfiguration(config: object, log: object): Promise<void>;
    };
    await validateConfiguration(candidate, { isEnabled: false });
  };

  test('is valid for the electron-builder that reads it', async () => {
    await expect(judge(config)).resolves.toBeUndefined();
    await expect(judge({ ...config, asarUnpacked: true })).rejects.toThrow('asarUnpacked');
  });

  test('packs the Electron that is installed', () => {
    expect(config.electronVersion).toBe(version);
  });

  test('installs for the machine, from an archive, and updates nothing by itself', () => {
    expect(config).toMatchObject({
      asar: true,
      publish: null,
      npmRebuild: false,
      nsis: { perMachine: true, runAfterFinish: false },
      msi: { perMachine: true },
      afterPack: './tools/after-pack.ts',
      mac: { extendInfo: { NSCameraUsageDescription: expect.stringContaining('photo') } },
    });
  });

  test('every file it names is there', () => {
    const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    const named = text.match(/(?:\.\/tools|resources)\/[\w/.-]+\.(?:ts|png|rules|plist)/g) ?? [];
    expect(new Set(named).size).toBe(4);
    for (const file of named) expect(readFileSync(join(root, file)).length).toBeGreaterThan(0);
  });

  test('the icon is large enough for every system', () => {
    const png = readFileSync(join(root, 'resources/icons/icon.png'));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]);
  });

  test('the rules for readers name every vendor the drivers know', async () => {
    const rules = readFileSync(join(root, 'resources/linux/60-proofdesk.rules'), 'utf8');
    const { hidProfiles, simulatedBarcodeReader } = await import('../native-drivers/devices/profiles.ts');
    const vendors = hidProfiles
      .flatMap(({ match }) => match.vendorId ?? [])
      .filter((vendor) => vendor !== simulatedBarcodeReader.vendorId);
    expect(vendors.length).toBeGreaterThan(0);
    for (const vendor of vendors) expect(rules).toContain(`"${vendor.toString(16).padStart(4, '0')}"`);
  });
});
