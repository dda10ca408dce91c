export { HubError, type HubErrorCode } from './errors.ts';
export { makeFolder } from './folder.ts';
export { type KioskGrant, parseGrant } from './grant.ts';
export type { Standing } from './held-steps.ts';
export { createHub, type Hub, type HubOptions } from './hub.ts';
export type { KioskRecord } from './kiosk-steps.ts';
export { type HubPlace, type OpenedPlace, openHub, openPlace } from './open.ts';
export {
  type Charter,
  CLOCK_DRIFT,
  charter,
  type LogRow,
  logHead,
  logState,
  MAX_BATCH,
  MAX_KIOSK_BODY,
  type MintedTicket,
  offerAnswer,
  offerProgress,
  ticketHash,
} from './protocol.ts';
export { loggedPath } from './routes.ts';
export { type AccessEntry, type RunningHub, type ServeOptions, serveHub } from './serve.ts';
export { rawPublicKey, signRequest } from './signed-request.ts';
export { HUB_TABLES } from './tables.ts';
export { documentTypeOf } from './tickets.ts';
export type { KioskTicket, ReinstatementOrder } from './withdrawal.ts';
export type { Withdrawn } from './withdrawal-steps.ts';
