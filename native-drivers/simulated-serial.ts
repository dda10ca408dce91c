import { type FaultySender, faultySender, type SendingFault } from './peers/faults.ts';
import { openPty, whyNoPty } from './peers/pty.ts';
import { type SerialDeviceName, serialDevices } from './peers/serial.ts';
import { SimulatorError } from './simulator/errors.ts';

/** A simulated reader at one end of a pair of terminals; the other end is opened like any serial port. */
export interface SimulatedSerial {
  readonly path: string;
  /** The profile it is named to a station with: `--serial PATH=PROFILE`. */
  readonly profile: string;
  show(lines: readonly string[]): void;
  remove(): void;
  fault(fault: SendingFault | null): void;
  unplug(): Promise<void>;
}

export const simulatedSerialNames = Object.keys(serialDevices) as SerialDeviceName[];

/** @throws SimulatorError `simulator/not-applicable` where no pair of terminals can be made */
export async function simulateSerial(name: SerialDeviceName): Promise<SimulatedSerial> {
  if (whyNoPty) throw new SimulatorError('simulator/not-applicable', whyNoPty);
  const pty = await openPty();
  const sender: FaultySender = faultySender(pty.send);
  const device = serialDevices[name](sender.send);
  pty.onReceived(device.receive);
  return {
    path: pty.path,
    profile: name === 'lines' || name === 'bare-lines' ? 'lines' : name,
    show: device.show,
    remove: device.remove,
    fault: sender.fault,
    async unplug() {
      sender.stop();
      await pty.pull();
    },
  };
}
