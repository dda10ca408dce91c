import { ChipError } from '../errors.ts';
import { childrenOf, findTlv, needTlv, type Tlv } from '../tlv/index.ts';
import { openDataGroup } from './files.ts';
import { isIso19794, readIso19794 } from './iso-19794-5.ts';
import { readIso39794 } from './iso-39794-5.ts';

/** A face image as it lies on the chip. Nothing of it has been decoded. */
export interface FaceImage {
  readonly standard: 'ISO 19794-5' | 'ISO 39794-5';
  /** What the record says its image is; the image's own bytes decide. */
  readonly declared: 'jpeg' | 'jpeg2000' | 'other';
  readonly image: Uint8Array;
}

const TEMPLATE_GROUP = 0x7f61;
const TEMPLATE = 0x7f60;
const DATA_BLOCK = 0x5f2e;
const CONSTRUCTED_DATA_BLOCK = 0x7f2e;
/** Doc 9303-10 §4.7.2 has one to nine. */
const MOST_TEMPLATES = 9;

function readBlock(block: Tlv): FaceImage[] {
  if (isIso19794(block.value)) return readIso19794(block.value);
  return readIso39794(block);
}

/**
 * Reads the faces of DG2 (ICAO Doc 9303-10 §4.7.2) in both encodings: ISO/IEC 19794-5, and ISO/IEC 39794-5, which
 * readers must know from 2025 on (Doc 9303-9).
 * @returns at least one
 * @throws ChipError `chip/malformed`; `chip/too-large` beyond nine templates
 */
export function readDg2(file: Uint8Array): FaceImage[] {
  const group = needTlv(openDataGroup(file, 2), TEMPLATE_GROUP);
  const templates = childrenOf(group).filter(({ tag }) => tag === TEMPLATE);
  if (templates.length > MOST_TEMPLATES)
    throw new ChipError('chip/too-large', 'too many biometric templates');
  const faces = templates.flatMap((template) => {
    const parts = childrenOf(template);
    const block = findTlv(parts, DATA_BLOCK) ?? findTlv(parts, CONSTRUCTED_DATA_BLOCK);
    if (!block) throw new ChipError('chip/malformed', 'a biometric template without data');
    return readBlock(block);
  });
  if (faces.length === 0) throw new ChipError('chip/malformed', 'no face in DG2');
  return faces;
}
