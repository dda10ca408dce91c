import { join } from 'node:path';
import { loadStation } from '../../host/station/index.ts';
import { programRoot } from '../places.ts';

/** Days after which the standard policy calls a trust list old. */
export function standardListDays(): number {
  return loadStation(join(programRoot(), 'resources'), null, false).policy.trustListDays;
}
