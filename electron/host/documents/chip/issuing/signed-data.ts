import { digestOf, readCertificate, type SignatureAlgorithm } from '../certificates/index.ts';
import { bytesOf, DER, writeInteger, writeOid, writeTlv } from '../tlv/index.ts';
import { keyIdOf, writeTime } from './certificate.ts';
import type { IssuingKey } from './keys.ts';
import { sign, usualAlgorithm, writeHashAlgorithm, writeSignatureAlgorithm } from './sign.ts';

export interface SignedDataRequest {
  readonly contentType: string;
  readonly content: Uint8Array;
  /** The signer's own first. */
  readonly certificates: readonly Uint8Array[];
  readonly key: IssuingKey;
  /** Its hash function also hashes the content. The key's usual one when absent. */
  readonly algorithm?: SignatureAlgorithm;
  /** Milliseconds since 1970; no such attribute when absent. */
  readonly signingTime?: number;
  /** Names the signer by its key identifier in place of issuer and serial number. */
  readonly byKeyId?: boolean;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return writeTlv(DER.sequence, writeOid(oid), writeTlv(DER.set, value));
}

function signerId({ byKeyId, key, certificates }: SignedDataRequest): Uint8Array {
  if (byKeyId) return writeTlv(0x80, keyIdOf(key));
  const { issuer, serial } = readCertificate(certificates[0] as Uint8Array);
  return writeTlv(DER.sequence, issuer.encoded, writeTlv(DER.integer, bytesOf(serial)));
}

function byOctets(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** Writes a ContentInfo of SignedData with one signer (RFC 5652 §5), in DER: signed attributes sorted. */
export function writeSignedData(request: SignedDataRequest): Uint8Array {
  const { contentType, content, certificates, key, signingTime } = request;
  const algorithm = request.algorithm ?? usualAlgorithm(key);
  const { hash } = algorithm;
  const attributes = [
    attribute(CONTENT_TYPE, writeOid(contentType)),
    attribute(MESSAGE_DIGEST, writeTlv(DER.octetString, digestOf(hash, content))),
    ...(signingTime === undefined ? [] : [attribute(SIGNING_TIME, writeTime(signingTime))]),
  ].sort(byOctets);
  const signer = writeTlv(
    DER.sequence,
    writeInteger(request.byKeyId ? 3n : 1n),
    signerId(request),
    writeHashAlgorithm(hash),
    writeTlv(0xa0, ...attributes),
    writeSignatureAlgorithm(algorithm),
    writeTlv(DER.octetString, sign(algorithm, key, writeTlv(DER.set, ...attributes))),
  );
  const signedData = writeTlv(
    DER.sequence,
    writeInteger(3n),
    writeTlv(DER.set, writeHashAlgorithm(hash)),
    writeTlv(DER.sequence, writeOid(contentType), writeTlv(0xa0, writeTlv(DER.octetString, content))),
    writeTlv(0xa0, ...[...certificates].sort(byOctets)),
    writeTlv(DER.set, signer),
  );
  return writeTlv(DER.sequence, writeOid(SIGNED_DATA), writeTlv(0xa0, signedData));
}
