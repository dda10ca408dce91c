import type { CommandResult, Device, DocumentRead, StepName } from '../contract/index.ts';
import { type Live, readersChanged, readyDevice } from './live.ts';
import type { DriverListener } from './ports.ts';
import type { Command } from './visit/index.ts';

/** What the readers say, as commands to the visit that runs and as what is true at this moment. */
export function readerEvents(kiosk: {
  live: () => Live;
  /** Sets what is true now, and tells the windows. */
  become: (live: Live) => void;
  now: () => number;
  /** Where the visit stands; null when nobody is there. */
  step: () => StepName | null;
  ask: (command: Command) => Promise<CommandResult>;
  devices: () => readonly Device[];
}): DriverListener {
  const { live, become, step, ask } = kiosk;
  const unchanged = () => become(live());
  const commandOf = (
    source: string,
    reading: Exclude<DocumentRead['reading'], { kind: 'image' }>,
  ): Command => {
    if (reading.kind === 'lines') return { type: 'document.lines', source, lines: reading.lines };
    const { text, aim } = reading;
    const scanner = readyDevice(kiosk.devices(), 'page-scanner') !== undefined;
    return { type: 'document.barcode', source, text, aim, scanner };
  };
  return {
    devicesChanged: (devices) => become(readersChanged(live(), devices)),
    readStarted: () => become({ ...live(), reading: true, touchedAt: kiosk.now(), idleEndsAt: null }),
    async documentRead({ source, reading }) {
      if (reading.kind !== 'image' && step()) {
        // Laid on the reader before "Continue" was touched: the hand was faster than the eye.
        if (step() === 'document-guidance') {
          await ask({ type: 'visit.continue', step: 'document-guidance' });
        }
        await ask(commandOf(source, reading));
      }
      // Only now: the screen is not to invite to another reading while this one is judged.
      become({ ...live(), reading: false });
    },
    async readFailed({ code }) {
      const fault = code === 'device/protocol' ? null : code;
      if (step()) {
        await ask({ type: 'document.failed', problem: fault ? 'interrupted' : 'not-an-mrz', fault });
      }
      become({ ...live(), reading: false });
    },
    documentRemoved: unchanged,
    simulatorChanged: unchanged,
  };
}
