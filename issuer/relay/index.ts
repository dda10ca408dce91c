export { type AuthenticateKiosk, bearerKiosks } from './kiosk-tokens.ts';
export { answerForRelay } from './listener.ts';
export type { RelayCredential, RelayEvent } from './mailbox.ts';
export { createEntraRelay, type Relay, type RelayOptions } from './relay.ts';
