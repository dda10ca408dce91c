/**
 * - `ticket/malformed`: the text or its content is not of a ticket's form.
 * - `ticket/unknown-version`: made by a kiosk of another time.
 * - `ticket/unknown-hub-key`: sealed for a key this hub does not have, or not any more.
 * - `ticket/not-for-us`: it does not open: sealed for another hub, or altered.
 * - `ticket/unknown-kiosk`: no kiosk of this number is enrolled.
 * - `ticket/bad-signature`: the kiosk it names did not sign it.
 * - `ticket/other-terms`: the kiosk's credential profile or list of checks is not the hub's.
 * - `ticket/from-the-future`: its time is ahead of the hub's clock by more than clocks differ.
 * - `ticket/expired`: its time is over.
 * - `ticket/does-not-fit`: the claims make it too large for a QR code that phones read.
 */
export type TicketErrorCode =
  | 'ticket/malformed'
  | 'ticket/unknown-version'
  | 'ticket/unknown-hub-key'
  | 'ticket/not-for-us'
  | 'ticket/unknown-kiosk'
  | 'ticket/bad-signature'
  | 'ticket/other-terms'
  | 'ticket/from-the-future'
  | 'ticket/expired'
  | 'ticket/does-not-fit';

export class TicketError extends Error {
  readonly code: TicketErrorCode;

  constructor(code: TicketErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TicketError';
    this.code = code;
  }
}
