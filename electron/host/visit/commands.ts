import type {
  Check,
  DeviceFault,
  FaceProblem,
  OfferState,
  ReadingProblem,
  StaffCommand,
  VisitorCommand,
} from '../../contract/index.ts';
import type { ChipReadBody, PageReadBody } from './document-events.ts';
import type { Policy, Profile } from './profile.ts';

/** What the host itself brings to a visit: readings, results of its engines, the passing of time. */
export type HostCommand =
  | { type: 'document.lines'; source: string; lines: string[] }
  | { type: 'document.failed'; problem: ReadingProblem; fault: DeviceFault | null }
  /** `scanner` is whether this station has one for the card's sides. */
  | { type: 'document.barcode'; source: string; text: string; aim: string | null; scanner: boolean }
  | { type: 'page.scanned'; source: string; ref: string; mediaType: string; dotsPerInch: number }
  | { type: 'page.not-scanned'; reason: string }
  | ({ type: 'page.read' } & PageReadBody)
  /** `uprightRef` when the side had to be turned before its portrait stood upright. */
  | { type: 'portrait.cropped'; ref: string; checks: Check[]; uprightRef: string | null }
  | { type: 'portrait.missing'; reason: string }
  | ({ type: 'chip.read' } & ChipReadBody)
  | { type: 'chip.not-read'; reason: string }
  | { type: 'camera.checked'; camera: string; check: Check }
  | { type: 'selfie.taken'; refs: string[] }
  | { type: 'face.compared'; problem: FaceProblem | null; checks: Check[] }
  | {
      type: 'offer.created';
      offerId: string;
      offerUri: string;
      txCode: string | null;
      createdAt: number;
      expiresAt: number;
      claimUrl?: string | null;
      /** What the issuer calls the form of the credential, and how many forms it has. */
      form?: string | null;
      forms?: number;
      /** The way it went: by the hub, or as a ticket in its place. */
      way?: string;
    }
  | {
      type: 'offer.progressed';
      offerId: string;
      state: OfferState;
      triesLeft: number | null;
      /** The wallet said that it has the credential. */
      confirmed?: boolean;
      phoneClock?: boolean;
      usedAgain?: boolean;
      collectUntil?: number | null;
    }
  /** The wallet has said nothing for as long as it may. */
  | { type: 'offer.unconfirmed' }
  | { type: 'offer.withdrawn'; outcome: 'ended' | 'revoked' | 'not-revocable' }
  | { type: 'offer.failed'; code: string }
  /** The offer before had given its credential before it ended, or could be ended; nothing takes its place. */
  | { type: 'offer.given-before'; offerId: string; state: 'issued' | 'refused'; confirmed: boolean }
  | { type: 'proof.resolved'; outcome: 'presented' | 'failed' | 'not-checked'; reason: string }
  | { type: 'visit.time-out' }
  | { type: 'visit.close' }
  /** Nobody came with the ticket in the hours that the profile keeps it. */
  | { type: 'visit.expire-ticket' };

/**
 * Commands that no visit is asked about. `face.submit` and `face.camera` reach it as `selfie.taken` and `camera.checked`:
 * pictures stay outside.
 */
type OfTheStation =
  | 'face.submit'
  | 'face.camera'
  | 'camera.report'
  | 'reader.keys'
  | 'visit.still-here'
  | 'staff.dismiss-notice'
  | 'staff.import-trust'
  | 'staff.test-device'
  | 'staff.end-test'
  | 'staff.simulate'
  | 'staff.verify-account'
  | 'staff.create-pass'
  | 'staff.end-verification';

export type Command =
  | Exclude<VisitorCommand, { type: OfTheStation }>
  | Exclude<StaffCommand, { type: OfTheStation }>
  | HostCommand;

/** What a decision may know besides the visit. */
export interface Context {
  /** Unix milliseconds. */
  now: number;
  profile: Profile;
  policy: Policy;
  simulated: boolean;
  /** A reader for chips is ready at this station. */
  chipReader: boolean;
  languages: readonly string[];
  defaultLanguage: string;
  wallets: readonly string[];
  /** The texts shown in the visit's language: identifier, version and SHA-256. */
  consents: { terms: ConsentText; biometric: ConsentText };
  /** A fresh ticket number; the visit takes it only when it is referred or refused. */
  ticket: string;
}
interface ConsentText {
  id: string;
  version: string;
  hash: string;
}

export type RefusalCode =
  | 'visit/none'
  | 'visit/already-running'
  | 'visit/not-at-this-step'
  | 'visit/staff-only'
  | 'visit/no-way-back'
  | 'visit/unknown-language'
  | 'visit/unknown-wallet'
  | 'visit/other-consent-text'
  | 'visit/unreadable-type'
  | 'visit/not-confirmed'
  | 'visit/no-attempts-left'
  | 'visit/no-renewals-left'
  | 'visit/issued-before'
  | 'visit/not-observed'
  | 'visit/evidence-too-weak'
  | 'visit/ended';
