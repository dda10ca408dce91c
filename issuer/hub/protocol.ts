import { z } from 'zod';
import { sha256 } from '../secrets.ts';
import { offerStates } from '../types.ts';
import { grantSchema } from './grant.ts';

/** Bytes a kiosk may send at once: a batch of its log, or claims with a photo. */
export const MAX_KIOSK_BODY = 1024 * 1024;
/** Rows of a log that one request carries at most. */
export const MAX_BATCH = 500;
/** Seconds the clocks of kiosk and hub may differ. */
export const CLOCK_DRIFT = 900;

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const checks = z.array(z.string().min(1).max(60)).max(200);

export const enrolmentRequest = z.object({
  code: z.string().max(60),
  /** Raw Ed25519 (RFC 8032). */
  public_key: base64url.length(43),
  profile: z.string().max(100),
  checks,
  /** What the kiosk takes the digest of its profile to be: when the hub's is another, the code is not spent. */
  digest: z.string().max(64).optional(),
});

export const leaseRequest = z.object({ profile: z.string().max(100), checks });

/** A format, from one of the hub's identifiers. */
const form = z.object({ configuration_id: z.string().min(1).max(200), variant: z.enum(['open', 'haip']) });

/** What a kiosk is told when it enrols and whenever it is in touch: all it needs to work without network. */
export const charter = z.object({
  kiosk: z.int().positive(),
  name: z.string(),
  hub: z.string(),
  issuer: z.string(),
  /** True when the credentials are worth nothing outside tests. */
  test_only: z.boolean(),
  /** The current key first; `public_key` is raw X25519. */
  ticket_keys: z.array(z.object({ id: z.int().min(0).max(255), public_key: base64url.length(43) })).min(1),
  profile: z.object({ id: z.string(), digest: z.string() }),
  grant: grantSchema,
  /** True when offers may be ordered with a ticket in reserve. */
  orders: z.boolean().default(false),
  /** In which forms the credential may be ordered, the first by default; none from a hub that does not say. */
  forms: z.array(form.extend({ name: z.string() })).default([]),
  /** Milliseconds since the epoch. */
  lease_until: z.number(),
  now: z.number(),
});
export type Charter = z.infer<typeof charter>;

export const offerRequest = z
  .object({
    claims: z.record(z.string(), z.unknown()),
    tx_code: z.boolean(),
    ttl_seconds: z.int().min(30).max(3600).optional(),
    subject_ref: z.string().min(1).max(100),
    /** One of the charter's; not with a ticket in reserve, for tickets have the first. */
    form: form.optional(),
    /** The kiosk's own name of this order: sent again with it, it is the same offer. */
    order_id: base64url.length(22).optional(),
    /** The ticket the kiosk makes when no answer comes; where it is brought, this order is over. */
    fallback: z.int().positive().optional(),
    /** Tickets of the same visit that this order takes the place of. */
    replaces: z.array(z.int().positive()).max(100).optional(),
  })
  .refine(({ order_id, fallback }) => (order_id === undefined) === (fallback === undefined))
  .refine(({ order_id, form: ordered }) => order_id === undefined || ordered === undefined);
export type OfferRequest = z.infer<typeof offerRequest>;

export const offerAnswer = z.object({
  offer_id: z.string(),
  offer_uri: z.string(),
  /** A page that calls the wallet; null from a hub that does not say. */
  claim_url: z.string().nullable().default(null),
  tx_code: z.string().nullable(),
  expires_at: z.number(),
});

export const offerProgress = z.object({
  offer_id: z.string(),
  subject_ref: z.string(),
  configuration_id: z.string(),
  state: z.enum(offerStates),
  at: z.number(),
  expires_at: z.number(),
  tries_left: z.number().nullable(),
  /** While `deferred`: until when the wallet may come for it; null from a hub that does not say. */
  collect_until: z.number().nullable().default(null),
});

const hex = z.string().regex(/^[0-9a-f]{64}$/);
export const logRow = z.object({
  position: z.int().positive(),
  visit: z.string().max(200),
  seq: z.int().positive(),
  at: z.string().max(40),
  type: z.string().max(200),
  prevHash: hex,
  hash: hex,
  /** Ciphertext; the hub has no key to it. */
  body: z.string(),
});
export type LogRow = z.infer<typeof logRow>;

/** What tells one ticket from every other: SHA-256 of its digits. */
export const ticketHash = (text: string): Buffer => sha256(text);

/** A ticket the kiosk made, and for whom: what a stolen key alone cannot put into the kiosk's log. */
export const mintedTicket = z.object({
  sequence: z.int().positive(),
  visit: z.string().min(1).max(200),
  issued_at: z.number(),
  /** `ticketHash` in hex; without it the ticket is worth nothing any more once its kiosk is blocked. */
  ticket_hash: hex.optional(),
});
export type MintedTicket = z.infer<typeof mintedTicket>;

export const logRequest = z.object({
  log: z.string().min(1).max(200),
  rows: z.array(logRow).max(MAX_BATCH),
  tickets: z.array(mintedTicket).max(1000).default([]),
  /** The log's signed state (C2SP tlog-checkpoint) at the end of `rows`. */
  checkpoint: z.object({ note: z.string().max(4000), verifier_key: z.string().max(400) }).optional(),
});
export type LogRequest = z.infer<typeof logRequest>;

/** How far a log is at the hub. */
export const logHead = z.object({ events: z.int().min(0), hash: z.string().nullable() });

/** …and what else a kiosk has to know to send what is missing and no more. A hub of before says the head alone. */
export const logState = logHead.extend({
  /** Rows that the last signed state speaks of. */
  signed: z.int().min(0).optional(),
  /** The last ticket that was told of with its hash. */
  told: z.int().min(0).optional(),
  /** The last ticket number that was seen, told of or brought: a kiosk that was put back uses none of those again. */
  sequence: z.int().min(0).optional(),
});
export type LogState = z.infer<typeof logState>;
