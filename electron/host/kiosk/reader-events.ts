import type { CommandResult, Device, DocumentRead } from '../../contract/index.ts';
import type { DriverListener } from '../ports.ts';
import type { Command } from '../visit/index.ts';
import { type Live, readersChanged, readyDevice } from './live.ts';
import type { RunningVisit } from './visit-runner.ts';

/**
 * What the readers say, as commands to the visit that runs and as what is true at this moment. A reading belongs to the visit
 * it began in: what began in another, or while nobody was there, is nobody else's document.
 */
export function readerEvents(kiosk: {
  live: () => Live;
  /** Sets what is true now, and tells the windows. */
  become: (live: Live) => void;
  now: () => number;
  /** Null when nobody is there. */
  visit: () => { id: RunningVisit['id']; visit: Pick<RunningVisit['visit'], 'step'> } | null;
  ask: (command: Command) => Promise<CommandResult>;
  devices: () => readonly Device[];
}): DriverListener {
  const { live, become, visit, ask } = kiosk;
  /** By reader, the visit its reading began in, until the reader is ready again. */
  const begunIn = new Map<string, string | null>();
  const visitNow = () => visit()?.id ?? null;
  const isOfThisVisit = (source: string) => {
    const begun = begunIn.get(source);
    return visitNow() !== null && (begun === undefined || begun === visitNow());
  };
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
    devicesChanged(devices) {
      const busy = new Set(devices.flatMap(({ id, state }) => (state === 'busy' ? [id] : [])));
      for (const source of [...begunIn.keys()]) if (!busy.has(source)) begunIn.delete(source);
      become(readersChanged(live(), devices));
    },
    readStarted(source) {
      begunIn.set(source, visitNow());
      become({ ...live(), reading: true, touchedAt: kiosk.now(), idleEndsAt: null });
    },
    async documentRead({ source, reading }) {
      if (reading.kind !== 'image' && isOfThisVisit(source)) {
        const mine = visitNow();
        // Laid on the reader before "Continue" was touched: the hand was faster than the eye.
        if (visit()?.visit.step === 'document-guidance') {
          await ask({ type: 'visit.continue', step: 'document-guidance' });
        }
        if (visitNow() === mine) await ask(commandOf(source, reading));
      }
      // Only now: the screen is not to invite to another reading while this one is judged.
      become({ ...live(), reading: false });
    },
    async readFailed({ source, code }) {
      const fault = code === 'device/protocol' ? null : code;
      if (isOfThisVisit(source)) {
        await ask({ type: 'document.failed', problem: fault ? 'interrupted' : 'not-an-mrz', fault });
      }
      become({ ...live(), reading: false });
    },
    documentRemoved: unchanged,
    simulatorChanged: unchanged,
  };
}
