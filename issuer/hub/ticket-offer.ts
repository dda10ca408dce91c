import { createHmac } from 'node:crypto';
import { assertClaims, type CredentialProfile } from '../profile/index.ts';
import { sealClaims } from '../seal.ts';
import { codeOfHandle, sha256, txCodeHash } from '../secrets.ts';
import type { NewOffer } from '../store/store.ts';
import type { Ticket } from '../ticket/index.ts';
import { originOf } from './context.ts';

/** Milliseconds an offer lives at least, for a ticket that is brought in its last moment. */
const SHORTEST_LIFE = 300_000;

/**
 * The offer's handle follows from the ticket: however often and at however many processes a ticket is brought, it is one
 * offer with one code, whose tries and whose single use are counted once.
 */
export function handleOfTicket(ticket: string): string {
  return createHmac('sha256', 'proofdesk hub ticket offer')
    .update(ticket)
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}

/** The name of a ticket's offer, here and at its kiosk. */
export const ticketRef = (kiosk: number, sequence: number | ''): string => `ticket-${kiosk}-${sequence}`;

/**
 * The end of a ticket's offer, in milliseconds since the epoch: the kiosk chose one, and what it is granted goes before.
 */
export const endOfOffer = (ticket: Ticket, ticketMinutes: number, now: number): number =>
  Math.max(Math.min(ticket.expiresAt, ticket.issuedAt + ticketMinutes * 60_000), now + SHORTEST_LIFE);

/**
 * The one offer of a ticket, ready for the store but for its end.
 * @throws IssuerError issuer/bad-claims
 */
export async function offerOfTicket(
  text: string,
  ticket: Ticket,
  profile: CredentialProfile,
  now: number,
): Promise<Omit<NewOffer, 'expiresAt'>> {
  assertClaims(profile, ticket.claims);
  const handle = handleOfTicket(text);
  const code = codeOfHandle(handle);
  const name = ticketRef(ticket.kiosk, ticket.sequence);
  return {
    offerId: name,
    subjectRef: name,
    origin: originOf(ticket.kiosk),
    variant: 'open',
    configurationId: profile.configurations[0]!.id,
    handleHash: sha256(handle),
    codeHash: sha256(code),
    txCodeHash: ticket.txCode === null ? null : txCodeHash(code, ticket.txCode),
    txCodeForm:
      ticket.txCode === null ? null : JSON.stringify({ inputMode: 'numeric', length: ticket.txCode.length }),
    held: false,
    sealedClaims: await sealClaims(ticket.claims, code),
    createdAt: now,
  };
}
