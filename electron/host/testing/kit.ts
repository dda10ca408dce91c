import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadProfile } from '../../../issuer/index.ts';
import {
  channelPair,
  type HostForStaff,
  type HostForStation,
  type HostForVisitor,
  link,
  type RpcLink,
  type StaffSnapshot,
  type StationSnapshot,
  staffSnapshot,
  stationSnapshot,
  type VisitorSnapshot,
  visitorSnapshot,
} from '../../contract/index.ts';
import { startEmbeddedIssuer } from '../credentials/index.ts';
import { createPortraitDecoder, TRUST_STORE_FILE } from '../documents/chip/index.ts';
import { vaultKeyStore } from '../embedded-way.ts';
import { issuingFor } from '../issuing.ts';
import { createKiosk, type Kiosk } from '../kiosk/index.ts';
import type { Issuing, Recovery } from '../ports.ts';
import { presentingFor } from '../presenting.ts';
import { loadStation, type StationResources } from '../station/index.ts';
import { openVault, type Vault } from '../vault/index.ts';
import type { Profile } from '../visit/index.ts';
import { serveWindow } from '../windows/index.ts';
import { chipProofOver } from '../workers/index.ts';
import { type FakePages, fakeClock, fakeFaces, fakePages, fakeReaders } from './fakes.ts';

export const resourcesDirectory = join(import.meta.dirname, '../../../resources');
const key = new Uint8Array(32).fill(7);

export interface KitOptions {
  directory: string;
  clock?: ReturnType<typeof fakeClock>;
  /** Changes to the self-service profile. */
  profile?: Partial<Profile>;
  simulated?: boolean;
  /** Changes to the station's file. */
  station?: Partial<StationResources['station']>;
  issuerPort?: number;
  pages?: FakePages;
  /** Certificates of the states that a simulated station invents. */
  invented?: Uint8Array[];
  /** Milliseconds that a reader for chips which is gone is waited for. */
  readerPatience?: number;
  /** What the kiosk gets in place of the vault, and of the issuer. */
  wrapVault?: (vault: Vault) => Vault;
  wrapIssuing?: (issuing: Issuing) => Issuing;
  recovery?: Recovery;
}

interface Sides {
  visitor: { host: HostForVisitor; snapshot: VisitorSnapshot };
  staff: { host: HostForStaff; snapshot: StaffSnapshot };
  station: { host: HostForStation; snapshot: StationSnapshot };
}
const schemas = { visitor: visitorSnapshot, staff: staffSnapshot, station: stationSnapshot };

/** A window without a screen, over a pipe in memory; every snapshot has to fit the contract. */
export async function openWindow<Role extends keyof Sides>(kiosk: Kiosk, role: Role) {
  type Snapshot = Sides[Role]['snapshot'];
  const [near, far] = channelPair();
  serveWindow(kiosk, role, far);
  const watchers = new Set<(snapshot: Snapshot) => void>();
  let latest: Snapshot;
  const failures: unknown[] = [];
  const changed = (raw: unknown) => {
    try {
      const snapshot = schemas[role].parse(raw) as Snapshot;
      if (latest && snapshot.revision < latest.revision) return;
      latest = snapshot;
      for (const watcher of [...watchers]) watcher(snapshot);
    } catch (error) {
      // Thrown from here it would be the host's failure, which nobody sees.
      failures.push(error);
    }
  };
  const check = () => {
    if (failures.length > 0) throw failures[0];
  };
  const { remote } = link<Sides[Role]['host']>(near, { changed });
  const fetch = (remote as unknown as RpcLink<{ snapshot(): Snapshot }>['remote']).snapshot;
  changed(await fetch());
  return {
    remote,
    latest: () => latest,
    onSnapshot: (watcher: (snapshot: Snapshot) => void) => watchers.add(watcher),
    /** The first snapshot that fits, from the present one on. */
    async until(fits: (snapshot: Snapshot) => boolean, patience = 5_000): Promise<Snapshot> {
      changed(await fetch());
      check();
      if (fits(latest)) return latest;
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          watchers.delete(look);
          settle();
        };
        const look = (snapshot: Snapshot) => fits(snapshot) && end(() => resolve(snapshot));
        const timer = setTimeout(
          () => end(() => reject(new Error(`waited in vain at ${JSON.stringify(latest)}`))),
          patience,
        );
        watchers.add(look);
      });
    },
    /** @throws what a watcher or the contract's schema had to say against a snapshot */
    check,
    close: () => near.close(),
  };
}
export type KitWindow<Role extends keyof Sides> = Awaited<ReturnType<typeof openWindow<Role>>>;

/** The kiosk on a real vault and a real issuer; readers, faces, clock and shell are the test's. */
export async function openKit(options: KitOptions) {
  const clock = options.clock ?? fakeClock();
  const vault = openVault({ directory: join(options.directory, 'vault'), key, clock });
  const resources = loadStation(resourcesDirectory, null, options.simulated ?? true);
  const profile = { ...resources.profile, ...options.profile };
  const credential = await loadProfile(join(resourcesDirectory, 'credentials/verified-identity.json'));
  const issuer = await startEmbeddedIssuer({
    database: vault.database,
    keyStore: vaultKeyStore(vault),
    profile: credential,
    displayName: 'Help desk',
    clock: clock.now,
    port: options.issuerPort ?? 0,
  });
  const readers = fakeReaders();
  let made: Kiosk | null = null;
  const proof = chipProofOver({
    file: join(options.directory, TRUST_STORE_FILE),
    clock,
    days: resources.policy.trustListDays,
    invented: options.invented ?? [],
    trouble: (code) => made?.notify(code),
    changed: () => made?.settled('trust/'),
  });
  const pages = options.pages ?? fakePages();
  const faces = fakeFaces();
  const issuing = issuingFor(issuer, credential, clock);
  const shell = {
    ended: 0,
    visitEnded() {
      shell.ended += 1;
    },
    openVision() {},
  };
  const portraits = createPortraitDecoder();
  const kiosk = createKiosk({
    vault: options.wrapVault?.(vault) ?? vault,
    readers,
    pages,
    faces,
    issuing: options.wrapIssuing?.(issuing) ?? issuing,
    recovery: options.recovery ?? null,
    proof,
    presenting: presentingFor(issuer, credential),
    portraits,
    readerPatience: options.readerPatience ?? 200,
    shell,
    clock,
    resources: { ...resources, profile, station: { ...resources.station, ...options.station } },
    simulated: options.simulated ?? true,
    quarantined: null,
    vaultProtection: 'file',
  });
  made = kiosk;
  await kiosk.start();
  const visitor = await openWindow(kiosk, 'visitor');
  return {
    kiosk,
    vault,
    issuer,
    issuing,
    readers,
    pages,
    faces,
    proof,
    shell,
    clock,
    visitor,
    directory: options.directory,
    staff: () => openWindow(kiosk, 'staff'),
    /** Stops everything and leaves the directory. */
    async stop() {
      await issuer.close();
      await kiosk.stop();
    },
    async close() {
      await issuer.close();
      await kiosk.stop();
      rmSync(options.directory, { recursive: true, force: true });
      visitor.check();
    },
  };
}
export type Kit = Awaited<ReturnType<typeof openKit>>;
