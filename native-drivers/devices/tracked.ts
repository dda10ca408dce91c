import type { Device } from '../../electron/contract/index.ts';
import { absent, advance, type Connection, type ConnectionEvent } from './connection.ts';
import { cures } from './profiles.ts';

/** A device and its connection, as one record for the list. */
export interface TrackedDevice {
  readonly connection: Connection;
  apply(event: ConnectionEvent): void;
  rename(name: string): void;
  snapshot(): Device;
}

export function trackDevice(
  identity: Pick<Device, 'id' | 'kind' | 'name' | 'transport' | 'simulated' | 'gesture'>,
  changed: () => void,
): TrackedDevice {
  let connection = absent;
  let name = identity.name;
  return {
    get connection() {
      return connection;
    },
    apply(event) {
      const next = advance(connection, event);
      if (next.state === connection.state && next.fault === connection.fault) return;
      connection = next;
      changed();
    },
    rename(to) {
      if (!to || to === name) return;
      name = to;
      changed();
    },
    snapshot: () => ({
      ...identity,
      name,
      state: connection.state,
      fault: connection.fault && { code: connection.fault, cure: cures[connection.fault] },
    }),
  };
}
