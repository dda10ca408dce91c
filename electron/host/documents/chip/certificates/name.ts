import { ChipError } from '../errors.ts';
import { childrenOf, DER, oidOf, type Tlv } from '../tlv/index.ts';

export interface NameAttribute {
  readonly oid: string;
  readonly text: string;
}

/** A distinguished name (X.501). */
export interface Name {
  readonly encoded: Uint8Array;
  readonly attributes: readonly NameAttribute[];
  /**
   * The name in a form to compare: equal for names that differ in string types, case and blanks only
   * (RFC 5280 §7.1), for document signers' issuers are often spelled otherwise than their CSCA's subject.
   */
  readonly comparable: string;
}

const COUNTRY = '2.5.4.6';
const SHORT: Readonly<Record<string, string>> = {
  [COUNTRY]: 'C',
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};
const BMP_STRING = 0x1e;
const MOST_ATTRIBUTES = 64;

function textOf(tlv: Tlv): string {
  const bytes = Buffer.from(tlv.value.subarray(0, 512));
  if (tlv.tag === DER.utf8String) return bytes.toString('utf8');
  if (tlv.tag === BMP_STRING) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('latin1');
}

/** A Name of a certificate. @throws ChipError `chip/malformed`; `chip/too-large` beyond 64 attributes */
export function readName(name: Tlv): Name {
  const attributes: NameAttribute[] = [];
  for (const relative of childrenOf(name)) {
    for (const attribute of childrenOf(relative)) {
      const [type, value] = childrenOf(attribute);
      if (!type || !value) throw new ChipError('chip/malformed', 'an attribute without a value');
      if (attributes.length === MOST_ATTRIBUTES) {
        throw new ChipError('chip/too-large', 'a name of too many attributes');
      }
      attributes.push({ oid: oidOf(type), text: textOf(value) });
    }
  }
  const comparable = attributes
    .map(({ oid, text }) => `${oid}=${text.trim().replace(/\s+/g, ' ').toLowerCase()}`)
    .join('\n');
  return { encoded: name.encoded, attributes, comparable };
}

/** The country attribute in capitals, or null: two letters in most states' certificates, three in some. */
export function countryOf(name: Name): string | null {
  const country = name.attributes
    .find(({ oid }) => oid === COUNTRY)
    ?.text.trim()
    .toUpperCase();
  return country ? country : null;
}

/** For people: `C=DE, O=bund, CN=csca-germany`. */
export function describeName(name: Name): string {
  return name.attributes.map(({ oid, text }) => `${SHORT[oid] ?? oid}=${text}`).join(', ');
}
