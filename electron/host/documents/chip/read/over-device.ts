import { ChipError, type ChipErrorCode } from '../errors.ts';
import type { ResettableChip } from './types.ts';

/** A card as a reader's driver has it, on whichever side of a process boundary. Its errors carry a device fault as `code`. */
export interface DeviceCard {
  readonly atr: Uint8Array | null;
  transmit(command: Uint8Array): Promise<Uint8Array>;
  reset(): Promise<void>;
}

/** What a device's fault means for a reading. Everything else is a document to be laid down again. */
const MEANINGS: Readonly<Record<string, ChipErrorCode>> = {
  'device/time-out': 'chip/no-answer',
  'device/busy': 'chip/busy',
  // The card was reset by somebody else, or came up silent: the session is lost, the card is not.
  'device/protocol': 'chip/session-lost',
};

/** The error of a reading for what a driver threw. */
export function chipErrorOf(cause: unknown): ChipError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return new ChipError(MEANINGS[code] ?? 'chip/gone', `the reader says ${code || 'nothing'}`, { cause });
}

/** A driver's card as {@link readChip} wants it. */
export function chipOverDevice(card: DeviceCard): ResettableChip {
  const asChip = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      throw chipErrorOf(cause);
    }
  };
  return {
    atr: card.atr,
    transmit: (command) => asChip(card.transmit(command)),
    reset: () => asChip(card.reset()),
  };
}
