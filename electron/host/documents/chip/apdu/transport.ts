/** One chip in the field of a reader. Commands go one after the other; none is sent before the last is answered. */
export interface ChipTransport {
  /** Answer to reset as PC/SC builds it for contactless chips, or null when it is not known. */
  readonly atr: Uint8Array | null;
  /**
   * Sends a command and gives the answer with its status word.
   * @throws ChipError `chip/gone`, `chip/no-answer`, `chip/busy`; anything else is taken for `chip/gone`
   */
  transmit(command: Uint8Array): Promise<Uint8Array>;
}
