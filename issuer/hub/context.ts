import type { Issuer } from '../issuer.ts';
import type { IssuerKeys } from '../keys/index.ts';
import type { CredentialProfile } from '../profile/index.ts';
import type { SqlDriver } from '../store/sql.ts';
import type { SqlIssuerStore } from '../store/sql-store.ts';
import type { Clock, RandomSource } from '../types.ts';
import type { TicketKeys } from './ticket-keys.ts';

/** What the hub's parts work with. */
export interface HubContext {
  /** The hub's identifier: its base URL. Tickets and kiosks' requests name it. */
  readonly url: string;
  readonly issuer: Issuer;
  readonly store: SqlIssuerStore;
  readonly driver: SqlDriver;
  readonly ticketKeys: TicketKeys;
  readonly profiles: ReadonlyMap<string, CredentialProfile>;
  /** True when the credentials are worth nothing outside tests. */
  readonly testOnly: boolean;
  readonly keys: IssuerKeys;
  /** The hub key: 32 bytes, the same for every process. */
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly report: (error: unknown) => void;
  /** Aborted when the hub is closing. */
  readonly closing: AbortSignal;
}

/** As the issuer's records name who asked for a credential. */
export const originOf = (kiosk: number): string => `kiosk-${kiosk}`;
