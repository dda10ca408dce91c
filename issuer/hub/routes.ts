import { ProtocolError } from '../http/protocol-error.ts';
import { TICKET_PATH } from '../ticket/index.ts';
import type { HubContext } from './context.ts';
import { enrolEndpoint, leaseEndpoint } from './enrolment.ts';
import { type KioskRequest, kioskRequest } from './kiosk-access.ts';
import { logEndpoint, logHeadEndpoint } from './log-endpoint.ts';
import {
  cancelOfferEndpoint,
  createOfferEndpoint,
  offerStatusEndpoint,
  revokeOfferEndpoint,
} from './offers.ts';
import { ticketEndpoint } from './tickets.ts';

type KioskEndpoint = (hub: HubContext, request: KioskRequest) => Promise<Response>;

const KIOSK_ROUTES: Readonly<Record<string, KioskEndpoint>> = {
  'POST lease': leaseEndpoint,
  'POST offers': createOfferEndpoint,
  'GET log': logHeadEndpoint,
  'POST log': logEndpoint,
};

const OFFER = /^offers\/([\w-]{1,80})(?:\/(cancel|revoke))?$/;
const OFFER_STEPS = { cancel: cancelOfferEndpoint, revoke: revokeOfferEndpoint };

async function kioskEndpoint(hub: HubContext, request: Request, rest: string): Promise<Response> {
  if (request.method === 'POST' && rest === 'enrol') return enrolEndpoint(hub, request);
  const endpoint = KIOSK_ROUTES[`${request.method} ${rest}`];
  if (endpoint !== undefined) return endpoint(hub, await kioskRequest(hub, request));
  const [, offerId, step] = OFFER.exec(rest) ?? [];
  if (offerId !== undefined && request.method === (step === undefined ? 'GET' : 'POST')) {
    const asked = await kioskRequest(hub, request);
    return step === undefined
      ? offerStatusEndpoint(hub, asked, offerId, request.signal)
      : OFFER_STEPS[step as keyof typeof OFFER_STEPS](hub, asked, offerId);
  }
  throw new ProtocolError(404, 'not_found', 'there is nothing at this address');
}

/** Answers what is the hub's own; null for what is the issuer's. @throws ProtocolError */
export function hubRoute(hub: HubContext, request: Request): Promise<Response> | null {
  const base = new URL(hub.url).pathname.replace(/\/$/, '');
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith(`${base}/`)) return null;
  const path = pathname.slice(base.length + 1);
  if (path.startsWith('kiosk/')) return kioskEndpoint(hub, request, path.slice('kiosk/'.length));
  if (!path.startsWith(`${TICKET_PATH}/`)) return null;
  if (request.method !== 'GET')
    throw new ProtocolError(405, 'invalid_request', 'only GET is allowed here', { Allow: 'GET' });
  return ticketEndpoint(hub, request, path.slice(TICKET_PATH.length + 1));
}

/** An address as it may be written down: what follows these parts opens offers, or is a ticket. */
export function loggedPath(pathname: string): string {
  return pathname.replace(/\/(t|offers|claim)\/.*$/, '/$1/-');
}
