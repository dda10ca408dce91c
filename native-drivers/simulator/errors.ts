import { CodedError } from '../../electron/contract/index.ts';

export type SimulatorErrorCode =
  | 'simulator/unknown-person'
  | 'simulator/unknown-document'
  | 'simulator/unknown-device'
  | 'simulator/not-applicable'
  | 'simulator/no-specimens'
  | 'simulator/no-camera';

/** What the simulated station refuses. */
export class SimulatorError extends CodedError<SimulatorErrorCode> {}
