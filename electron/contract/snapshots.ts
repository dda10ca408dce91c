import { z } from 'zod';
import { check, decisionOutcome, evidenceStrength } from './checks.ts';
import { stepName } from './commands.ts';
import { device, deviceReport, simulatorState } from './devices.ts';
import { helpDeskView } from './help-desk.ts';
import { confirmation, documentSummary, offerState, readField, referralReason, step } from './steps.ts';

export const posture = z.enum(['attended', 'self-service', 'offline']);
export type Posture = z.infer<typeof posture>;

export const station = z.object({
  name: z.string(),
  organisation: z.string(),
  posture,
  simulated: z.boolean(),
  languages: z.array(z.object({ code: z.string(), name: z.string(), direction: z.enum(['ltr', 'rtl']) })),
  defaultLanguage: z.string(),
  /** A reader that is a keyboard may type into this station's windows. */
  keyboardReader: z.boolean(),
  /** USB ids (`046d:0825`) of the station's cameras; with none named, any that is no program. */
  cameras: z.array(z.string()),
  /** Device pixels of an inch of the visitor's screen, for codes of a size that phones read; null when nobody has told. */
  pixelsPerInch: z.number().nullable(),
});

/** Why the kiosk cannot serve; `code` is for staff and is shown small. */
export const outOfService = z.object({ code: z.string() });

export const visitorSnapshot = z.object({
  /** Rises with every change; a window drops what is older than what it shows. */
  revision: z.number().int(),
  now: z.number(),
  station,
  outOfService: outOfService.nullable(),
  language: z.string(),
  step,
  /** Place on the progress line, null where there is none. */
  progress: z.object({ index: z.number().int(), total: z.number().int() }).nullable(),
  canGoBack: z.boolean(),
  /** Set when the kiosk asks "Are you still there?" (WCAG 2.2.1). */
  idleEndsAt: z.number().nullable(),
  resumed: z.boolean(),
  /** The number of the look through the camera that is due once nobody is there; left out or null when none is. */
  cameraCheckWanted: z.number().int().nullable().optional(),
});
export type VisitorSnapshot = z.infer<typeof visitorSnapshot>;

export const notice = z.object({
  id: z.string(),
  level: z.enum(['info', 'warning', 'error']),
  code: z.string(),
  at: z.number(),
  /** What to do, in English for operators. */
  text: z.string(),
});
export type Notice = z.infer<typeof notice>;

export const healthPart = z.object({
  part: z.enum(['vault', 'models', 'vision', 'issuer', 'drivers', 'page-reader', 'chip-reader', 'camera']),
  state: z.enum(['ok', 'degraded', 'down']),
  detail: z.string(),
});
export type HealthPart = z.infer<typeof healthPart>;

/** A visitor who left with a number for the desk; `at` is when, in Unix milliseconds. Says nothing of who it is. */
export const ticket = z.object({
  ticket: z.string(),
  visit: z.string(),
  at: z.number(),
  reason: referralReason,
});
export type Ticket = z.infer<typeof ticket>;

/** What the station knows of the states' certificates. Without a list a chip's chain is not checked. */
export const trust = z.object({
  lists: z.array(
    z.object({
      kind: z.enum(['master-list', 'certificate']),
      country: z.string(),
      /** Who signed it, as a certificate writes names: `C=DE, O=bund, CN=CSCA Master List Signer`. */
      signer: z.string(),
      /** SHA-256 of the root certificate it was led to, hexadecimal. */
      root: z.string(),
      /** Unix milliseconds; null when the list does not say. */
      signedAt: z.number().nullable(),
      importedAt: z.number(),
      certificates: z.number().int(),
      states: z.number().int(),
      /** Older than the station's policy wants. */
      old: z.boolean(),
    }),
  ),
  simulated: z.boolean(),
});
export type Trust = z.infer<typeof trust>;

export const staffSnapshot = z.object({
  revision: z.number().int(),
  now: z.number(),
  station,
  outOfService: outOfService.nullable(),
  notices: z.array(notice),
  health: z.array(healthPart),
  devices: z.array(deviceReport),
  /** Null at a station that simulates nothing. */
  simulator: simulatorState.nullable(),
  trust,
  /** Those that staff can open, newest first. */
  tickets: z.array(ticket),
  /** Null or left out at a station that is not set up for it. */
  helpDesk: helpDeskView.nullable().optional(),
  visit: z
    .object({
      id: z.string(),
      step: stepName,
      startedAt: z.number(),
      checks: z.array(check),
      evidenceStrength,
      outcome: decisionOutcome.nullable(),
      awaitingStaff: z.boolean(),
      /** Staff are asked what they see before they may decide. */
      observed: z.boolean(),
      called: z.boolean(),
      ticket: z.string().nullable(),
      /** Opened from a ticket and not decided: cancelling puts it back and wipes nothing. */
      openTicket: z.boolean(),
      summary: documentSummary.nullable(),
      fields: z.array(readField).nullable(),
      pageRefs: z.array(z.string()),
      portraitRef: z.string().nullable(),
      selfieRef: z.string().nullable(),
      txCode: z.string().nullable(),
      /** Null or left out before there is one. */
      offer: z
        .object({
          state: offerState,
          /** Of what form the credential is, for staff's eyes: `dc+sd-jwt`; null when the way does not say. */
          form: z.string().nullable(),
          triesLeft: z.number().int().nullable(),
          expiresAt: z.number().nullable(),
          confirmation,
          /** What became of a credential that was called back; null when none was. */
          withdrawn: z.enum(['ended', 'revoked', 'not-revocable']).nullable(),
          /** `staff.renew-offer` would be taken. */
          renewable: z.boolean(),
          /** `staff.confirm-offer` would be taken. */
          asksStaff: z.boolean(),
          phoneClock: z.boolean(),
          /** A phone brought the code after it was used. */
          usedAgain: z.boolean(),
          collectUntil: z.number().nullable(),
          /** What the wallet presented afterwards; null before, or where it is not asked to. */
          presented: z.enum(['presented', 'failed', 'not-checked']).nullable(),
        })
        .nullable()
        .optional(),
    })
    .nullable(),
});
export type StaffSnapshot = z.infer<typeof staffSnapshot>;

export const stationSnapshot = z.object({
  revision: z.number().int(),
  devices: z.array(device),
  simulator: simulatorState.nullable(),
  step: stepName,
});
export type StationSnapshot = z.infer<typeof stationSnapshot>;
