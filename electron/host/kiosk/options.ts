import type { PortraitDecoder } from '../documents/chip/index.ts';
import type {
  ChipProof,
  Clock,
  Faces,
  Issuing,
  Pages,
  Presenting,
  Readers,
  Recovery,
  Shell,
} from '../ports.ts';
import type { StationResources } from '../station/index.ts';
import type { Vault } from '../vault/index.ts';

/** The parts a kiosk is built of. */
export interface KioskOptions {
  vault: Vault;
  readers: Readers;
  pages: Pages;
  faces: Faces;
  issuing: Issuing;
  /** Null where nobody verifies what wallets present. */
  presenting: Presenting | null;
  /** Null where the station file has no help desk. */
  recovery?: Recovery | null;
  proof: ChipProof;
  portraits: PortraitDecoder;
  shell: Shell;
  clock: Clock;
  resources: StationResources;
  simulated: boolean;
  /** Part of the data directory that was set aside at start, if any. */
  quarantined: { reason: string } | null;
  vaultProtection: string;
  /** Milliseconds that a reader for chips which is gone is waited for; the usual ones when not given. */
  readerPatience?: number;
}
