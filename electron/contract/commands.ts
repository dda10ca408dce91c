import { z } from 'zod';
import { cameraReport, cameraState, keyBurst, simulatorAction } from './devices.ts';
import { helpDeskCommand } from './help-desk.ts';

const person = z.string().trim().min(1).max(100);
const opaqueId = z.string().min(1).max(120);
const language = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/);

/** Names of the steps a visitor walks through, in order; the numbers are the founding steps they stand for. */
export const stepName = z.enum([
  'attract', // 1
  'language', // 1
  'wallet', // 2
  'pairing', // 3
  'introduction', // 4
  'details', // 5
  'consent', // 5
  'document-choice', // 6
  'document-guidance', // 7
  'document-reading', // 8
  'document-review', // 8
  'face-guidance', // 9
  'face-capture', // 10
  'deciding', // 10
  'offer', // 11, 12, 13
  'proof', // 14
  'success', // 15
  'referred',
  'refused',
  'ended',
]);
export type StepName = z.infer<typeof stepName>;

export const documentType = z.enum(['passport', 'identity-card', 'residence-permit', 'driving-licence']);
export type DocumentType = z.infer<typeof documentType>;

/** What is read of a document, under the names of ISO/IEC 18013-5 §7.2.1 and ICAO Doc 9303-3 as the kiosk writes them. */
export const documentField = z.enum([
  'familyName',
  'givenNames',
  'birthDate',
  'sex',
  'nationality',
  'issuer',
  'documentNumber',
  'expiryDate',
]);
export type DocumentField = z.infer<typeof documentField>;

/** What a person is asked to do before the camera; left and right are the person's own. */
export const livenessAction = z.enum([
  'turn-left',
  'turn-right',
  'look-up',
  'blink',
  'smile',
  'nearer',
  'further',
]);
export type LivenessAction = z.infer<typeof livenessAction>;

/**
 * The answer to a challenge (`face-capture` of the snapshot): pictures of the whole sequence, small ones, and when they
 * were taken. `at` is milliseconds since the challenge was shown, by the window's clock, which the host does not trust.
 */
export const livenessAnswer = z.object({
  challenge: opaqueId,
  frames: z
    .array(
      z.object({
        at: z.number().min(0).max(120_000),
        /** Index of the action that was being asked for; null before the first and after the last. */
        action: z.number().int().min(0).max(7).nullable(),
        /** Index of the colour the screen showed; null while it showed none. */
        colour: z.number().int().min(0).max(7).nullable(),
        jpeg: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 250_000),
      }),
    )
    .max(60),
  /** Milliseconds between the camera's frames, as they came. */
  cadence: z.array(z.number().min(0).max(10_000)).max(1800),
});
export type LivenessAnswer = z.infer<typeof livenessAnswer>;

/** What the visitor's window may ask. `step` names the screen the finger was on, so that a late tap moves nothing. */
export const visitorCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('visit.start') }),
  z.object({ type: z.literal('visit.set-language'), language }),
  z.object({ type: z.literal('visit.continue'), step: stepName }),
  z.object({ type: z.literal('visit.back'), step: stepName }),
  z.object({ type: z.literal('visit.still-here') }),
  z.object({ type: z.literal('visit.call-staff') }),
  z.object({ type: z.literal('visit.cancel') }),
  z.object({ type: z.literal('wallet.confirm'), wallet: opaqueId }),
  z.object({
    type: z.literal('details.submit'),
    givenNames: person,
    familyName: person,
    email: z.email().max(200),
  }),
  z.object({
    type: z.literal('consent.give'),
    terms: z.literal(true),
    biometric: z.boolean(),
    /** SHA-256 (hex) of the texts that were on the screen; another hash is refused. */
    termsHash: z.string().length(64),
    biometricHash: z.string().length(64),
  }),
  z.object({ type: z.literal('document.choose'), country: z.string().regex(/^[A-Z]{1,3}$/), documentType }),
  z.object({ type: z.literal('document.read-again') }),
  /** The document, or its other side, lies on the scanner. */
  z.object({ type: z.literal('document.scan') }),
  /** There is no other side, or none the visitor wants to show. */
  z.object({ type: z.literal('document.skip-side') }),
  /** Goes on without the chip; it stays unchecked. */
  z.object({ type: z.literal('document.skip-chip') }),
  /** Reads the chip again with the key there is, or with the six digits printed on the card (CAN, Doc 9303-11 §9.7). */
  z.object({
    type: z.literal('document.read-chip'),
    can: z
      .string()
      .regex(/^\d{6}$/)
      .nullable(),
  }),
  /** `confirmed` are the fields the visitor was asked to compare with the document, and did. */
  z.object({ type: z.literal('document.submit'), confirmed: z.array(documentField).max(8) }),
  /** A reader that is a keyboard typed into this window; nothing of it reaches a field. */
  z.object({ type: z.literal('reader.keys'), burst: keyBurst }),
  /** Also while nobody is there, so that staff know of a camera before a visitor does. */
  z.object({ type: z.literal('camera.report'), report: cameraReport }),
  z.object({ type: z.literal('face.camera'), state: cameraState, label: z.string().max(200) }),
  z.object({
    type: z.literal('face.submit'),
    frames: z
      .array(z.instanceof(Uint8Array).refine((b) => b.length <= 2_000_000))
      .min(1)
      .max(3),
    /** Left out when no challenge was set, or the window could not take part in one. */
    liveness: livenessAnswer.optional(),
  }),
  z.object({ type: z.literal('face.decline') }),
  z.object({ type: z.literal('offer.renew') }),
  /** The wallet does not take the credential in this form; another one is offered. */
  z.object({ type: z.literal('offer.other') }),
  /** It was not the visitor's phone that took the code, or the credential is not on it. */
  z.object({ type: z.literal('offer.disown') }),
]);
export type VisitorCommand = z.infer<typeof visitorCommand>;

