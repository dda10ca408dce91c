import { DER, writeInteger, writeTlv } from '../tlv/index.ts';
import { writeSignedData } from './signed-data.ts';
import type { Issued } from './state.ts';

export interface MasterListRequest {
  readonly signer: Issued;
  /** Certificates above the signer's own, to come with the signature. */
  readonly chain: readonly Uint8Array[];
  /** What is listed. */
  readonly certificates: readonly Uint8Array[];
  /** Milliseconds since 1970; no date when absent. */
  readonly signedAt?: number;
}

const CSCA_MASTER_LIST = '2.23.136.1.1.2';

/** Writes a CSCA master list (ICAO Doc 9303-12 §9). */
export function writeMasterList({ signer, chain, certificates, signedAt }: MasterListRequest): Uint8Array {
  const list = [...certificates].sort((a, b) => Buffer.compare(a, b));
  return writeSignedData({
    contentType: CSCA_MASTER_LIST,
    content: writeTlv(DER.sequence, writeInteger(0n), writeTlv(DER.set, ...list)),
    certificates: [signer.certificate, ...chain],
    key: signer.key,
    ...(signedAt !== undefined && { signingTime: signedAt }),
  });
}

/** Writes master lists as the ICAO PKD exports them: LDIF, base64 in lines of 78 characters (RFC 2849). */
export function writeLdif(lists: readonly { readonly country: string; readonly list: Uint8Array }[]): string {
  const entries = lists.map(({ country, list }, index) => {
    const line = `pkdMasterListContent:: ${Buffer.from(list).toString('base64')}`;
    const folded = [line.slice(0, 78), ...(line.slice(78).match(/.{1,77}/g) ?? [])].join('\n ');
    return `dn: cn=${index + 1},o=ml,c=${country},dc=data,dc=download,dc=pkd,dc=icao,dc=int
objectClass: pkdMasterList
objectClass: pkdDownload
sn: ${index + 1}
${folded}
`;
  });
  return `version: 1\n\n${entries.join('\n')}`;
}
