import { CodedError } from '../contract/errors.ts';

export type ShellErrorCode =
  | 'shell/station-file-missing'
  | 'shell/station-file-invalid'
  | 'shell/argument-invalid'
  | 'shell/switch-refused'
  | 'shell/key-invalid'
  | 'shell/key-store-unavailable'
  | 'shell/unexpected';

export class ShellError extends CodedError<ShellErrorCode> {}
