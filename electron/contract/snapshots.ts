import { z } from 'zod';
import { check, decisionOutcome, evidenceStrength } from './checks.ts';
import { documentField, documentType, livenessAction, stepName } from './commands.ts';
import { cameraState, device, deviceFault, deviceReport, simulatorState } from './devices.ts';
import { helpDeskView } from './help-desk.ts';

export const posture = z.enum(['attended', 'self-service', 'offline']);
export type Posture = z.infer<typeof posture>;

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
