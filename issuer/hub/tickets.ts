import { z } from 'zod';
import { ProtocolError } from '../http/protocol-error.ts';
import type { CredentialProfile } from '../profile/index.ts';
import { openTicket, type Ticket, TicketError, type TicketErrorCode } from '../ticket/index.ts';
import type { HubContext } from './context.ts';
import { findKiosk, findTerms } from './kiosk-steps.ts';
import { ticketHash } from './protocol.ts';
import { ed25519Key } from './signed-request.ts';
import { handleOfTicket, offerOfTicket } from './ticket-offer.ts';
import { admit, type TicketRefusal } from './ticket-steps.ts';

/** Seconds; what a kiosk's own grant says comes on top. */
const LONGEST_LIFE = 43_200 * 60;

const documented = z.object({
  verification: z.object({
    evidence: z.array(z.object({ document_details: z.object({ type: z.string() }) })).min(1),
  }),
});

/** The type of document the claims rest on, or null when they do not say. */
export function documentTypeOf(claims: Record<string, unknown>): string | null {
  const parsed = documented.safeParse(claims);
  return parsed.success ? parsed.data.verification.evidence[0]!.document_details.type : null;
}

type Answer = readonly [status: number, error: string, description: string];

/** For developers of wallets and for the desk; ASCII, as everything an issuer tells a wallet. */
const UNBELIEVED: Record<TicketErrorCode, Answer> = {
  'ticket/malformed': [404, 'not_found', 'this is no ticket'],
  'ticket/unknown-version': [404, 'not_found', 'the ticket is of another version'],
  'ticket/unknown-hub-key': [410, 'ticket_expired', 'the ticket is sealed for a key this hub no longer has'],
  'ticket/not-for-us': [404, 'not_found', 'the ticket does not open here'],
  'ticket/unknown-kiosk': [403, 'ticket_refused', 'the ticket is of a kiosk that is not enrolled'],
  'ticket/bad-signature': [403, 'ticket_refused', 'the ticket is not signed by its kiosk'],
  'ticket/other-terms': [
    403,
    'ticket_refused',
    'the ticket is of a credential profile the hub does not have',
  ],
  'ticket/from-the-future': [
    403,
    'ticket_too_early',
    'the clock of the kiosk was ahead; go back to the desk',
  ],
  'ticket/expired': [410, 'ticket_expired', 'the time of the ticket is over; go back to the desk'],
  'ticket/does-not-fit': [404, 'not_found', 'this is no ticket'],
};

const UNTAKEN: Record<TicketRefusal, Answer> = {
  'unknown-kiosk': UNBELIEVED['ticket/unknown-kiosk'],
  withdrawn: [403, 'ticket_revoked', 'tickets of that kiosk and time were revoked; go back to the desk'],
  'kiosk-blocked': [403, 'kiosk_revoked', 'the kiosk was revoked; go back to the desk'],
  'lease-over': [403, 'lease_over', 'the kiosk was out of touch for too long; go back to the desk'],
  'quota-used': [403, 'quota_used', 'the kiosk made too many tickets that day; go back to the desk'],
  'document-type': [403, 'ticket_refused', 'the kiosk may not vouch for this type of document'],
  'life-over': UNBELIEVED['ticket/expired'],
  replaced: [410, 'ticket_replaced', 'another code was made for this visit; look at the desk'],
  'visit-issued': [410, 'ticket_used', 'the credential of this visit was issued before'],
  'sequence-used': [403, 'ticket_reused', 'another ticket had this number; go back to the desk'],
};

const told = ([status, error, description]: Answer) => new ProtocolError(status, error, description);

export interface OpenedTicket {
  readonly ticket: Ticket;
  readonly profile: CredentialProfile;
}

/** @throws TicketError why it is not believed */
export async function openAtHub(hub: HubContext, text: string): Promise<OpenedTicket> {
  const now = hub.clock();
  let profile: CredentialProfile | undefined;
  const ticket = await openTicket(text, {
    url: hub.url,
    now,
    longestLife: LONGEST_LIFE,
    hubKey: (id) => hub.ticketKeys.privateKey(id, now),
    async kioskKey(number) {
      const kiosk = await hub.driver.run(() => findKiosk(number));
      return kiosk === null ? undefined : ed25519Key(kiosk.publicKey);
    },
    async terms(kiosk, digest) {
      const known = await hub.driver.run(() => findTerms(kiosk, Buffer.from(digest).toString('hex')));
      profile = known === null ? undefined : hub.profiles.get(known.profile);
      return known === null || profile === undefined ? undefined : { profile, checks: known.checks };
    },
  });
  return { ticket, profile: profile! };
}

/**
 * A ticket becomes its offer, or is refused with a reason.
 * @returns the handle of the offer
 * @throws ProtocolError
 */
async function redeemTicket(hub: HubContext, text: string): Promise<string> {
  let opened: OpenedTicket;
  try {
    opened = await openAtHub(hub, text);
  } catch (error) {
    if (error instanceof TicketError) throw told(UNBELIEVED[error.code]);
    throw error;
  }
  const { ticket, profile } = opened;
  const now = hub.clock();
  const offer = await offerOfTicket(text, ticket, profile, now);
  const outcome = await hub.driver.run(() =>
    admit({ ticket, ticketHash: ticketHash(text), documentType: documentTypeOf(ticket.claims), offer, now }),
  );
  if (outcome !== 'admitted' && outcome !== 'known') throw told(UNTAKEN[outcome]);
  return handleOfTicket(text);
}

/** GET /t/TICKET: the offer in it, as if the kiosk had made it here (OpenID4VCI 1.0 §4.1.3). */
export async function ticketEndpoint(hub: HubContext, request: Request, text: string): Promise<Response> {
  const handle = await redeemTicket(hub, text);
  const reply = await hub.issuer.handle(
    new Request(`${hub.issuer.issuerUrl}/offers/${handle}`, { headers: request.headers }),
  );
  // The ledger remembers tickets longer than the issuer remembers ended offers.
  if (reply.status === 404) throw new ProtocolError(410, 'ticket_used', 'the ticket was used');
  return reply;
}
