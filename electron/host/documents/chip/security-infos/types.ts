/** PACEInfo (Doc 9303-11 §9.2.1). */
export interface PaceInfo {
  readonly oid: string;
  readonly version: number;
  readonly parameterId: number | null;
}

/** ChipAuthenticationInfo (Doc 9303-11 §9.2.5). */
export interface ChipAuthenticationInfo {
  readonly oid: string;
  readonly version: number;
  readonly keyId: bigint | null;
}

/** ChipAuthenticationPublicKeyInfo (Doc 9303-11 §9.2.6): the key as SubjectPublicKeyInfo, not yet read. */
export interface ChipAuthenticationKeyInfo {
  readonly kind: 'dh' | 'ec';
  readonly publicKeyInfo: Uint8Array;
  readonly keyId: bigint | null;
}

/** ActiveAuthenticationInfo (Doc 9303-11 §9.2.4). */
export interface ActiveAuthenticationInfo {
  readonly version: number;
  /** Object identifier of the signature algorithm (TR-03111 §5.2.1). */
  readonly signatureAlgorithm: string;
}

/** What a chip says of its protocols: EF.CardAccess, EF.CardSecurity, DG14. In the chip's order. */
export interface SecurityInfos {
  readonly pace: readonly PaceInfo[];
  readonly chipAuthentication: readonly ChipAuthenticationInfo[];
  readonly chipAuthenticationKeys: readonly ChipAuthenticationKeyInfo[];
  readonly activeAuthentication: readonly ActiveAuthenticationInfo[];
  /** Object identifiers of entries of other kinds, and of known kinds that could not be read. */
  readonly others: readonly string[];
  /** Every entry as it was encoded, to compare an unsigned file with a signed one. */
  readonly encoded: readonly Uint8Array[];
}
