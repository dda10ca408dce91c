import { ChipError } from '../errors.ts';
import type { FaceImage } from './dg2.ts';

// ISO/IEC 19794-5:2005 §5: a header, then per face a block of facial information, feature points, image information and
// the image.
const HEADER = 14;
const FACIAL_INFORMATION = 20;
const FEATURE_POINT = 8;
const IMAGE_INFORMATION = 12;
const DATA_TYPES: Readonly<Record<number, FaceImage['declared']>> = { 0: 'jpeg', 1: 'jpeg2000' };
const MOST_FACES = 9;

/** Whether a data block is a facial record: it begins with `FAC` and a zero. */
export function isIso19794(block: Uint8Array): boolean {
  return block[0] === 0x46 && block[1] === 0x41 && block[2] === 0x43 && block[3] === 0;
}

function readFace(
  block: Uint8Array,
  view: DataView,
  start: number,
  only: boolean,
): { face: FaceImage; end: number } {
  if (start + FACIAL_INFORMATION > block.length) throw malformed();
  const length = view.getUint32(start);
  // Some states' software writes a wrong length; with a single face there is no doubt where its image ends.
  const end = only ? block.length : start + length;
  const information = start + FACIAL_INFORMATION + view.getUint16(start + 4) * FEATURE_POINT;
  const image = information + IMAGE_INFORMATION;
  if (image >= end || end > block.length) throw malformed();
  return {
    face: {
      standard: 'ISO 19794-5',
      declared: DATA_TYPES[block[information + 1] as number] ?? 'other',
      image: block.subarray(image, end),
    },
    end,
  };
}

/** Reads a facial record. @throws ChipError `chip/malformed`; `chip/too-large` beyond nine faces */
export function readIso19794(block: Uint8Array): FaceImage[] {
  if (block.length < HEADER) throw malformed();
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  const count = view.getUint16(12);
  if (count > MOST_FACES) throw new ChipError('chip/too-large', 'too many faces in one record');
  const faces: FaceImage[] = [];
  for (let start = HEADER; faces.length < count; ) {
    const { face, end } = readFace(block, view, start, count === 1);
    faces.push(face);
    start = end;
  }
  return faces;
}

function malformed(): ChipError {
  return new ChipError('chip/malformed', 'not a facial record');
}
