import { z } from 'zod';
import { HubError } from './errors.ts';

/** What an organisation allows one of its kiosks. Every field has a default that works. */
const grant = z.strictObject({
  /** Days a kiosk may mint tickets after it was last in touch. */
  leaseDays: z.number().min(0.01).max(365).default(14),
  /** Days a kiosk may mint tickets while its log has not been handed over to the end. */
  syncDays: z.number().min(0.01).max(365).default(7),
  /** Tickets a day (UTC). */
  dailyQuota: z.int().min(0).max(100_000).default(200),
  /** Types of document as credentials name them (`passport`, `idcard` …); null takes any. */
  documentTypes: z.array(z.string().min(1).max(40)).max(20).nullable().default(null),
  /** Minutes a ticket may live. */
  ticketMinutes: z.int().min(1).max(43_200).default(1440),
  /** Hours a ticket's credential is good for before the kiosk's log tells of the visit; then it is suspended. */
  provisionalHours: z.number().min(0).max(8760).default(72),
});
export type KioskGrant = z.infer<typeof grant>;
export { grant as grantSchema };

/** @throws HubError `hub/bad-grant` naming the field */
export function parseGrant(value: unknown): KioskGrant {
  const parsed = grant.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HubError('hub/bad-grant', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  return parsed.data;
}
