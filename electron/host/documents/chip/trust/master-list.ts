import { readSignedData, type SignedData } from '../cms/index.ts';
import { ChipError } from '../errors.ts';
import { childrenOf, DER, readTlv, smallIntegerOf } from '../tlv/index.ts';

/** A CSCA master list (ICAO Doc 9303-12 §9) as it was read: nothing in it is verified yet. */
export interface MasterList {
  readonly signedData: SignedData;
  readonly certificates: readonly Uint8Array[];
}

const CSCA_MASTER_LIST = '2.23.136.1.1.2';
const LIMITS = { signers: 4, certificates: 16 };

/** @throws ChipError `chip/malformed`, `chip/too-large`, `chip/unsupported` */
export function readMasterList(bytes: Uint8Array): MasterList {
  const signedData = readSignedData(bytes, LIMITS);
  if (signedData.contentType !== CSCA_MASTER_LIST) {
    throw new ChipError('chip/malformed', 'signed data of another kind than a master list');
  }
  const [version, list] = childrenOf(readTlv(signedData.content, DER.sequence));
  if (!version || smallIntegerOf(version) !== 0 || list?.tag !== DER.set) {
    throw new ChipError('chip/malformed', 'not a master list');
  }
  const certificates = childrenOf(list);
  if (certificates.some(({ tag }) => tag !== DER.sequence)) {
    throw new ChipError('chip/malformed', 'a master list of something else than certificates');
  }
  return { signedData, certificates: certificates.map(({ encoded }) => encoded) };
}
