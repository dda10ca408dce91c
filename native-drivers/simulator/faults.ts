import type { SimulatorAction } from '../../electron/contract/index.ts';

export type SimulatedFault = Exclude<Extract<SimulatorAction, { type: 'break' }>['fault'], 'none'>;

export const readerFaults: readonly SimulatedFault[] = [
  'garbage',
  'wrong-check-digit',
  'slow',
  'unplug-mid-read',
  'half-frame',
  'wrong-order',
  'endless',
  'duplicate',
  'stuck',
  'crash',
  'hang',
];
export const barcodeReaderFaults: readonly SimulatedFault[] = readerFaults.filter(
  (fault) => fault !== 'wrong-check-digit',
);
/** A reader gives each command one answer, so none can go on without end. */
export const chipReaderFaults: readonly SimulatedFault[] = barcodeReaderFaults.filter(
  (fault) => fault !== 'endless',
);
/** A page is fetched once, so none can come twice. */
export const scannerFaults: readonly SimulatedFault[] = [
  'garbage',
  'slow',
  'unplug-mid-read',
  'cover-open',
  'jam',
  'half-frame',
  'wrong-order',
  'endless',
  'stuck',
  'crash',
  'hang',
];

export const pageCameraFaults = barcodeReaderFaults;

/** The two ends a driver process can come to that no error handling of its own can soften. */
export interface ProcessEnds {
  crash(): void;
  hang(): void;
}

export const processEnds: ProcessEnds = {
  /** Like a fault in native code: no exit handler runs. */
  crash: () => process.kill(process.pid, 'SIGKILL'),
  /** Like a native call that never returns: the event loop stands still. */
  hang: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
};
