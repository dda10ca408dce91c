import type {
  Check,
  CommandResult,
  Device,
  DeviceFault,
  DocumentRead,
  HealthPart,
  HelpDeskCommand,
  HelpDeskView,
  KeyBurst,
  LivenessAnswer,
  OfferState,
  SimulatorAction,
  SimulatorState,
  Trust,
} from '../contract/index.ts';
import type { ChipReading } from './documents/chip/index.ts';
import type { Box, PageReading } from './documents/page/index.ts';
import type { LivenessChallenge, MatchPolicy } from './faces/index.ts';
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
  chipPresent?(source: string): void;
  chipGone?(source: string): void;
  readFailed?(failure: { source: string; code: DeviceFault }): void;
  simulatorChanged?(state: SimulatorState): void;
}

/** The readers of this station, wherever their process is at the moment. */
export interface Readers {
  devices(): Device[];
  /** @throws CodedError with a code of `deviceFault` */
  scan(device: string, dotsPerInch: number): Promise<DocumentRead>;
  /** Takes the chip on a reader for this station alone. @throws CodedError with a code of `deviceFault` */
  openChip(device: string): Promise<{ atr: Uint8Array | null }>;
  /** One command and its answer (ISO/IEC 7816-4). @throws CodedError with a code of `deviceFault` */
  transmit(device: string, command: Uint8Array): Promise<Uint8Array>;
  /** @throws CodedError with a code of `deviceFault` */
  resetChip(device: string): Promise<void>;
  /** @throws CodedError with a code of `deviceFault` */
  closeChip(device: string): Promise<void>;
  /** Has a reader read what lies there now. @throws CodedError with a code of `deviceFault` */
  trigger(device: string): Promise<void>;
  /** Calls off the page that a scanner is at. @throws CodedError with a code of `deviceFault` */
  cancel(device: string): Promise<void>;
  /** What a reader that is a keyboard typed into a window. @throws CodedError when no such reader is expected */
  keys(burst: KeyBurst): Promise<void>;
  simulate(action: SimulatorAction): Promise<SimulatorState>;
  listen(listener: DriverListener): () => void;
  health(): HealthPart;
}

/** Pictures of documents: read, turned, cut. Works beside the host, which no picture can keep from its other work. */
export interface Pages {
  /**
   * @param today settles the centuries of what is read
   * @throws CodedError `page/...` when the picture cannot be read as one, or whoever reads it ended or hung
   */
  read(picture: Uint8Array, today: Date): Promise<PageReading>;
  /** Turned clockwise, as JPEG. @throws CodedError as `read` does */
  turn(picture: Uint8Array, degrees: 90 | 180 | 270): Promise<Uint8Array>;
  /** What lies in the box, as JPEG. @throws CodedError as `read` does */
  cut(picture: Uint8Array, box: Box): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** What stands behind the chips' signatures: the states' certificates, and the thread that verifies with them. */
export interface ChipProof {
  /**
   * Judges what was read from a chip, by the trust lists of this station.
   * @param printed lines of the zone on the page; null when none was read
   * @throws CodedError `chip-proof/...` when whoever judges ended or hung
   */
  judge(reading: ChipReading, printed: readonly string[] | null): Promise<Check[]>;
  /** @throws CodedError `trust/...` why the list is not taken, or that it could not be kept */
  importTrust(list: Uint8Array, root: Uint8Array): Promise<void>;
  trust(): Trust;
  /** Tells of lists that have grown old since they were last looked at. */
  review(): void;
  stop(): Promise<void>;
}

export type FaceComparison =
  | { problem: 'no-face' | 'several-faces' | 'quality' | 'liveness' | 'engine'; checks: Check[] }
  | { problem: 'not-matched' | null; checks: Check[] };

/** What came of a challenge: the answer to judge, or why there is none. */
export type LivenessEvidence =
  | {
      readonly challenge: LivenessChallenge;
      readonly answer: LivenessAnswer;
      readonly tookMs: number;
      readonly simulated: boolean;
    }
  | 'no-challenge'
  | 'no-answer';

/** Faces in pictures: found, cropped, compared. Nothing is kept between calls. */
export interface Faces {
  /** The portrait on a document's side that stands upright, or why there is none. */
  portrait(page: Uint8Array): Promise<{ portrait: Uint8Array; checks: Check[] } | { missing: string }>;
  /** @param wanted rates of those the model was measured at; another rate decides nothing */
  compare(
    portrait: Uint8Array | null,
    selfies: Uint8Array[],
    wanted: MatchPolicy,
    liveness: LivenessEvidence,
  ): Promise<FaceComparison>;
  health(): HealthPart[];
}

export interface OfferNews {
  offerId: string;
  state: Exclude<OfferState, 'preparing' | 'taken'>;
  triesLeft: number | null;
  /** The wallet said that it has the credential. */
  confirmed?: boolean;
  phoneClock?: boolean;
  /** A phone brought the code after it was used. */
  usedAgain?: boolean;
  /** While `deferred`: until when the wallet may come for it. */
  collectUntil?: number;
}

/** An offer as the visit keeps it. */
export interface MadeOffer {
  offerId: string;
  offerUri: string;
  txCode: string | null;
  createdAt: number;
  expiresAt: number;
  claimUrl?: string | null;
  /** What the issuer calls the form of this credential, and how many forms it has. */
  form?: string | null;
  forms?: number;
  /** The way it went, as the station file names ways. */
  way?: string;
}

/** Whoever issues the credential for an accepted visit. */
export interface Issuing {
  offer(visitId: string, visit: Visit): Promise<MadeOffer>;
  cancel(offerId: string): Promise<void>;
  /** Calls back what was offered or given. Anything but `not-revocable` means that nobody has a valid credential of it. */
  withdraw(offerId: string): Promise<'ended' | 'revoked' | 'not-revocable'>;
  status(offerId: string, visitId: string): Promise<OfferNews | null>;
  listen(listener: (news: OfferNews) => void): () => void;
  /** Every new code for an offer whose code was about to end; for issuers whose codes end sooner than offers. */
  renewed?(listener: (offer: MadeOffer) => void): () => void;
  health(): HealthPart;
}

/** What became of a request to present: a wallet has it; the holder showed the credential; it was not believed; its time is over. */
export interface Proof {
  state: 'retrieved' | 'presented' | 'failed' | 'expired';
}

/** Whoever asks wallets to present what they got (OpenID4VP 1.0). */
export interface Presenting {
  /** For the credential of this visit. */
  start(visit: Visit): Promise<{ id: string; requestUri: string }>;
  cancel(id: string): void;
  listen(listener: (id: string, proof: Proof) => void): () => void;
  /** Ends the requests whose time is over. */
  expire(): void;
}

/** The help desk's route to a Temporary Access Pass. */
export interface Recovery {
  view(): HelpDeskView;
  listen(listener: () => void): () => void;
  command(command: HelpDeskCommand): CommandResult;
  stop(): Promise<void>;
}

/** What the kiosk asks of the shell it runs in. */
export interface Shell {
  /** The visitor has left: their window's process is to be thrown away. */
  visitEnded(): void;
  openVision(): void;
}
