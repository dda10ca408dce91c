import { CodedError, type DriverCalls, type RpcLink } from '../../contract/index.ts';
import { asDeviceError, type DriverIntake } from './drivers-intake.ts';
import type { DriversPort } from './drivers-port.ts';

type Calls = Pick<
  DriversPort,
  'scan' | 'openChip' | 'transmit' | 'resetChip' | 'closeChip' | 'trigger' | 'cancel' | 'keys' | 'simulate'
>;

export interface DriversAtWork {
  calls: Calls;
  /** A page is being scanned, or a chip is open. */
  busy(): boolean;
  /** The process is gone, and what it was at with it. */
  forget(): void;
}

/**
 * What the host asks of the driver process, with answers that are believed as far as they can be.
 * @param remote throws while there is no process
 */
export function driversAtWork(
  remote: () => RpcLink<DriverCalls>['remote'],
  intake: DriverIntake,
): DriversAtWork {
  const scanning = new Set<object>();
  const chips = new Set<string>();
  const calls: Calls = {
    async scan(request) {
      scanning.add(request);
      try {
        const answer = await remote().scan(request).catch(asDeviceError);
        const read = intake.page(answer);
        if (!read) throw new CodedError('device/protocol', 'the driver process sent no page');
        return read;
      } finally {
        scanning.delete(request);
      }
    },
    async openChip(request) {
      const mine = remote();
      chips.add(request.device);
      const answer = await mine.openChip(request).catch((cause: unknown) => {
        chips.delete(request.device);
        return asDeviceError(cause);
      });
      const opened = intake.openedChip(answer);
      if (!opened) throw new CodedError('device/protocol', 'the driver process opened no chip');
      return opened;
    },
    async transmit(request) {
      const answer = intake.chipAnswer(
        await remote()
          .transmit({ device: request.device, command: Uint8Array.from(request.command) })
          .catch(asDeviceError),
      );
      if (!answer) throw new CodedError('device/protocol', 'the driver process told no answer of the chip');
      return answer;
    },
    async resetChip(request) {
      await remote().resetChip(request).catch(asDeviceError);
    },
    async closeChip(request) {
      const mine = remote();
      chips.delete(request.device);
      await mine.closeChip(request).catch(asDeviceError);
    },
    async trigger(device) {
      await remote().trigger(device).catch(asDeviceError);
    },
    async cancel(device) {
      await remote().cancel(device).catch(asDeviceError);
    },
    async keys(burst) {
      await remote().keys(burst).catch(asDeviceError);
    },
    async simulate(action) {
      const state = intake.simulated(await remote().simulate(action));
      if (!state) throw new CodedError('device/protocol', 'the driver process told no state');
      return state;
    },
  };
  return {
    calls,
    busy: () => scanning.size > 0 || chips.size > 0,
    forget: () => chips.clear(),
  };
}
