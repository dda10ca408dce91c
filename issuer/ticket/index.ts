export { TicketError, type TicketErrorCode } from './errors.ts';
export { TICKET_PATH, ticketOfferUri } from './offer-uri.ts';
export { type HubKeyPair, newHubKeyPair } from './seal.ts';
export { digestOf, type TicketTerms } from './terms.ts';
export {
  type MintOptions,
  mintTicket,
  type OpenOptions,
  openTicket,
  readTicketHeader,
  type Ticket,
} from './ticket.ts';
