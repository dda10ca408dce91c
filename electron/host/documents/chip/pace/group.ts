/**
 * What PACE needs of a group, be it an elliptic curve or a subgroup modulo p (Doc 9303-11 §4.4.3.3, §9.4.5, §9.6).
 * `Element` is a point or a residue.
 */
export interface PaceGroup<Element> {
  readonly generator: Element;
  /** Bits of p. */
  readonly modulusBits: number;
  readonly modulus: bigint;
  /** Tag of a public value in a public key data object (§9.4.3, §9.4.4). */
  readonly publicValueTag: number;
  randomPrivateKey(): bigint;
  publicKey(privateKey: bigint, generator: Element): Element;
  /** @throws ChipError `chip/protocol` when the agreed element is trivial */
  agree(privateKey: bigint, publicKey: Element): Element;
  /** @throws ChipError `chip/protocol` or `chip/malformed` for what is no element of the group */
  decode(octets: Uint8Array): Element;
  encode(element: Element): Uint8Array;
  /** The octets keys are derived from. */
  secret(element: Element): Uint8Array;
  /** Generic mapping: the new generator from the nonce and the element agreed on. */
  mapGeneric(nonce: bigint, agreed: Element): Element;
  /** Integrated mapping: the new generator from a pseudo-random residue. */
  mapIntegrated(residue: bigint): Element;
}
