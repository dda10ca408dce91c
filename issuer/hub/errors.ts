/**
 * - `hub/wrong-key`: the database was sealed with another hub key.
 * - `hub/key-missing`: the database was sealed with a hub key that is not there.
 * - `hub/unknown-kiosk`: no kiosk of this number is enrolled.
 * - `hub/not-held`: no ticket that was meant waits for staff to judge it.
 * - `hub/several-tickets`: a number is of several tickets, one of them not of its kiosk's making.
 * - `hub/tickets-outstanding`: the ticket key that would go is that of tickets which may still be brought.
 * - `hub/bad-grant`: what a kiosk shall be allowed is not of its form.
 * - `hub/database`: the database cannot be opened.
 * - `hub/not-started`: there is no hub, or it has no address yet.
 * - `hub/other-address`: the hub has another address than it was given.
 * - `hub/cannot-listen`: the address or port is not to be had.
 * - `hub/bad-request-signature`: a kiosk's request is not signed as it has to be.
 * - `hub/closed`: the hub was closed meanwhile.
 */
export type HubErrorCode =
  | 'hub/wrong-key'
  | 'hub/key-missing'
  | 'hub/unknown-kiosk'
  | 'hub/not-held'
  | 'hub/several-tickets'
  | 'hub/tickets-outstanding'
  | 'hub/bad-grant'
  | 'hub/database'
  | 'hub/not-started'
  | 'hub/other-address'
  | 'hub/cannot-listen'
  | 'hub/bad-request-signature'
  | 'hub/closed';

/** What the hub throws at those who run it. `code` is stable; neither it nor the message holds personal data. */
export class HubError extends Error {
  readonly code: HubErrorCode;

  constructor(code: HubErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HubError';
    this.code = code;
  }
}
