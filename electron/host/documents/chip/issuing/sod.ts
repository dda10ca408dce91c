import { digestOf, type HashName, type SignatureAlgorithm } from '../certificates/index.ts';
import { DER, writeInteger, writeTlv } from '../tlv/index.ts';
import { usualHash } from './keys.ts';
import { writeHashAlgorithm } from './sign.ts';
import { writeSignedData } from './signed-data.ts';
import type { Issued } from './state.ts';

export interface SodRequest {
  readonly signer: Issued;
  /** Data groups by number: each is hashed as it is. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  /** Of the files; else the signer's usual one. */
  readonly hash?: HashName;
  readonly algorithm?: SignatureAlgorithm;
  /** 1 adds the versions of the data structure. */
  readonly version?: 0 | 1;
  readonly signingTime?: number;
  readonly byKeyId?: boolean;
}

const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const PRINTABLE_STRING = 0x13;

const printable = (text: string): Uint8Array => writeTlv(PRINTABLE_STRING, new TextEncoder().encode(text));

/** LDSSecurityObject (ICAO Doc 9303-10 §4.6.2.3). */
export function writeSecurityObject(
  hash: HashName,
  hashes: ReadonlyMap<number, Uint8Array>,
  version: 0 | 1,
): Uint8Array {
  const values = [...hashes]
    .sort(([a], [b]) => a - b)
    .map(([group, value]) =>
      writeTlv(DER.sequence, writeInteger(BigInt(group)), writeTlv(DER.octetString, value)),
    );
  const versions = version === 1 ? [writeTlv(DER.sequence, printable('0108'), printable('040000'))] : [];
  return writeTlv(
    DER.sequence,
    writeInteger(BigInt(version)),
    writeHashAlgorithm(hash),
    writeTlv(DER.sequence, ...values),
    ...versions,
  );
}

/** Writes EF.SOD (ICAO Doc 9303-10 §4.6.2). */
export function writeSod(request: SodRequest): Uint8Array {
  const { signer, files, version = 0, algorithm, signingTime, byKeyId } = request;
  const hash = request.hash ?? usualHash(signer.key);
  const hashes = new Map([...files].map(([group, file]) => [group, digestOf(hash, file)]));
  const signedData = writeSignedData({
    contentType: LDS_SECURITY_OBJECT,
    content: writeSecurityObject(hash, hashes, version),
    certificates: [signer.certificate],
    key: signer.key,
    ...(algorithm && { algorithm }),
    ...(signingTime !== undefined && { signingTime }),
    ...(byKeyId !== undefined && { byKeyId }),
  });
  return writeTlv(0x77, signedData);
}
