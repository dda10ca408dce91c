export {
  type Answer,
  decodeAnswer,
  END_OF_FILE,
  encodeAnswer,
  OK,
  statusError,
  succeeded,
} from './answer.ts';
export { type Command, decodeCommand, encodeCommand, isExtended } from './command.ts';
export { ChipSession, type SessionOptions, type Traffic, type Wrapping } from './session.ts';
export type { ChipTransport } from './transport.ts';
