import type {
  Check,
  Device,
  DeviceFault,
  DocumentRead,
  HealthPart,
  SimulatorAction,
  SimulatorState,
} from '../contract/index.ts';
import type { Visit } from './visit/index.ts';

/** Wall clock in Unix milliseconds; a test brings its own. */
export interface Clock {
  now(): number;
}

export interface DriverListener {
  devicesChanged?(devices: Device[]): void;
  readStarted?(source: string): void;
  documentRead?(read: DocumentRead): void;
  documentRemoved?(source: string): void;
  readFailed?(failure: { source: string; code: DeviceFault }): void;
  simulatorChanged?(state: SimulatorState): void;
}

/** The readers of this station, wherever their process is at the moment. */
export interface Readers {
  devices(): Device[];
  /** @throws CodedError with a code of `deviceFault` */
  scan(device: string, dotsPerInch: number): Promise<DocumentRead>;
  simulate(action: SimulatorAction): Promise<SimulatorState>;
  listen(listener: DriverListener): () => void;
  health(): HealthPart;
}

export type FaceComparison =
  | { problem: 'no-face' | 'several-faces' | 'quality' | 'engine'; checks: Check[] }
  | { problem: 'not-matched' | null; checks: Check[] };

/** Faces in pictures: found, cropped, compared. Nothing is kept between calls. */
export interface Faces {
  /** The portrait on a document page, or why there is none. */
  portrait(page: Uint8Array): Promise<{ portrait: Uint8Array; checks: Check[] } | { missing: string }>;
  /** @param falseMatchRate of those the model was measured at; another rate decides nothing */
  compare(
    portrait: Uint8Array | null,
    selfies: Uint8Array[],
    falseMatchRate: number,
  ): Promise<FaceComparison>;
  health(): HealthPart[];
}

export interface OfferNews {
  offerId: string;
  state:
    | 'waiting'
    | 'scanned'
    | 'code-asked'
    | 'code-wrong'
    | 'issuing'
    | 'issued'
    | 'expired'
    | 'locked'
    | 'refused'
    | 'failed';
  triesLeft: number | null;
}

/** Whoever issues the credential for an accepted visit. */
export interface Issuing {
  offer(
    visitId: string,
    visit: Visit,
  ): Promise<{
    offerId: string;
    offerUri: string;
    txCode: string | null;
    createdAt: number;
    expiresAt: number;
  }>;
  cancel(offerId: string): Promise<void>;
  status(offerId: string): Promise<OfferNews | null>;
  listen(listener: (news: OfferNews) => void): () => void;
  health(): HealthPart;
}

/** What the kiosk asks of the shell it runs in. */
export interface Shell {
  /** The visitor has left: their window's process is to be thrown away. */
  visitEnded(): void;
  openVision(): void;
}
