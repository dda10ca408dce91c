/** One BER-TLV data object (ISO/IEC 7816-4 §6.3, ITU-T X.690 §8.1). All its bytes are views into what was read. */
export interface Tlv {
  /** The identifier octets as one number: 0x30, 0x5F1F, 0x7F4E. */
  readonly tag: number;
  readonly constructed: boolean;
  readonly value: Uint8Array;
  /** Identifier, length and value as they were encoded: what signatures and hashes run over. */
  readonly encoded: Uint8Array;
}
