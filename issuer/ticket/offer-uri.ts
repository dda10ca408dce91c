/** Path under the hub's identifier where tickets become offers; one segment, the ticket, follows. */
export const TICKET_PATH = 't';

/**
 * What the QR code says: an offer by reference (OpenID4VCI 1.0 §4.1.3) whose reference is the ticket itself, so that any
 * wallet asks the hub for the offer in it.
 */
export function ticketOfferUri(hubUrl: string, ticket: string): string {
  return `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(`${hubUrl}/${TICKET_PATH}/`)}${ticket}`;
}
