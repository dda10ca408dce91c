import { join } from 'node:path';
import { loadProfile } from '../../issuer/index.ts';
import type { Channel, SimulatorState, WindowRole } from '../contract/index.ts';
import { startEmbeddedIssuer } from './credentials/index.ts';
import { facesOver } from './faces-over-vision.ts';
import { issuingFor } from './issuing.ts';
import { createKiosk } from './kiosk.ts';
import type { Readers, Shell } from './ports.ts';
import { loadStation } from './station/index.ts';
import { type KeyProvider, loadOrCreateKey, openVaultOrQuarantine } from './vault/index.ts';
import { createVisionLink } from './vision-link.ts';
import { serveWindow } from './windows.ts';

export interface HostOptions {
  dataDirectory: string;
  resourcesDirectory: string;
  stationFile: string | null;
  simulated: boolean;
  keyProvider: KeyProvider;
  readers: Readers;
  shell: Shell;
  clock?: { now(): number };
}

export interface Host {
  attach(role: WindowRole, channel: Channel): void;
  /** Resolves when faces can be compared; rejects when that is not to be had. */
  visionReady(): Promise<void>;
  issuerUrl: string;
  trustAnchorPem: string | null;
  /** The machine slept: deadlines, cameras and devices are to be looked at again. */
  resumed(): void;
  notify(code: string): void;
  stop(): Promise<void>;
}

/**
 * Builds the kiosk out of its parts and starts it. Knows neither Electron nor a browser: a shell brings the channels.
 * @throws StationError, VaultError, IssuerError, CredentialError when a part that nothing works without cannot start
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const clock = options.clock ?? { now: () => Date.now() };
  const resources = loadStation(options.resourcesDirectory, options.stationFile, options.simulated);
  const vaultDirectory = join(options.dataDirectory, 'vault');
  const { key } = await loadOrCreateKey(vaultDirectory, options.keyProvider);
  const { vault, quarantined } = openVaultOrQuarantine({
    directory: vaultDirectory,
    key,
    clock,
  });
  try {
    const profile = await loadProfile(
      join(options.resourcesDirectory, 'credentials', 'verified-identity.json'),
    );
    const { issuer: wanted, organisation } = resources.station;
    const issuer = await startEmbeddedIssuer({
      database: vault.database,
      keyStore: vaultKeyStore(vault),
      profile,
      displayName: organisation,
      host: wanted.host,
      port: wanted.port,
      ...(wanted.baseUrl ? { publicBaseUrl: wanted.baseUrl } : {}),
      clock: clock.now,
      report: () => kiosk.notify('issuer/failed'),
    });
    const vision = createVisionLink({
      open: () => options.shell.openVision(),
      onTrouble: (code) => kiosk.notify(code),
    });
    let simulator: SimulatorState | null = null;
    const stopSimulator = options.readers.listen({
      simulatorChanged: (state) => {
        simulator = state;
      },
    });
    const kiosk = createKiosk({
      vault,
      readers: options.readers,
      faces: facesOver(vision),
      issuing: issuingFor(issuer, profile, clock),
      shell: options.shell,
      clock,
      resources,
      simulated: options.simulated,
      quarantined,
      vaultProtection: options.keyProvider.protection,
    });
    await kiosk.start();
    const timers = [
      setInterval(() => void kiosk.tick(), 250),
      setInterval(() => void kiosk.probe(), 5_000),
      setInterval(() => void kiosk.sweep(), 15 * 60_000),
    ];
    return {
      attach(role, channel) {
        if (role === 'vision') vision.attach(channel);
        else serveWindow(kiosk, role, channel, () => simulator);
      },
      visionReady: () => vision.ready(),
      issuerUrl: issuer.issuerUrl,
      trustAnchorPem: issuer.trustAnchorPem,
      resumed: () => void kiosk.tick(),
      notify: kiosk.notify,
      async stop() {
        for (const timer of timers) clearInterval(timer);
        stopSimulator();
        await issuer.close();
        await kiosk.stop();
      },
    };
  } catch (error) {
    await vault.close();
    throw error;
  }
}

/** The issuer's keys rest in the vault, under the vault's key. */
function vaultKeyStore(vault: {
  getSecret(name: string): Promise<Uint8Array | undefined>;
  setSecret(name: string, value: Uint8Array): Promise<void>;
}) {
  const name = 'issuer/keys';
  return {
    async load(): Promise<unknown> {
      const bytes = await vault.getSecret(name);
      return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : null;
    },
    save: (keys: unknown) => vault.setSecret(name, new TextEncoder().encode(JSON.stringify(keys))),
  };
}
