import { ChipError } from '../errors.ts';
import { childrenOf, DER, findTlv, hexOf, oidOf, readTlv, type Tlv } from '../tlv/index.ts';

/** What passports' certificates say beyond keys and names (ICAO Doc 9303-12 §7.1.1). */
export interface Extensions {
  /** Hexadecimal; null when absent, and for issuers who state only name and serial number. */
  readonly authorityKeyId: string | null;
  readonly subjectKeyId: string | null;
  /** Null when absent. */
  readonly keyUsage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | null;
  /** Null when absent. */
  readonly isCa: boolean | null;
  /** Object identifiers; null when absent. */
  readonly extendedKeyUsage: readonly string[] | null;
}

const AUTHORITY_KEY_ID = '2.5.29.35';
const SUBJECT_KEY_ID = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';

function valuesByOid(extensions: Tlv): Map<string, Tlv> {
  const values = new Map<string, Tlv>();
  for (const extension of childrenOf(extensions)) {
    const parts = childrenOf(extension);
    const oid = parts[0] && oidOf(parts[0]);
    const value = findTlv(parts, DER.octetString);
    if (!oid || !value) throw new ChipError('chip/malformed', 'an extension without a value');
    values.set(oid, value);
  }
  return values;
}

function keyUsageOf(bits: Tlv): { digitalSignature: boolean; keyCertSign: boolean } {
  const first = bits.tag === DER.bitString ? (bits.value[1] ?? 0) : 0;
  return { digitalSignature: (first & 0x80) !== 0, keyCertSign: (first & 0x04) !== 0 };
}

function isCaOf(constraints: Tlv): boolean {
  const ca = findTlv(childrenOf(constraints), DER.boolean);
  return ca !== undefined && ca.value[0] !== 0 && ca.value.length === 1;
}

/**
 * Reads the extensions that matter here; all others, critical ones too, are left alone, as states add their own. So is the
 * private key's usage period: passports give the day they were issued, not the day they were signed, and some are signed
 * weeks before.
 * @param extensions the SEQUENCE OF Extension; undefined for certificates without
 * @throws ChipError `chip/malformed`
 */
export function readExtensions(extensions: Tlv | undefined): Extensions {
  const values = extensions ? valuesByOid(extensions) : new Map<string, Tlv>();
  const decode = <T>(oid: string, decoder: (value: Tlv) => T): T | null => {
    const value = values.get(oid);
    return value ? decoder(readTlv(value.value)) : null;
  };
  return {
    authorityKeyId: decode(AUTHORITY_KEY_ID, (value) => {
      const keyId = findTlv(childrenOf(value), 0x80);
      return keyId ? hexOf(keyId.value) : null;
    }),
    subjectKeyId: decode(SUBJECT_KEY_ID, (value) => hexOf(value.value)),
    keyUsage: decode(KEY_USAGE, keyUsageOf),
    isCa: decode(BASIC_CONSTRAINTS, isCaOf),
    extendedKeyUsage: decode(EXTENDED_KEY_USAGE, (value) => childrenOf(value).map(oidOf)),
  };
}
