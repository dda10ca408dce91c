import { tagOfDataGroup } from '../data-groups/index.ts';
import { concatBytes, DER, writeInteger, writeTlv } from '../tlv/index.ts';

const characters = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Two digits to an octet. */
const packed = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, 'hex'));

/** EF.COM (ICAO Doc 9303-10 §4.6.1). */
export function writeEfCom(dataGroups: readonly number[]): Uint8Array {
  return writeTlv(
    0x60,
    writeTlv(0x5f01, characters('0107')),
    writeTlv(0x5f36, characters('040000')),
    writeTlv(0x5c, Uint8Array.from(dataGroups.map(tagOfDataGroup))),
  );
}

/** DG1 with the lines of a machine readable zone. */
export function writeDg1(lines: readonly string[]): Uint8Array {
  return writeTlv(0x61, writeTlv(0x5f1f, characters(lines.join(''))));
}

export interface FacePicture {
  readonly image: Uint8Array;
  readonly format: 'jpeg' | 'jpeg2000';
  /** Pixels, as the record states them. */
  readonly width: number;
  readonly height: number;
}

/** A facial record of one face (ISO/IEC 19794-5:2005 §5): full frontal, nothing measured. */
export function writeIso19794({ image, format, width, height }: FacePicture): Uint8Array {
  const header = new Uint8Array(46);
  const view = new DataView(header.buffer);
  header.set(characters('FAC'));
  header.set(characters('010'), 4);
  view.setUint32(8, header.length + image.length);
  view.setUint16(12, 1);
  view.setUint32(14, header.length - 14 + image.length);
  header[34] = 1;
  header[35] = format === 'jpeg' ? 0 : 1;
  view.setUint16(36, width);
  view.setUint16(38, height);
  header[40] = 1;
  return concatBytes(header, image);
}

/** A face image data block with its mandatory fields (ISO/IEC 39794-5:2019 in the profile of Doc 9303-9). */
export function writeIso39794({ image, format }: FacePicture): Uint8Array {
  const number = (tag: number, ...octets: readonly number[]): Uint8Array =>
    writeTlv(tag, Uint8Array.from(octets));
  const picture = writeTlv(
    0xa0,
    writeTlv(0x80, image),
    writeTlv(0xa1, writeTlv(0xa0, number(0x80, format === 'jpeg' ? 2 : 3))),
  );
  const representation = writeTlv(0x30, number(0x80, 0), writeTlv(0xa1, writeTlv(0xa0, picture)));
  const version = writeTlv(0xa0, number(0x80, 3), number(0x81, 0x07, 0xe3));
  return writeTlv(0x65, version, writeTlv(0xa1, representation));
}

/** DG2 with one face. */
export function writeDg2(
  face: FacePicture,
  standard: 'ISO 19794-5' | 'ISO 39794-5' = 'ISO 19794-5',
): Uint8Array {
  const old = standard === 'ISO 19794-5';
  const header = writeTlv(
    0xa1,
    writeTlv(0x87, Uint8Array.of(1, 1)),
    writeTlv(0x88, Uint8Array.of(0, old ? 8 : 0x2a)),
  );
  const block = old
    ? writeTlv(0x5f2e, writeIso19794(face))
    : writeTlv(0x7f2e, writeTlv(0xa1, writeIso39794(face)));
  return writeTlv(0x75, writeTlv(0x7f61, writeInteger(1n), writeTlv(0x7f60, header, block)));
}

/** DG7 with the picture of a signature. */
export function writeDg7(image: Uint8Array): Uint8Array {
  return writeTlv(0x67, writeInteger(1n), writeTlv(0x5f43, image));
}

export interface HolderDetails {
  /** In the state's own characters, primary and secondary identifier divided by `<<`. */
  readonly fullName?: string;
  /** CCYYMMDD. */
  readonly dateOfBirth?: string;
  readonly placeOfBirth?: readonly string[];
  readonly address?: readonly string[];
  readonly personalNumber?: string;
}

/** Objects with the list of their tags before them (Doc 9303-10 §4.7.11). */
function withTagList(fields: readonly (readonly [number, Uint8Array | undefined])[]): Uint8Array[] {
  const present = fields.filter((field): field is readonly [number, Uint8Array] => field[1] !== undefined);
  const tags = present.map(([tag]) => Uint8Array.of(tag >> 8, tag & 0xff));
  return [writeTlv(0x5c, ...tags), ...present.map(([tag, value]) => writeTlv(tag, value))];
}

/** DG11. */
export function writeDg11(details: HolderDetails): Uint8Array {
  const text = (value: string | undefined) => (value === undefined ? undefined : characters(value));
  const fields = [
    [0x5f0e, text(details.fullName)],
    [0x5f10, text(details.personalNumber)],
    [0x5f2b, details.dateOfBirth && packed(details.dateOfBirth)],
    [0x5f11, text(details.placeOfBirth?.join('<'))],
    [0x5f42, text(details.address?.join('<'))],
  ] as const;
  return writeTlv(0x6b, ...withTagList(fields.map(([tag, value]) => [tag, value || undefined])));
}

/** DG12 with an authority and a date of issue (CCYYMMDD). */
export function writeDg12(issuingAuthority: string, dateOfIssue: string): Uint8Array {
  const fields = withTagList([
    [0x5f19, characters(issuingAuthority)],
    [0x5f26, packed(dateOfIssue)],
  ]);
  return writeTlv(0x6c, ...fields);
}

/** DG14 from encoded SecurityInfo entries. */
export function writeDg14(entries: readonly Uint8Array[]): Uint8Array {
  return writeTlv(0x6e, writeTlv(DER.set, ...[...entries].sort((a, b) => Buffer.compare(a, b))));
}

/** DG15 with a SubjectPublicKeyInfo. */
export function writeDg15(publicKeyInfo: Uint8Array): Uint8Array {
  return writeTlv(0x6f, publicKeyInfo);
}
