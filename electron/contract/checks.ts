import { z } from 'zod';

/**
 * The checks a visit ends with, in the style of BSI TR-03135 (optical and electronic document checks) extended by
 * the checks of the person. `not-checked` is an outcome of its own and is never shown as passed.
 *
 * Of a document's several sources: `mrz-reading` is whether the zone was read without a correction, `mrz-page-match` the
 * reader's lines against the zone in the page's picture, `barcode-match` the zone against the barcode, and the two
 * `details` checks what the visitor typed against the zone and against the barcode.
 *
 * Of the chip, `passive-authentication` and `chip-authentication` (the chip is no copy) sum up the steps that follow them.
 */
export const checkName = z.enum([
  'mrz-check-digits',
  'mrz-reading',
  'mrz-page-match',
  'barcode-structure',
  'barcode-match',
  'document-expiry',
  'document-choice-match',
  'chip-access',
  'passive-authentication',
  'chip-authentication',
  'chip-access-info',
  'chip-signature',
  'chip-hashes',
  'chip-signer-chain',
  'chip-signer-validity',
  'chip-signer-revocation',
  'chip-issuing-state',
  'chip-file-list',
  'chip-proof-mapping',
  'chip-proof-agreement',
  'chip-proof-signature',
  'mrz-chip-match',
  'visual-zone-match',
  'optical-authenticity',
  'details-match',
  'barcode-details-match',
  'portrait-source',
  'portrait-quality',
  'camera-genuine',
  'face-quality',
  'liveness',
  'face-match',
  'staff-observation',
]);
export type CheckName = z.infer<typeof checkName>;

export const checkOutcome = z.enum(['passed', 'failed', 'not-checked']);
export type CheckOutcome = z.infer<typeof checkOutcome>;

/** Facts are numbers, hashes and codes that let a person follow the outcome; never a name, a date of birth, an image. */
export const check = z.object({
  check: checkName,
  outcome: checkOutcome,
  reason: z.string().max(80),
  facts: z.record(z.string(), z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
});
export type Check = z.infer<typeof check>;

/** NIST SP 800-63A-4 §2.4: strength of identity evidence; SUPERIOR needs a chip verified up to a trust anchor. */
export const evidenceStrength = z.enum(['SUPERIOR', 'STRONG', 'FAIR', 'NONE']);
export type EvidenceStrength = z.infer<typeof evidenceStrength>;

export const decisionOutcome = z.enum(['accept', 'refuse', 'refer']);
export type DecisionOutcome = z.infer<typeof decisionOutcome>;
