import type { Device } from '../../electron/contract/index.ts';
import { absent, advance, type Connection, type ConnectionEvent } from './connection.ts';
import { cureOf } from './cures.ts';

/** A device and its connection, as one record for the list. */
export interface TrackedDevice {
  readonly connection: Connection;
  apply(event: ConnectionEvent): void;
  rename(name: string): void;
  /** What the device says its own program is. */
  hasFirmware(version: string): void;
  snapshot(): Device;
}

export function trackDevice(
  identity: Pick<Device, 'id' | 'kind' | 'name' | 'transport' | 'simulated' | 'gesture'>,
  changed: () => void,
): TrackedDevice {
  let connection = absent;
  let name = identity.name;
  let firmware = '';
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
    hasFirmware(version) {
      const said = version.trim().slice(0, 60);
      if (!said || said === firmware) return;
      firmware = said;
      changed();
    },
    snapshot: () => ({
      ...identity,
      name,
      ...(firmware ? { firmware } : {}),
      state: connection.state,
      fault: connection.fault && {
        code: connection.fault,
        cure: cureOf(connection.fault, identity.transport),
      },
    }),
  };
}
