import { openDataGroup } from './files.ts';

const DISPLAYED_IMAGE = 0x5f43;

/**
 * The images of DG7 (ICAO Doc 9303-10 §4.7.7), as a rule one: the holder's signature. JPEG or JPEG 2000.
 * @throws ChipError `chip/malformed`
 */
export function readDg7(file: Uint8Array): Uint8Array[] {
  return openDataGroup(file, 7)
    .filter(({ tag, value }) => tag === DISPLAYED_IMAGE && value.length > 0)
    .map(({ value }) => value);
}
