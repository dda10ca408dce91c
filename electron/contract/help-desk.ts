import { z } from 'zod';

/**
 * The help desk's route to a Temporary Access Pass. Staff see it only at a station that is set up for it. The pass itself
 * stands in `done`, for two minutes at most.
 */
export const helpDeskView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  /** The directory and the service are being asked. */
  z.object({ state: z.literal('asking') }),
  /** `requestUri` is what the QR code says; `expiresAt` is Unix milliseconds. */
  z.object({ state: z.literal('waiting'), requestUri: z.string(), expiresAt: z.number() }),
  z.object({ state: z.literal('scanned') }),
  /** The account's Verified ID was presented, with Face Check; staff may have the pass made. */
  z.object({ state: z.literal('verified') }),
  z.object({ state: z.literal('creating') }),
  z.object({
    state: z.literal('done'),
    pass: z.string(),
    lifetimeMinutes: z.number(),
    usableOnce: z.boolean(),
  }),
  z.object({ state: z.literal('failed'), code: z.string(), text: z.string() }),
]);
export type HelpDeskView = z.infer<typeof helpDeskView>;

export const helpDeskCommand = z.discriminatedUnion('type', [
  /** Begins with the account, by its user principal name, that the person says is theirs. */
  z.object({
    type: z.literal('staff.verify-account'),
    account: z
      .string()
      .trim()
      .regex(/^[^\s/?#@]{1,64}@[^\s/?#@]{1,190}$/),
  }),
  z.object({ type: z.literal('staff.create-pass') }),
  /** Forgets the verification and its pass. */
  z.object({ type: z.literal('staff.end-verification') }),
]);
export type HelpDeskCommand = z.infer<typeof helpDeskCommand>;
