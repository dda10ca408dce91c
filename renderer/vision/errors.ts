import { CodedError, type VisionErrorCode } from '../../electron/contract/index.ts';

/** Raised by the vision engine; see VisionErrorCode. */
export class VisionError extends CodedError<VisionErrorCode> {}
