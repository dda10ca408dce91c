import { dirname, join, resolve } from 'node:path';
import { loadProfile } from '../../issuer/index.ts';
import type { Channel, Posture, WindowRole } from '../contract/index.ts';
import { recoveryOver } from './account-recovery.ts';
import { createPortraitDecoder, TRUST_STORE_FILE } from './documents/chip/index.ts';
import { startEntraWay, startExternalWay, startHelpDesk } from './elsewhere-ways.ts';
import { embeddedOptions } from './embedded-files.ts';
import { startEmbeddedWay } from './embedded-way.ts';
import { startHubWay } from './hub-way.ts';
import { issuingFor } from './issuing.ts';
import { createKiosk, type Kiosk } from './kiosk/index.ts';
import type { Readers, Shell } from './ports.ts';
import { presentingFor } from './presenting.ts';
import { driverArguments, inventedStates, loadStation } from './station/index.ts';
import {
  assertFitForEnrolment,
  type KeyProvider,
  loadOrCreateKey,
  openVaultOrQuarantine,
} from './vault/index.ts';
import { chooseFaceModel, createVisionLink, facesOver, refreshingVision } from './vision/index.ts';
import { portraitOf } from './visit/index.ts';
import { serveWindow } from './windows/index.ts';
import { chipProofOver, pagesOverWorker } from './workers/index.ts';

export interface HostOptions {
  dataDirectory: string;
  resourcesDirectory: string;
  stationFile: string | null;
  simulated: boolean;
  keyProvider: KeyProvider;
  /** Starts the readers. @param named what the station file names, as arguments of the driver program */
  readers: (named: readonly string[]) => Readers;
  shell: Shell;
  clock?: { now(): number };
}

export interface Host {
  attach(role: WindowRole, channel: Channel): void;
  /** Resolves when faces can be compared; rejects when that is not to be had. */
  visionReady(): Promise<void>;
  posture: Posture;
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
  // They look for their devices while the vault is opened.
  const readers = options.readers(driverArguments(resources.station.devices));
  const vaultDirectory = join(options.dataDirectory, 'vault');
  // A key store that only looks like one is good enough to try things out, and for nothing else.
  if (!options.simulated) assertFitForEnrolment(options.keyProvider.protection);
  const { key } = await loadOrCreateKey(vaultDirectory, options.keyProvider);
  const { vault, quarantined } = openVaultOrQuarantine({
    directory: vaultDirectory,
    key,
    clock,
  });
  /** What has to be closed when a later part does not start, last first. */
  const undo: (() => Promise<void> | void)[] = [() => vault.close()];
  try {
    const { issuer: wanted, organisation } = resources.station;
    const credentialProfile = wanted.way === 'entra' ? wanted.entra?.credentialProfile : 'verified-identity';
    const profile = await loadProfile(
      join(options.resourcesDirectory, 'credentials', `${credentialProfile}.json`),
    );
    let kiosk: Kiosk | null = null;
    const tell = (code: string) => kiosk?.notify(code);
    const embedded =
      wanted.way === 'embedded'
        ? await startEmbeddedWay(vault, {
            ...(await embeddedOptions(wanted, {
              folder: dirname(options.stationFile ?? ''),
              resources: options.resourcesDirectory,
            })),
            profile,
            displayName: organisation,
            wallets: resources.wallets,
            clock: clock.now,
            report: () => tell('issuer/failed'),
            signingNotice(code) {
              if (code !== 'credentials/signing-mdoc-profile') {
                kiosk?.settled('credentials/signing-expired');
                kiosk?.settled('credentials/signing-ends-soon');
              }
              if (code !== null) tell(code);
            },
            addressFault(code) {
              kiosk?.settled('credentials/tls-');
              kiosk?.settled('credentials/address-');
              if (code !== null) tell(code);
            },
          })
        : null;
    const around = { folder: dirname(options.stationFile ?? ''), organisation, clock, tell };
    const elsewhere =
      wanted.way === 'entra' && wanted.entra
        ? await startEntraWay(wanted.entra, { ...around, profile, vault })
        : wanted.way === 'external' && wanted.external
          ? await startExternalWay(wanted.external, around)
          : null;
    const helpDesk = wanted.entra ? await startHelpDesk(wanted.entra, around) : null;
    if (helpDesk) undo.push(() => helpDesk.close());
    const issuer =
      embedded ??
      elsewhere ??
      (await startHubWay({
        way: wanted.way === 'hub' ? 'hub' : 'offline',
        fallback: wanted.fallback,
        hub: wanted.hub ?? '',
        dataDirectory: options.dataDirectory,
        vault,
        profile,
        clock,
        tell,
        settled: (code) => kiosk?.settled(code),
      }));
    undo.push(() => issuer.close());
    const faceModel = await chooseFaceModel(
      resources.station.faceModel
        ? resolve(dirname(options.stationFile ?? ''), resources.station.faceModel)
        : null,
    );
    const vision = createVisionLink({
      open: () => options.shell.openVision(),
      onTrouble: tell,
      onReady: () => kiosk?.settled('vision/'),
      embedder: async () => (await faceModel.page?.()) ?? null,
    });
    const pages = pagesOverWorker({ net: join(options.resourcesDirectory, 'mrz-net') });
    undo.push(() => pages.stop());
    const portraits = createPortraitDecoder();
    undo.push(() => portraits.stop());
    const proof = chipProofOver({
      file: join(options.dataDirectory, TRUST_STORE_FILE),
      clock,
      days: resources.policy.trustListDays,
      invented: options.simulated ? inventedStates(options.resourcesDirectory) : [],
      trouble: tell,
      changed: () => kiosk?.settled('trust/'),
    });
    undo.push(() => proof.stop());
    const made = createKiosk({
      vault,
      readers,
      pages,
      faces: facesOver(vision, faceModel),
      issuing: issuingFor(issuer, profile, clock, async (id, visit) => {
        const portrait = visit.document && portraitOf(visit.document);
        return portrait ? (await vault.getImage(id, portrait.ref)).bytes : null;
      }),
      presenting: embedded ? presentingFor(embedded, profile) : null,
      recovery: helpDesk && recoveryOver(helpDesk, ({ code }) => tell(code)),
      proof,
      portraits,
      shell: refreshingVision(options.shell),
      clock,
      resources,
      simulated: options.simulated,
      quarantined,
      vaultProtection: options.keyProvider.protection,
    });
    kiosk = made;
    undo.push(() => made.stop());
    await made.start();
    await embedded?.tellSigning();
    if (faceModel.uncalibrated !== null) made.notify('face-model/uncalibrated');
    const timers = [
      setInterval(() => void made.tick(), 250),
      setInterval(() => void made.probe(), 5_000),
      setInterval(() => void made.sweep(), 15 * 60_000),
    ];
    return {
      attach(role, channel) {
        if (role === 'vision') vision.attach(channel);
        else serveWindow(made, role, channel);
      },
      visionReady: () => vision.ready(),
      posture: resources.profile.posture,
      issuerUrl: issuer.issuerUrl,
      trustAnchorPem: issuer.trustAnchorPem,
      resumed: () => void made.tick(),
      notify: made.notify,
      async stop() {
        for (const timer of timers) clearInterval(timer);
        await issuer.close();
        await helpDesk?.close();
        await made.stop();
      },
    };
  } catch (error) {
    for (const close of undo.reverse()) await close();
    throw error;
  }
}
