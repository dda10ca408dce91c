import { type Name, readName, readTime } from '../certificates/index.ts';
import { ChipError } from '../errors.ts';
import {
  childrenOf,
  DER,
  findTlv,
  hexOf,
  needTlv,
  octetStringOf,
  oidOf,
  readTlv,
  type Tlv,
} from '../tlv/index.ts';

/** Which certificate a signer used: by its issuer and serial number, or by its subject key identifier. */
export type SignerId =
  | { readonly by: 'issuer'; readonly issuer: Name; readonly serial: string }
  | { readonly by: 'key-id'; readonly keyId: string };

/** One SignerInfo (RFC 5652 §5.3). */
export interface SignerInfo {
  readonly id: SignerId;
  readonly digestAlgorithm: Tlv;
  /**
   * The signed attributes as they were encoded, under the tag of a SET: exactly what was signed. Encoding them anew
   * would break the signatures of issuers who do not sort them. Null when there are none.
   */
  readonly signedAttributes: Uint8Array | null;
  readonly contentType: string | null;
  readonly messageDigest: Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly signingTime: number | null;
  readonly signatureAlgorithm: Tlv;
  readonly signature: Uint8Array;
}

export interface SignedData {
  readonly contentType: string;
  readonly content: Uint8Array;
  /** As encoded; not parsed, so that one odd certificate does not hide the others. */
  readonly certificates: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
}

/** More than these are refused before anything is computed: every signer and certificate costs a verification. */
export interface SignedDataLimits {
  readonly signers: number;
  readonly certificates: number;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const CONTEXT_0 = 0xa0;
const KEY_ID = 0x80;
const INDEFINITE = 0x80;
const MOST_ATTRIBUTES = 32;

function at(tlvs: readonly Tlv[], index: number): Tlv {
  const tlv = tlvs[index];
  if (!tlv) throw new ChipError('chip/malformed', 'signed data that end too early');
  return tlv;
}

function readId(tlv: Tlv): SignerId {
  if (tlv.tag === KEY_ID) return { by: 'key-id', keyId: hexOf(tlv.value) };
  const [issuer, serial] = childrenOf(tlv);
  if (!issuer || serial?.tag !== DER.integer) throw new ChipError('chip/malformed', 'an unknown signer');
  return { by: 'issuer', issuer: readName(issuer), serial: hexOf(serial.value) };
}

/** The attributes' single values by type. An attribute twice, or with two values, could mean two things: refused. */
function readAttributes(attributes: Tlv): Map<string, Tlv> {
  const all = childrenOf(attributes);
  if (all.length > MOST_ATTRIBUTES) throw new ChipError('chip/too-large', 'too many signed attributes');
  const values = new Map<string, Tlv>();
  for (const attribute of all) {
    const [type, set] = childrenOf(attribute);
    if (!type || set?.tag !== DER.set) throw new ChipError('chip/malformed', 'not an attribute');
    const oid = oidOf(type);
    const [value, ...more] = childrenOf(set);
    const mustBeSingle = oid === CONTENT_TYPE || oid === MESSAGE_DIGEST || oid === SIGNING_TIME;
    if (mustBeSingle && (!value || more.length > 0 || values.has(oid))) {
      throw new ChipError('chip/malformed', 'an attribute that must have one value');
    }
    if (value) values.set(oid, value);
  }
  return values;
}

function underSetTag(attributes: Tlv): Uint8Array {
  if (attributes.encoded[1] === INDEFINITE) {
    throw new ChipError('chip/malformed', 'signed attributes of indefinite length');
  }
  const copy = attributes.encoded.slice();
  copy[0] = DER.set;
  return copy;
}

function readSigner(tlv: Tlv): SignerInfo {
  const fields = childrenOf(tlv);
  const attributes = fields[3]?.tag === CONTEXT_0 ? fields[3] : undefined;
  const next = attributes ? 4 : 3;
  const values = attributes ? readAttributes(attributes) : new Map<string, Tlv>();
  const contentType = values.get(CONTENT_TYPE);
  const messageDigest = values.get(MESSAGE_DIGEST);
  const signingTime = values.get(SIGNING_TIME);
  return {
    id: readId(at(fields, 1)),
    digestAlgorithm: at(fields, 2),
    signedAttributes: attributes ? underSetTag(attributes) : null,
    contentType: contentType ? oidOf(contentType) : null,
    messageDigest: messageDigest ? octetStringOf(messageDigest) : null,
    signingTime: signingTime ? readTime(signingTime) : null,
    signatureAlgorithm: at(fields, next),
    signature: octetStringOf(at(fields, next + 1)),
  };
}

function limited(tlvs: readonly Tlv[], most: number, what: string): readonly Tlv[] {
  if (tlvs.length > most) throw new ChipError('chip/too-large', `${tlvs.length} ${what} in signed data`);
  return tlvs;
}

/**
 * Reads a ContentInfo of SignedData (RFC 5652 §3, §5.1). DER as Doc 9303 wants it, and the BER with indefinite
 * lengths that some signing software writes around it.
 * @throws ChipError `chip/malformed`; `chip/too-large` beyond the limits; `chip/unsupported` for times and algorithms
 *   of another kind
 */
export function readSignedData(bytes: Uint8Array, limits: SignedDataLimits): SignedData {
  const [type, wrapped] = childrenOf(readTlv(bytes, DER.sequence));
  if (!type || !wrapped || oidOf(type) !== SIGNED_DATA) {
    throw new ChipError('chip/malformed', 'not signed data');
  }
  const fields = childrenOf(at(childrenOf(wrapped), 0));
  const encapsulated = childrenOf(at(fields, 2));
  const content = at(childrenOf(needTlv(encapsulated, CONTEXT_0)), 0);
  const certificates = findTlv(fields, CONTEXT_0);
  const signers = at(fields, fields.length - 1);
  if (signers.tag !== DER.set) throw new ChipError('chip/malformed', 'signed data without signers');
  return {
    contentType: oidOf(at(encapsulated, 0)),
    content: octetStringOf(content),
    certificates: limited(certificates ? childrenOf(certificates) : [], limits.certificates, 'certificates')
      .filter(({ tag }) => tag === DER.sequence)
      .map(({ encoded }) => encoded),
    signers: limited(childrenOf(signers), limits.signers, 'signers').map(readSigner),
  };
}
