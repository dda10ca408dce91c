import { ChipError } from '../errors.ts';
import { childrenOf, findTlv, needTlv, type Tlv } from '../tlv/index.ts';
import type { FaceImage } from './dg2.ts';

// Tags of ISO/IEC 39794-5:2019 in the profile of Doc 9303-9 (module ID-ICAO-ISO-IEC-39794-5-ed-1-v1).
const WRAPPED = 0xa1;
const FACE_IMAGE_DATA_BLOCK = 0x65;
const REPRESENTATIONS = 0xa1;
const SEQUENCE = 0x30;
const IMAGE_REPRESENTATION = 0xa1;
const BASE = 0xa0;
const REPRESENTATION_2D = 0xa0;
const IMAGE_DATA = 0x80;
const IMAGE_INFORMATION = 0xa1;
const DATA_FORMAT = 0xa0;
const FORMAT_CODE = 0x80;
const FORMATS: Readonly<Record<number, FaceImage['declared']>> = { 2: 'jpeg', 3: 'jpeg2000', 4: 'jpeg2000' };
const MOST_REPRESENTATIONS = 9;

function descend(from: Tlv, ...tags: readonly number[]): Tlv {
  return tags.reduce((tlv, tag) => needTlv(childrenOf(tlv), tag), from);
}

function declaredOf(parts: readonly Tlv[]): FaceImage['declared'] {
  const information = findTlv(parts, IMAGE_INFORMATION);
  const format = information && findTlv(childrenOf(information), DATA_FORMAT);
  const code = format && findTlv(childrenOf(format), FORMAT_CODE);
  return (code?.value.length === 1 && FORMATS[code.value[0] as number]) || 'other';
}

function readRepresentation(representation: Tlv): FaceImage {
  const parts = childrenOf(descend(representation, IMAGE_REPRESENTATION, BASE, REPRESENTATION_2D));
  const { value } = needTlv(parts, IMAGE_DATA);
  if (value.length === 0) throw new ChipError('chip/malformed', 'an empty face image');
  return { standard: 'ISO 39794-5', declared: declaredOf(parts), image: value };
}

/**
 * Reads the face image data block inside a biometric data block (tag 7F2E).
 * @throws ChipError `chip/malformed`; `chip/too-large` beyond nine representations
 */
export function readIso39794(block: Tlv): FaceImage[] {
  const parts = childrenOf(block);
  const wrapped = findTlv(parts, WRAPPED);
  const data = needTlv(wrapped ? childrenOf(wrapped) : parts, FACE_IMAGE_DATA_BLOCK);
  const representations = childrenOf(descend(data, REPRESENTATIONS)).filter(({ tag }) => tag === SEQUENCE);
  if (representations.length > MOST_REPRESENTATIONS) {
    throw new ChipError('chip/too-large', 'too many representations of a face');
  }
  return representations.map(readRepresentation);
}
