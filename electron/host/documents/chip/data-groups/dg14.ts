import { readSecurityInfos, type SecurityInfos } from '../security-infos/index.ts';
import { openFile, tagOfDataGroup } from './files.ts';

/**
 * DG14 (ICAO Doc 9303-10 §4.7.14): keys and protocols against clones.
 * @throws ChipError `chip/malformed`, `chip/too-large`
 */
export function readDg14(file: Uint8Array): SecurityInfos {
  return readSecurityInfos(openFile(file, tagOfDataGroup(14)).value);
}
