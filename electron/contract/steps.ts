import { z } from 'zod';
import { documentField, documentType, livenessAction, type stepName } from './commands.ts';
import { cameraState, deviceFault } from './devices.ts';

const consentText = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  paragraphs: z.array(z.string()),
  /** SHA-256 (hex) of the text in the shown language. */
  hash: z.string().length(64),
});

const wallet = z.object({ id: z.string(), name: z.string(), publisher: z.string(), storeUrl: z.string() });

/** The network a phone has to be in; `uri` is what its QR code says. */
const wifi = z.object({ ssid: z.string(), uri: z.string() });
export type Wifi = z.infer<typeof wifi>;

/**
 * Whether the wallet said that it has the credential. `awaited`: not yet; `missing`: not in the time it is given, so the
 * person is asked; `denied`: somebody said that it is not there.
 */
export const confirmation = z.enum(['awaited', 'confirmed', 'missing', 'denied']);
export type Confirmation = z.infer<typeof confirmation>;

/** What a person reads on the review screen; the number is masked to its last characters. */
export const documentSummary = z.object({
  givenNames: z.string(),
  familyName: z.string(),
  birthDate: z.string().nullable(),
  expiryDate: z.string().nullable(),
  issuer: z.string(),
  nationality: z.string(),
  documentNumberMasked: z.string(),
  documentType: documentType.nullable(),
});
export type DocumentSummary = z.infer<typeof documentSummary>;

/** Where a value was read: by an MRZ reader, in the zone of the page's picture, in a barcode, from the chip. */
export const fieldSource = z.enum(['reader', 'page', 'barcode', 'chip']);
export type FieldSource = z.infer<typeof fieldSource>;

/**
 * What stands behind a value. `check-digit`: a digit of the zone covers it. `repaired`: a character was corrected so that
 * its digit fits. `none`: nothing does, as for names.
 */
export const fieldAssurance = z.enum(['check-digit', 'repaired', 'none']);

/** One row of the review: dates are YYYY-MM-DD as far as known, states their codes, the number masked to its last three. */
export const readField = z.object({
  field: documentField,
  value: z.string(),
  from: z.array(fieldSource).min(1),
  assurance: fieldAssurance,
  /** Another source of the same document says otherwise. */
  differs: z.boolean(),
  /** The visitor is asked to compare it with the document before it is submitted. */
  confirm: z.boolean(),
});
export type ReadField = z.infer<typeof readField>;

/** How this station reads the chosen document. `scanner` begins when the visitor says so; the others by themselves. */
export const readerKind = z.enum(['full-page', 'swipe', 'scanner', 'barcode', 'chip', 'none']);
export type ReaderKind = z.infer<typeof readerKind>;

/** Why the last reading did not do; each has one sentence and one next action on the screen. */
export const readingProblem = z.enum([
  'not-an-mrz',
  'check-digits',
  'expired',
  'wrong-document',
  'no-portrait',
  'interrupted',
  'device',
  /** Nothing lay on the scanner, or nothing of a document could be found. */
  'no-page',
  /** A page without a zone or barcode that could be read. */
  'unreadable',
  'blurred',
  'glare',
  'too-small',
  'cut-off',
]);
export type ReadingProblem = z.infer<typeof readingProblem>;

export const faceProblem = z.enum([
  'no-face',
  'several-faces',
  'quality',
  'not-matched',
  'liveness',
  'camera',
  'engine',
]);
export type FaceProblem = z.infer<typeof faceProblem>;

export const offerState = z.enum([
  'preparing',
  'waiting',
  'scanned',
  'code-asked',
  'code-wrong',
  'issuing',
  'issued',
  'expired',
  'locked',
  'refused',
  'failed',
  /** The credential has to wait; the wallet comes for it by itself. */
  'deferred',
  /** Somebody else's phone took the code: the offer is ended, and staff make the next one. */
  'taken',
]);
export type OfferState = z.infer<typeof offerState>;

export const referralReason = z.enum([
  'no-biometrics',
  'undecided',
  'called',
  'attempts',
  'no-document',
  'equipment',
]);

const at = <Name extends z.infer<typeof stepName>, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.object({ name: z.literal(name), ...shape });

