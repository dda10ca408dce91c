import { crc32 } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
/** 1980-01-01 00:00, the earliest date the format can hold, so that the bytes do not depend on the clock. */
const DOS_DATE = 0x21;
const PADDING_FIELD = 0xffff;
const ALIGNMENT = 16;

/**
 * A ZIP archive without compression (PKWARE APPNOTE 6.3, method 0): the form of a MediaPipe `.task` bundle.
 * The data of every file lies on a 16-byte boundary, because the runtime maps the models in place.
 * The same input gives the same bytes.
 */
export function zipStored(files: readonly (readonly [name: string, data: Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, data] of files) {
    const nameBytes = new TextEncoder().encode(name);
    const extra = paddingField(offset + 30 + nameBytes.length);
    const checksum = crc32(data);
    const local = record(30, [
      [0, LOCAL_HEADER, 4],
      [4, 20, 2],
      [12, DOS_DATE, 2],
      [14, checksum, 4],
      [18, data.length, 4],
      [22, data.length, 4],
      [26, nameBytes.length, 2],
      [28, extra.length, 2],
    ]);
    const central = record(46, [
      [0, CENTRAL_HEADER, 4],
      [4, 20, 2],
      [6, 20, 2],
      [14, DOS_DATE, 2],
      [16, checksum, 4],
      [20, data.length, 4],
      [24, data.length, 4],
      [28, nameBytes.length, 2],
      [42, offset, 4],
    ]);
    parts.push(local, nameBytes, extra, data);
    directory.push(central, nameBytes);
    offset += local.length + nameBytes.length + extra.length + data.length;
  }
  const directorySize = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(22, [
    [0, END_OF_DIRECTORY, 4],
    [8, files.length, 2],
    [10, files.length, 2],
    [12, directorySize, 4],
    [16, offset, 4],
  ]);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

/** An extra field of the length that moves what follows `at` onto the boundary; a field has four bytes of header. */
function paddingField(at: number): Uint8Array {
  let length = (ALIGNMENT - (at % ALIGNMENT)) % ALIGNMENT;
  if (length === 0) return new Uint8Array(0);
  if (length < 4) length += ALIGNMENT;
  return record(length, [
    [0, PADDING_FIELD, 2],
    [2, length - 4, 2],
  ]);
}

function record(
  length: number,
  values: readonly (readonly [at: number, value: number, size: 2 | 4])[],
): Uint8Array {
  const data = new Uint8Array(length);
  const view = new DataView(data.buffer);
  for (const [at, value, size] of values) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return data;
}
