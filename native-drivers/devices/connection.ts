import type { DeviceFault, DeviceState } from '../../electron/contract/index.ts';

/** Where the connection to one device stands. A fault may outlive its state: `absent` says why it went. */
export interface Connection {
  state: DeviceState;
  fault: DeviceFault | null;
}

export type ConnectionEvent =
  /** It is attached, or answers. */
  | { type: 'appeared' }
  | { type: 'vanished' }
  | { type: 'opening' }
  | { type: 'opened' }
  /** It works: a reading has begun, a page is being scanned. */
  | { type: 'started' }
  | { type: 'finished' }
  /** It is there and cannot serve until the fault is cured. */
  | { type: 'failed'; fault: DeviceFault }
  | { type: 'cured' };

export const absent: Connection = { state: 'absent', fault: null };

/** The next state. An event that has no meaning in a state changes nothing: late events are the rule with cables. */
export function advance(now: Connection, event: ConnectionEvent): Connection {
  switch (event.type) {
    case 'appeared':
      return now.state === 'absent' ? { state: 'present', fault: null } : now;
    case 'vanished':
      return now.state === 'absent' ? now : { state: 'absent', fault: faultOfVanishing(now.state) };
    case 'opening':
      return now.state === 'present' || now.state === 'faulted'
        ? { state: 'opening', fault: now.fault }
        : now;
    case 'opened':
      return now.state === 'opening' ? { state: 'ready', fault: null } : now;
    case 'started':
      return now.state === 'ready' ? { state: 'busy', fault: null } : now;
    case 'finished':
      return now.state === 'busy' ? { state: 'ready', fault: null } : now;
    case 'failed':
      return now.state === 'absent' ? now : { state: 'faulted', fault: event.fault };
    case 'cured':
      return now.state === 'faulted' ? { state: 'ready', fault: null } : now;
  }
}

/** A cable pulled in the middle of a reading is another trouble than one pulled while nothing happened. */
export function faultOfVanishing(state: DeviceState): DeviceFault {
  return state === 'busy' ? 'device/disconnected-while-sending' : 'device/disconnected-before-sending';
}
