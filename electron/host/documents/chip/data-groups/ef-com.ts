import { childrenOf, findTlv } from '../tlv/index.ts';
import { dataGroupOfTag, openFile } from './files.ts';

/** EF.COM (ICAO Doc 9303-10 §4.6.1): what is on the chip, signed by nobody. */
export interface EfCom {
  /** `0107`; null when absent. */
  readonly ldsVersion: string | null;
  /** `040000`; null when absent. */
  readonly unicodeVersion: string | null;
  /** Numbers, in the file's order. */
  readonly dataGroups: readonly number[];
}

const EF_COM = 0x60;
const LDS_VERSION = 0x5f01;
const UNICODE_VERSION = 0x5f36;
const TAG_LIST = 0x5c;

/** @throws ChipError `chip/malformed` */
export function readEfCom(file: Uint8Array): EfCom {
  const fields = childrenOf(openFile(file, EF_COM));
  const version = (tag: number): string | null => {
    const field = findTlv(fields, tag);
    return field ? Buffer.from(field.value.subarray(0, 8)).toString('latin1') : null;
  };
  const tags = findTlv(fields, TAG_LIST)?.value ?? new Uint8Array();
  const groups = [...tags].map(dataGroupOfTag).filter((group) => group !== null);
  return {
    ldsVersion: version(LDS_VERSION),
    unicodeVersion: version(UNICODE_VERSION),
    dataGroups: [...new Set(groups)],
  };
}
