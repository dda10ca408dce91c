import { CodedError } from '../../../contract/errors.ts';

/**
 * What reading and proving a chip can fail with. Each code has its own words and its own next step for a visitor.
 *
 * - `chip/gone`: the document left the reader, or the reader was unplugged.
 * - `chip/no-answer`: the chip is there and did not answer in time.
 * - `chip/busy`: another program holds the card.
 * - `chip/wrong-key`: the chip is alive and refused the key from the MRZ or the CAN.
 * - `chip/not-a-passport`: a card without the eMRTD application.
 * - `chip/no-file`: the chip has no such file, or does not give it away.
 * - `chip/refused`: the chip answered with a status that forbids what was asked.
 * - `chip/session-lost`: the chip gave up the secured connection; it can be opened again.
 * - `chip/protocol`: what the chip answered breaks its protocol: wrong MAC, a status where there must be none.
 * - `chip/malformed`: bytes that are not the structure they must be.
 * - `chip/too-large`: a length beyond what any passport holds.
 * - `chip/unsupported`: an algorithm, curve or parameter this reader does not know.
 * - `chip/key-format`: what was given as MRZ or CAN cannot be a key.
 * - `chip/cancelled`: the caller gave up.
 */
export type ChipErrorCode =
  | 'chip/gone'
  | 'chip/no-answer'
  | 'chip/busy'
  | 'chip/wrong-key'
  | 'chip/not-a-passport'
  | 'chip/no-file'
  | 'chip/refused'
  | 'chip/session-lost'
  | 'chip/protocol'
  | 'chip/malformed'
  | 'chip/too-large'
  | 'chip/unsupported'
  | 'chip/key-format'
  | 'chip/cancelled';

/** The room's one error. The message speaks of structures and states, never of the holder. */
export class ChipError extends CodedError<ChipErrorCode> {}

/**
 * What reading makes of octets that strangers wrote, or null where it can make nothing of them. Any other error is ours, and
 * goes through.
 */
export function understood<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ChipError) return null;
    throw error;
  }
}
