import { type DriverEvents, driverEventNames, type HealthPart } from '../../contract/index.ts';
import type { DriverListener, Readers } from '../ports.ts';
import type { DriversPort } from '../station/index.ts';

/** The supervised driver process as the kiosk sees it. */
export function readersOver(drivers: DriversPort): Readers {
  return {
    devices: () => drivers.devices(),
    scan: (device, dotsPerInch) => drivers.scan({ device, dotsPerInch }),
    openChip: (device) => drivers.openChip({ device }),
    transmit: (device, command) => drivers.transmit({ device, command }),
    resetChip: (device) => drivers.resetChip({ device }),
    closeChip: (device) => drivers.closeChip({ device }),
    trigger: (device) => drivers.trigger(device),
    cancel: (device) => drivers.cancel(device),
    keys: (burst) => drivers.keys(burst),
    simulate: (action) => drivers.simulate(action),
    listen(listener: DriverListener) {
      const stops = driverEventNames.map((name) => {
        const heard = listener[name] as DriverEvents[typeof name] | undefined;
        return heard ? drivers.on(name, heard as never) : () => {};
      });
      return () => {
        for (const stop of stops) stop();
      };
    },
    health(): HealthPart {
      const { state, restarts, hangs, leaks, malformed, residentBytes } = drivers.health();
      const held = residentBytes === null ? 'nothing yet' : `${Math.round(residentBytes / 2 ** 20)} MiB`;
      return {
        part: 'drivers',
        state: state === 'up' ? 'ok' : state === 'starting' ? 'degraded' : 'down',
        detail: `${state}; holds ${held}; started again ${restarts} times, ${hangs} of them after a hang, ${leaks} for leaking memory; ${malformed} messages dropped`,
      };
    },
  };
}
