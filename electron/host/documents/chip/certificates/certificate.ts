import { ChipError, understood } from '../errors.ts';
import { bitStringOf, childrenOf, DER, hexOf, integerOf, readTlv, type Tlv } from '../tlv/index.ts';
import { type Extensions, readExtensions } from './extensions.ts';
import { type Name, readName } from './name.ts';
import { readTime } from './time.ts';

/** An X.509 certificate (RFC 5280 §4.1) as it was encoded. All octets are views into what was read. */
export interface Certificate {
  readonly encoded: Uint8Array;
  /** What the issuer's signature runs over. */
  readonly signed: Uint8Array;
  /** Hexadecimal digits of the INTEGER as encoded: some serial numbers of states are negative. */
  readonly serial: string;
  readonly issuer: Name;
  readonly subject: Name;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo: readable also where its algorithm is not supported. */
  readonly publicKeyInfo: Uint8Array;
  readonly signatureAlgorithm: Tlv;
  readonly signature: Uint8Array;
  readonly extensions: Extensions;
}

/** No certificate of a state is longer; the longest in the lists of 2026 have 3 kB. */
const LONGEST = 65_536;
const EXTENSIONS = 0xa3;
const VERSION = 0xa0;

function need(tlv: Tlv | undefined): Tlv {
  if (!tlv) throw new ChipError('chip/malformed', 'a certificate that ends too early');
  return tlv;
}

/**
 * Reads one certificate.
 * @throws ChipError `chip/malformed`; `chip/too-large` beyond 64 kB
 */
export function readCertificate(encoded: Uint8Array): Certificate {
  if (encoded.length > LONGEST) throw new ChipError('chip/too-large', 'a certificate of more than 64 kB');
  const [signed, algorithm, signature] = childrenOf(readTlv(encoded, DER.sequence));
  const fields = childrenOf(need(signed));
  const at = fields[0]?.tag === VERSION ? 1 : 0;
  const field = (index: number): Tlv => need(fields[at + index]);
  const [notBefore, notAfter] = childrenOf(field(3));
  const wrapped = fields.find(({ tag }) => tag === EXTENSIONS);
  integerOf(field(0));
  return {
    encoded,
    signed: need(signed).encoded,
    serial: hexOf(field(0).value),
    issuer: readName(field(2)),
    subject: readName(field(4)),
    notBefore: readTime(need(notBefore)),
    notAfter: readTime(need(notAfter)),
    publicKeyInfo: field(5).encoded,
    signatureAlgorithm: need(algorithm),
    signature: bitStringOf(need(signature)),
    extensions: readExtensions(wrapped && need(childrenOf(wrapped)[0])),
  };
}

/** Those of several certificates that can be read. */
export function readableCertificates(encoded: readonly Uint8Array[]): Certificate[] {
  return encoded.flatMap((one) => understood(() => readCertificate(one)) ?? []);
}

/** Whether subject and issuer are one name: a root, or a link certificate of a rollover. */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.subject.comparable === certificate.issuer.comparable;
}

/**
 * Whether a CSCA's certificate is signed with another key than its own, as far as names and key identifiers say: a
 * link of a rollover (Doc 9303-12 §5.2).
 */
export function isLink(certificate: Certificate): boolean {
  const { authorityKeyId, subjectKeyId } = certificate.extensions;
  return !isSelfIssued(certificate) || (authorityKeyId !== null && authorityKeyId !== subjectKeyId);
}
