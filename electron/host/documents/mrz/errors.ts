import { CodedError } from '../../../contract/errors.ts';

/** Only composing and computing throw; reading never does. */
export class MrzError extends CodedError<
  | 'mrz/characters'
  | 'mrz/name'
  | 'mrz/date'
  | 'mrz/sex'
  | 'mrz/state'
  | 'mrz/document-code'
  | 'mrz/document-number'
  | 'mrz/optional'
> {}
