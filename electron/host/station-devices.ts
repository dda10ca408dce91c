import type { CommandResult, Device, DeviceReport } from '../contract/index.ts';
import type { Clock } from './ports.ts';
import { refused } from './refused.ts';

/** Every device as staff see it: with what went wrong last, and the tests they have it do outside any visit. */
export function createStationDevices({ clock, devices }: { clock: Clock; devices: () => readonly Device[] }) {
  const faults = new Map<string, NonNullable<DeviceReport['lastFault']>>();
  return {
    /** Keeps what a device fails with, for it may be well again before anybody looks. */
    look() {
      for (const { id, fault } of devices()) {
        if (fault && faults.get(id)?.code !== fault.code) faults.set(id, { ...fault, at: clock.now() });
      }
    },
    reports: (): DeviceReport[] =>
      devices().map((device) => ({
        ...device,
        lastFault: faults.get(device.id) ?? null,
        testable: false,
        test: null,
      })),
    async test(_device: string): Promise<CommandResult> {
      return refused('device/not-testable', 'this device cannot be tested');
    },
    endTest(_device: string): CommandResult {
      return refused('device/no-test', 'no test runs');
    },
  };
}
