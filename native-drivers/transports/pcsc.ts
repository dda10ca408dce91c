import type { DeviceError } from '../errors.ts';
import type { Bus } from './bus.ts';

/** A chip reader as PC/SC lists it. */
export interface PcscInfo {
  /** PC/SC's own name, the slot's number at its end; not kept over a replug. */
  readonly name: string;
  /** `mute` is a card that does not answer, `taken` one that another program holds for itself. */
  readonly card: 'none' | 'present' | 'mute' | 'taken';
}

/** A card this process holds for itself. */
export interface PcscCard {
  readonly reader: string;
  /** Answer to reset, or null where the system does not tell. */
  readonly atr: Uint8Array | null;
  /**
   * Sends one command APDU and gives the answer APDU. One at a time.
   * @throws DeviceError `device/no-document` when the card has left, `device/time-out` when it is there and silent,
   *   `device/disconnected-while-sending` when the reader or the service is gone, `device/protocol` when another program
   *   has reset it, `device/failed`
   */
  transmit(command: Uint8Array): Promise<Uint8Array>;
  /** Starts the card over: what was agreed with it is forgotten. @throws DeviceError as {@link transmit} */
  reset(): Promise<void>;
  /**
   * Called once, when the card leaves (`device/no-document`), or the reader or the service goes
   * (`device/disconnected-while-sending`); at once when it already has.
   */
  onGone(listener: (why: DeviceError) => void): () => void;
  /** Resets the card and lets others have it. Never rejects; closing twice is harmless. */
  close(): Promise<void>;
}

export interface PcscTransport extends Bus<PcscInfo> {
  /** Whether the smart card service answers. False on a machine that has none, which is no error. */
  readonly running: boolean;
  /**
   * Takes the card in a reader for this process alone.
   * @throws DeviceError `device/no-document`, `device/busy` (another program holds it), `device/protocol` (a card that does
   *   not answer), `device/disconnected-before-sending` (no such reader), `device/failed`
   */
  connect(reader: string): Promise<PcscCard>;
}
