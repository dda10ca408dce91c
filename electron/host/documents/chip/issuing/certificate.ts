import { digestOf, type SignatureAlgorithm } from '../certificates/index.ts';
import { DER, writeInteger, writeOid, writeTlv } from '../tlv/index.ts';
import { type IssuingKey, publicKeyOctets, writePublicKeyInfo } from './keys.ts';
import { sign, usualAlgorithm, writeSignatureAlgorithm } from './sign.ts';

/** A distinguished name to be written: two letters of country, organisation, common name. */
export interface NameParts {
  readonly country: string;
  readonly organisation: string;
  readonly commonName: string;
}

export type CertificateRole = 'csca' | 'document-signer' | 'master-list-signer';

export interface CertificateRequest {
  readonly role: CertificateRole;
  readonly serial: bigint;
  readonly subject: NameParts;
  readonly issuer: NameParts;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: IssuingKey;
  readonly issuerKey: IssuingKey;
  /** Else the issuer's usual one. */
  readonly algorithm?: SignatureAlgorithm;
  /** Spells the curve out in place of naming it. */
  readonly explicitParameters?: boolean;
}

const PRINTABLE_STRING = 0x13;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

const characters = (text: string): Uint8Array => new TextEncoder().encode(text);

export function writeName(name: NameParts): Uint8Array {
  const attribute = (oid: string, tag: number, text: string): Uint8Array =>
    writeTlv(DER.set, writeTlv(DER.sequence, writeOid(oid), writeTlv(tag, characters(text))));
  return writeTlv(
    DER.sequence,
    attribute('2.5.4.6', PRINTABLE_STRING, name.country),
    attribute('2.5.4.10', DER.utf8String, name.organisation),
    attribute('2.5.4.3', DER.utf8String, name.commonName),
  );
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5). */
export function writeTime(milliseconds: number): Uint8Array {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  if (digits >= '2050') return writeTlv(GENERALIZED_TIME, characters(`${digits}Z`));
  return writeTlv(UTC_TIME, characters(`${digits.slice(2)}Z`));
}

/** The first method of RFC 5280 §4.2.1.2. */
export function keyIdOf(key: IssuingKey): Uint8Array {
  return digestOf('SHA-1', publicKeyOctets(key));
}

function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  const flag = critical ? [writeTlv(DER.boolean, Uint8Array.of(0xff))] : [];
  return writeTlv(DER.sequence, writeOid(oid), ...flag, writeTlv(DER.octetString, value));
}

/** The extensions of Doc 9303-12 §7.1.1, table 6, that readers act on. */
function writeExtensions({ role, key, issuerKey }: CertificateRequest): Uint8Array {
  const usage = role === 'csca' ? [1, 0x06] : [7, 0x80];
  const extensions = [
    extension('2.5.29.35', false, writeTlv(DER.sequence, writeTlv(0x80, keyIdOf(issuerKey)))),
    extension('2.5.29.14', false, writeTlv(DER.octetString, keyIdOf(key))),
    extension('2.5.29.15', true, writeTlv(DER.bitString, Uint8Array.from(usage))),
  ];
  if (role === 'csca') {
    const ca = writeTlv(DER.sequence, writeTlv(DER.boolean, Uint8Array.of(0xff)), writeInteger(0n));
    extensions.push(extension('2.5.29.19', true, ca));
  }
  if (role === 'master-list-signer') {
    extensions.push(extension('2.5.29.37', true, writeTlv(DER.sequence, writeOid('2.23.136.1.1.3'))));
  }
  return writeTlv(0xa3, writeTlv(DER.sequence, ...extensions));
}

/** Writes and signs an X.509 certificate of an invented state. */
export function writeCertificate(request: CertificateRequest): Uint8Array {
  const { issuerKey, key } = request;
  const algorithm = request.algorithm ?? usualAlgorithm(issuerKey);
  const signed = writeTlv(
    DER.sequence,
    writeTlv(0xa0, writeInteger(2n)),
    writeInteger(request.serial),
    writeSignatureAlgorithm(algorithm),
    writeName(request.issuer),
    writeTlv(DER.sequence, writeTime(request.notBefore), writeTime(request.notAfter)),
    writeName(request.subject),
    writePublicKeyInfo(key, request.explicitParameters),
    writeExtensions(request),
  );
  return writeTlv(
    DER.sequence,
    signed,
    writeSignatureAlgorithm(algorithm),
    writeTlv(DER.bitString, Uint8Array.of(0), sign(algorithm, issuerKey, signed)),
  );
}
