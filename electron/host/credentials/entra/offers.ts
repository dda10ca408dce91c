import { z } from 'zod';
import { watched } from './relay-client.ts';

/** One request at Entra for an offer; a refreshed code is another one. */
export const offerRequest = watched.extend({
  /** Null while Entra has not answered. */
  requestId: z.string().nullable(),
  /** Entra has said how it ended. */
  over: z.boolean(),
});
export type OfferRequest = z.infer<typeof offerRequest>;

const entraOffer = z.object({
  offerId: z.string(),
  subjectRef: z.string(),
  state: z.enum(['created', 'retrieved', 'issued', 'expired', 'failed', 'cancelled']),
  at: z.number(),
  expiresAt: z.number(),
  requests: z.array(offerRequest),
});
/** What is known of an offer. Names nobody: claims and codes are held elsewhere, and only while the offer may be refreshed. */
export type EntraOffer = z.infer<typeof entraOffer>;

/** Where open offers are noted for a host that starts again. */
export interface OfferMemory {
  load(): Promise<unknown>;
  save(offers: unknown): Promise<void>;
}

export function memoryOfferMemory(): OfferMemory {
  let kept: unknown = null;
  return {
    load: async () => kept,
    async save(offers) {
      kept = structuredClone(offers);
    },
  };
}

/** What was noted, without what is no use any more; nothing when it cannot be understood. */
export function readOffers(value: unknown, now: number): EntraOffer[] {
  const parsed = z.array(entraOffer).safeParse(value ?? []);
  if (!parsed.success) return [];
  return parsed.data.filter(({ requests }) => requests.some(({ until }) => until > now));
}