/** The screen the visitor is on, with all it needs and nothing it does not. Times are Unix milliseconds. */
export const step = z.discriminatedUnion('name', [
  at('attract', {}),
  at('language', {}),
  at('wallet', { wallets: z.array(wallet), chosen: z.string().nullable() }),
  at('pairing', { wallet: wallet.nullable(), wifi: wifi.nullable().optional() }),
  at('introduction', { minutes: z.number(), retentionHours: z.number(), organisation: z.string() }),
  at('details', {
    values: z.object({ givenNames: z.string(), familyName: z.string(), email: z.string() }).nullable(),
  }),
  at('consent', { terms: consentText, biometric: consentText }),
  at('document-choice', { documentTypes: z.array(documentType), suggestedCountries: z.array(z.string()) }),
  at('document-guidance', { documentType, reader: readerKind }),
  at('document-reading', {
    documentType,
    reader: readerKind,
    /**
     * Waiting for a document; reading its lines; scanning and examining its page; waiting for its other side; a reader was
     * pulled; nothing to read with; the last reading did not do.
     */
    phase: z.enum([
      'waiting',
      'reading',
      'scanning',
      'turn-over',
      'chip',
      'unplugged',
      'no-reader',
      'problem',
    ]),
    /** What the side asked for has on it; null unless it is to be turned over. */
    wants: z.enum(['portrait', 'data']).nullable(),
    /** Null unless the phase is `chip`. */
    chip: z
      .object({
        /**
         * Waiting for the document on the chip reader; opening; reading; proving; it was moved and is to be put back; the key
         * from the zone does not open it; it does not answer.
         */
        state: z.enum(['lay-on', 'opening', 'reading', 'proving', 'moved', 'wrong-key', 'no-answer']),
        /** Of the bytes, 0 to 100; null before their number is known. */
        percent: z.number().int().min(0).max(100).nullable(),
        /** The six digits on the card may be typed instead. */
        canTypeCan: z.boolean(),
      })
      .nullable(),
    /** `document.scan` would be taken. */
    canScan: z.boolean(),
    problem: readingProblem.nullable(),
    fault: deviceFault.nullable(),
    attempt: z.number().int(),
    attempts: z.number().int(),
    wayOn: z.boolean(),
  }),
  at('document-review', {
    documentType: documentType.nullable(),
    /** In the order they are shown; what the document does not have is left out. */
    fields: z.array(readField),
    /** The sides that were scanned, upright. */
    pageRefs: z.array(z.string()),
    portraitRef: z.string().nullable(),
  }),
  at('face-guidance', {}),
  at('face-capture', {
    attempt: z.number().int(),
    attempts: z.number().int(),
    problem: faceProblem.nullable(),
    camera: cameraState,
    /** What the person is asked to do, chosen anew by the host for each attempt; null when liveness is not looked at. */
    challenge: z
      .object({
        id: z.string(),
        actions: z.array(livenessAction).min(1).max(4),
        /** Seconds for each action. */
        seconds: z.number(),
        /** sRGB colours the screen lights the face with, one after the other; none when it does not. */
        colours: z.array(z.string().regex(/^#[0-9a-f]{6}$/)).max(6),
      })
      .nullable(),
    /** The challenge is about to come; no photo is to be taken before. */
    preparing: z.boolean(),
  }),
  at('deciding', {}),
  at('offer', {
    state: offerState,
    /** What the QR code says; null while it is being prepared. */
    offerUri: z.string().nullable(),
    /** Null when policy shows the code on another surface. */
    txCode: z.string().nullable(),
    txCodeElsewhere: z.boolean(),
    triesLeft: z.number().int().nullable(),
    /** The offer is over and another may be asked for. */
    renewable: z.boolean(),
    expiresAt: z.number().nullable(),
    createdAt: z.number().nullable(),
    simulated: z.boolean(),
    wallet: wallet.nullable(),
    /** Null or left out where phones reach the issuer over any network. */
    wifi: wifi.nullable().optional(),
    /** A page that calls the wallet, for phones whose camera knows nothing of wallets; null or left out where there is none. */
    claimUrl: z.string().nullable().optional(),
    /** The wallet may call the organisation unverified: it is on no list the wallet knows. */
    unlisted: z.boolean().optional(),
    /** `offer.other` would be taken: the credential can be offered in another form. */
    otherForms: z.boolean().optional(),
    /** `offer.disown` would be taken: a phone has the code. */
    disownable: z.boolean().optional(),
    /** The next code is staff's to give. */
    byStaff: z.boolean().optional(),
    /** The phone's clock was seen to be wrong. */
    phoneClock: z.boolean().optional(),
    /** While `deferred`: until when the wallet may come for the credential; null when nobody knows. */
    collectUntil: z.number().nullable().optional(),
  }),
  at('proof', {
    state: z.enum(['waiting', 'scanned', 'presented', 'failed']),
    requestUri: z.string().nullable(),
  }),
  at('success', {
    email: z.string().nullable(),
    confirmation: confirmation.optional(),
    /** The wallet has shown the credential here, and it was accepted (step 14). */
    presented: z.boolean().optional(),
    /** The credential still waits; until when the wallet may come for it, null when nobody knows. Left out when it was given. */
    collectUntil: z.number().nullable().optional(),
  }),
  at('referred', { ticket: z.string(), reason: referralReason, attended: z.boolean() }),
  /** Says nothing of which check failed (NIST SP 800-63A-4: no data washing). */
  at('refused', {}),
  at('ended', { reason: z.enum(['done', 'cancelled', 'timed-out', 'interrupted', 'refused', 'referred']) }),
]);
export type Step = z.infer<typeof step>;
export type StepOf<Name extends Step['name']> = Extract<Step, { name: Name }>;
