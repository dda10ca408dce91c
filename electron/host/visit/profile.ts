import { z } from 'zod';
import { checkName, decisionOutcome, documentType, evidenceStrength, posture } from '../../contract/index.ts';

const seconds = z.number().int().positive();

/**
 * What the station makes of each check. A rule names what follows when its check failed and when it was not done;
 * a check without a rule is recorded and changes nothing.
 */
export const policy = z.object({
  id: z.string().min(1),
  /** Shown to staff beside every decision made by it. */
  title: z.string(),
  minimumEvidence: evidenceStrength,
  /** The false match rate asked of the face comparison; NIST SP 800-63A-4 §3.11 asks for 1:10 000 or better. */
  falseMatchRate: z.number().positive().max(0.01),
  /** A score that is no match but would be one at this rate is not sure: a person decides. Null: every such score is no match. */
  referralMatchRate: z.number().positive().max(0.05).nullable().default(null),
  /** Years of age below which a comparison of faces decides nothing; 0: at any age it does. */
  faceDecidesFromAge: z.number().int().min(0).max(30).default(16),
  /** Days after which a trust list is old, and what follows when a chip was proven genuine by an old one. */
  trustListDays: z.number().int().positive().default(90),
  oldTrustList: decisionOutcome.default('refer'),
  rules: z.array(
    z.object({
      check: checkName,
      failed: decisionOutcome,
      notChecked: decisionOutcome,
      /** When this other check passed, it is no matter that the rule's own was not made. */
      instead: checkName.optional(),
    }),
  ),
});
export type Policy = z.infer<typeof policy>;

/** A station profile: the one flow in one of its three postures. Data, read from resources/profiles. */
export const profile = z.object({
  id: z.string().min(1),
  posture,
  /** Steps a station may leave out; all others always have their place. */
  steps: z.object({ wallet: z.boolean(), pairing: z.boolean(), proof: z.boolean() }),
  documentTypes: z.array(documentType).min(1),
  suggestedCountries: z.array(z.string()),
  attempts: z.object({ document: z.number().int().min(1), face: z.number().int().min(1) }),
  idle: z.object({ warnAfterSeconds: seconds, answerSeconds: seconds.min(20) }),
  /** Hours that a visit's data stays readable after its end; 0 wipes it at once. */
  retentionHours: z.object({ finished: z.number().min(0), referred: z.number().min(0) }),
  offer: z.object({
    txCode: z.boolean(),
    txCodeSurface: z.enum(['visitor', 'staff']),
    lifeSeconds: seconds,
    renewals: z.number().int().min(0),
    /** Who gives the next code when one is over: the visitor alone, or staff who have looked; the visitor when not given. */
    renewedBy: z.enum(['visitor', 'staff']).optional(),
    /** Seconds that the wallet is given to say that it has the credential; then the person is asked. 10 when not given. */
    confirmSeconds: seconds.optional(),
  }),
  /** Whether the chip of a document that may have one is asked for where there is a reader for it. */
  chip: z.enum(['wanted', 'off']).default('wanted'),
  /** Whether the files of the chip, as they were read, are kept with the visit for as long as the visit is. */
  keepChipFiles: z.boolean().default(false),
  /** What a person is asked to do before the camera, to tell them from a picture; null: it is not looked at. */
  liveness: z
    .object({
      actions: z.number().int().min(1).max(4),
      seconds: z.number().min(3).max(30),
      /** Whether the screen lights the face with colours of its own. */
      colours: z.boolean(),
    })
    .nullable()
    .default(null),
  /** Whether the wallet is asked to present what it just got (step 14); else that step goes by. */
  presentation: z.enum(['asked', 'off']).default('off'),
  minutes: z.number().positive(),
  /** Seconds that a closing screen stays before the kiosk goes back to its first screen. */
  closingSeconds: seconds,
});
export type Profile = z.infer<typeof profile>;
