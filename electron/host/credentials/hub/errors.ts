import { CodedError } from '../../../contract/index.ts';

/**
 * - `kiosk-hub/not-enrolled`: this kiosk never joined a hub.
 * - `kiosk-hub/unreachable`: the hub gave no answer.
 * - `kiosk-hub/refused`: the hub refused; the message has its reason.
 * - `kiosk-hub/revoked`: the hub turned this kiosk away for good.
 * - `kiosk-hub/bad-answer`: what answers is no hub of ours.
 * - `kiosk-hub/other-terms`: kiosk and hub have different credential profiles; one of them is to be updated.
 * - `kiosk-hub/other-hub`: the station file names another hub than the one this kiosk is, or is to be, a member of.
 * - `kiosk-hub/log-forked`: the hub holds another log of this kiosk than the kiosk itself.
 * - `kiosk-hub/clock-back`: the clock was set back since this kiosk last made a ticket or heard of the hub.
 * - `kiosk-hub/lease-over`, `kiosk-hub/sync-overdue`: out of touch for too long; bring the kiosk to a network.
 * - `kiosk-hub/quota-used`: no more tickets today.
 * - `kiosk-hub/document-type`: this kiosk may not vouch for that type of document.
 * - `kiosk-hub/already-issued`: the visit's credential was issued before, on an offer whose end the kiosk did not hear of.
 * - `kiosk-hub/ticket-way`: no failure: offers are tickets while the hub gives no answer.
 * - `kiosk-hub/state`: what the kiosk noted of its hub cannot be read.
 */
export type KioskHubErrorCode =
  | 'kiosk-hub/not-enrolled'
  | 'kiosk-hub/unreachable'
  | 'kiosk-hub/refused'
  | 'kiosk-hub/revoked'
  | 'kiosk-hub/bad-answer'
  | 'kiosk-hub/other-terms'
  | 'kiosk-hub/other-hub'
  | 'kiosk-hub/log-forked'
  | 'kiosk-hub/clock-back'
  | 'kiosk-hub/lease-over'
  | 'kiosk-hub/sync-overdue'
  | 'kiosk-hub/quota-used'
  | 'kiosk-hub/document-type'
  | 'kiosk-hub/already-issued'
  | 'kiosk-hub/ticket-way'
  | 'kiosk-hub/state';

/** Why the kiosk and its hub did not come together. Never personal data. */
export class KioskHubError extends CodedError<KioskHubErrorCode> {}
