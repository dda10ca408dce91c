import { CodedError } from '../../electron/contract/errors.ts';

export type ModelsErrorCode =
  | 'models/input-missing'
  | 'models/input-unknown'
  | 'models/input-malformed'
  | 'models/output-differs'
  | 'models/manifest-malformed';

/** Raised while the face models are assembled or checked. */
export class ModelsError extends CodedError<ModelsErrorCode> {}