/** Bytes that a trust list, and the root staff vouch for it with, may have. */
export const trustImportBytes = { list: 20_000_000, root: 20_000 } as const;

/** What the staff window may ask. A decision always carries its reason. */
export const staffCommand = z.discriminatedUnion('type', [
  ...helpDeskCommand.options,
  z.object({ type: z.literal('staff.start-visit') }),
  /** Ends the visit and wipes it; a ticket that was opened and not decided is put back instead. */
  z.object({ type: z.literal('staff.cancel-visit') }),
  /** The person of this ticket is at the desk: their visit goes on, on the visitor's screen and the staff's. */
  z.object({ type: z.literal('staff.open-ticket'), visit: opaqueId }),
  /** Staff go on with the visitor in person from whatever step they are on. */
  z.object({ type: z.literal('staff.take-over') }),
  z.object({ type: z.literal('staff.observe'), genuine: z.boolean(), samePerson: z.boolean() }),
  z.object({
    type: z.literal('staff.decide'),
    outcome: z.enum(['accept', 'refuse']),
    reason: z.string().trim().min(3).max(300),
  }),
  /** Gives the visitor a new code. */
  z.object({ type: z.literal('staff.renew-offer') }),
  /** What staff saw, or were told, of the visitor's phone. */
  z.object({ type: z.literal('staff.confirm-offer'), received: z.boolean() }),
  z.object({ type: z.literal('reader.keys'), burst: keyBurst }),
  /** Has a device read something now, outside any visit; what it read is measured and dropped. */
  z.object({ type: z.literal('staff.test-device'), device: opaqueId }),
  z.object({ type: z.literal('staff.end-test'), device: opaqueId }),
  /** What a simulated device is to do; refused at a station that simulates nothing. */
  z.object({ type: z.literal('staff.simulate'), action: simulatorAction }),
  z.object({ type: z.literal('staff.dismiss-notice'), notice: opaqueId }),
  /** A master list or certificate, with the root (X.509, DER or PEM) staff vouch for it with. */
  z.object({
    type: z.literal('staff.import-trust'),
    list: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= trustImportBytes.list),
    root: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= trustImportBytes.root),
  }),
]);
export type StaffCommand = z.infer<typeof staffCommand>;

/** Both windows ask for pictures by reference; the bytes never travel in a snapshot. */
export const imageQuery = z.object({ ref: opaqueId });

export interface CommandResult {
  ok: boolean;
  /** Why it was refused; a code such as `visit/not-at-this-step`. */
  error?: { code: string; message: string };
}

/** @param message for whoever reads a log; windows have words of their own for the code */
export function refused(code: string, message: string): CommandResult {
  return { ok: false, error: { code, message } };
}

export interface Picture {
  bytes: Uint8Array;
  mediaType: string;
}
