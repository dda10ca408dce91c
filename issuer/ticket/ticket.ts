import { type KeyObject, sign, verify } from 'node:crypto';
import { decode, encode } from 'cborg';
import { z } from 'zod';
import { packClaims, unpackClaims } from './claims.ts';
import { fromDigits, toDigits } from './digits.ts';
import { TicketError } from './errors.ts';
import { sealFor, unsealWith } from './seal.ts';
import { digestOf, type TicketTerms } from './terms.ts';

const VERSION = 1;
const SIGNATURE = 64;
/** Seconds that a kiosk's clock and the hub's may differ. */
const DRIFT = 900;

const payload = z.tuple([
  /** Number of the kiosk at its hub, and of the ticket at its kiosk. */
  z.number().int().positive(),
  z.number().int().positive(),
  /** Unix seconds. */
  z.number().int().positive(),
  /** Seconds. */
  z.number().int().positive(),
  z.number().int().min(0).max(999_999).nullable(),
  /** Digest of the terms. */
  z.instanceof(Uint8Array),
  z.array(z.unknown()).max(100),
  /** First bytes of the kiosk's log head when it was made. */
  z.instanceof(Uint8Array),
]);

/** What a kiosk without network says of one accepted visit. */
export interface Ticket {
  readonly kiosk: number;
  /** Counts up at each kiosk and is never used twice; with the kiosk's number it names the ticket. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Six digits that travel to the phone another way; null when none are asked for. */
  readonly txCode: string | null;
  readonly claims: Record<string, unknown>;
  /** Eight bytes of the head of the kiosk's log: what it says later must contain this visit. */
  readonly logHead: Uint8Array;
}

export interface MintOptions {
  readonly terms: TicketTerms;
  /** Ed25519. */
  readonly kioskKey: KeyObject;
  readonly hub: {
    /** Number of the key, for hubs change keys; 0 to 255. */
    readonly keyId: number;
    readonly publicKey: Uint8Array;
    /** The hub's issuer identifier; a ticket opens nowhere else. */
    readonly url: string;
  };
}

export interface OpenOptions {
  /** The terms with this digest that a kiosk said it has; undefined when it never did. */
  terms(kiosk: number, digest: Uint8Array): TicketTerms | undefined | Promise<TicketTerms | undefined>;
  /** The hub's own identifier. */
  readonly url: string;
  /** The hub's private key of this number, if it has it still. */
  hubKey(keyId: number): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** The public key (Ed25519) a kiosk was enrolled with; undefined for one that is not. */
  kioskKey(kiosk: number): KeyObject | undefined | Promise<KeyObject | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Seconds; no ticket lives longer, whatever its kiosk says. */
  readonly longestLife: number;
}

/** Version and key number are bound together with whom it is for, although only the first two are written. */
const contextOf = (header: Uint8Array, url: string) =>
  Uint8Array.from([...header, ...new TextEncoder().encode(url)]);

/**
 * Makes the text of a ticket: `version | hub key | HPKE(signature | CBOR)`, in decimal digits.
 * @throws TicketError `ticket/malformed` when the claims are not the profile's
 */
export async function mintTicket(ticket: Ticket, { terms, kioskKey, hub }: MintOptions): Promise<string> {
  const header = Uint8Array.of(VERSION, hub.keyId);
  const context = contextOf(header, hub.url);
  const issued = Math.floor(ticket.issuedAt / 1000);
  const values = packClaims(ticket.claims, terms);
  // What the hub would not read must fail here, while the visitor is still at the desk.
  unpackClaims(values, terms);
  const body = encode([
    ticket.kiosk,
    ticket.sequence,
    issued,
    Math.max(1, Math.floor(ticket.expiresAt / 1000) - issued),
    ticket.txCode === null ? null : Number(ticket.txCode),
    digestOf(terms),
    values,
    ticket.logHead,
  ]);
  const signature = sign(null, Uint8Array.from([...context, ...body]), kioskKey);
  const sealed = await sealFor(hub.publicKey, Uint8Array.from([...signature, ...body]), context);
  return toDigits(Uint8Array.from([...header, ...sealed]));
}

/** What a ticket says to everybody. @throws TicketError `ticket/malformed` */
export function readTicketHeader(text: string): { version: number; keyId: number; bytes: number } {
  const [version, keyId, ...rest] = fromDigits(text);
  if (version === undefined || keyId === undefined)
    throw new TicketError('ticket/malformed', 'this is no ticket');
  return { version, keyId, bytes: rest.length + 2 };
}

/**
 * Opens and believes a ticket: sealed for this hub, signed by an enrolled kiosk, in its time. That it is used once is
 * for the ledger of tickets to see.
 * @throws TicketError why it is not believed
 */
export async function openTicket(text: string, options: OpenOptions): Promise<Ticket> {
  const bytes = fromDigits(text);
  const header = bytes.subarray(0, 2);
  if (header[0] !== VERSION)
    throw new TicketError('ticket/unknown-version', 'the ticket is of another version');
  const hubKey = await options.hubKey(header[1] ?? 0);
  if (!hubKey) throw new TicketError('ticket/unknown-hub-key', 'the ticket is sealed for another key');
  const context = contextOf(header, options.url);
  const plain = await unsealWith(hubKey, bytes.subarray(2), context);
  const body = plain.subarray(SIGNATURE);
  const [kiosk, sequence, issued, life, code, digest, values, logHead] = read(body);
  const key = await options.kioskKey(kiosk);
  if (!key) throw new TicketError('ticket/unknown-kiosk', 'no kiosk of this number is enrolled');
  if (!verify(null, Uint8Array.from([...context, ...body]), key, plain.subarray(0, SIGNATURE))) {
    throw new TicketError('ticket/bad-signature', 'the kiosk did not sign this');
  }
  const terms = await options.terms(kiosk, digest);
  if (terms === undefined || Buffer.compare(digest, digestOf(terms)) !== 0) {
    throw new TicketError('ticket/other-terms', 'kiosk and hub have different credential profiles');
  }
  const now = options.now / 1000;
  if (issued > now + DRIFT) throw new TicketError('ticket/from-the-future', 'the kiosk’s clock is ahead');
  const ends = issued + Math.min(life, options.longestLife);
  if (now > ends + DRIFT) throw new TicketError('ticket/expired', 'the ticket’s time is over');
  return {
    kiosk,
    sequence,
    issuedAt: issued * 1000,
    expiresAt: ends * 1000,
    txCode: code === null ? null : String(code).padStart(6, '0'),
    claims: unpackClaims(values, terms),
    logHead,
  };
}

function read(body: Uint8Array): z.infer<typeof payload> {
  let value: unknown;
  try {
    value = decode(body, { strict: true, allowIndefinite: false, allowUndefined: false });
  } catch (cause) {
    throw new TicketError('ticket/malformed', 'the ticket holds no CBOR', { cause });
  }
  const parsed = payload.safeParse(value);
  if (!parsed.success) throw new TicketError('ticket/malformed', 'the ticket’s content is not of its form');
  return parsed.data;
}
