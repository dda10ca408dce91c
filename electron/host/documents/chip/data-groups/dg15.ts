import { type PublicKey, readPublicKey } from '../certificates/index.ts';
import { openFile, tagOfDataGroup } from './files.ts';

/**
 * The active authentication key of DG15 (ICAO Doc 9303-10 §4.7.15).
 * @throws ChipError `chip/malformed`, `chip/unsupported`
 */
export function readDg15(file: Uint8Array): PublicKey {
  return readPublicKey(openFile(file, tagOfDataGroup(15)).value);
}
