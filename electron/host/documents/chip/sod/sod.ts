import { readSignedData, type SignedData } from '../cms/index.ts';
import { ChipError } from '../errors.ts';
import { readTlvAt } from '../tlv/index.ts';
import { readSecurityObject, type SecurityObject } from './security-object.ts';

/** EF.SOD (ICAO Doc 9303-10 §4.6.2): the state's signature over the hashes of a chip's files. */
export interface DocumentSecurityObject {
  readonly signedData: SignedData;
  readonly securityObject: SecurityObject;
}

const EF_SOD = 0x77;
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';

/** Doc 9303-10 recommends one signer with one certificate; no passport is known with more than two. */
const LIMITS = { signers: 2, certificates: 4 };

/**
 * Reads EF.SOD. Octets behind the object, with which some chips fill up the file, are left alone.
 * @throws ChipError `chip/malformed`, `chip/too-large`, `chip/unsupported`
 */
export function readSod(file: Uint8Array): DocumentSecurityObject {
  const { tag, value } = readTlvAt(file);
  if (tag !== EF_SOD) throw new ChipError('chip/malformed', 'not EF.SOD');
  const signedData = readSignedData(value, LIMITS);
  if (signedData.contentType !== LDS_SECURITY_OBJECT) {
    throw new ChipError('chip/malformed', 'EF.SOD signs something else');
  }
  return { signedData, securityObject: readSecurityObject(signedData.content) };
}
