import { importTrust, type TrustList } from '../trust/index.ts';
import { NOW } from './utopia.ts';

/** The list in a file that holds just one. @throws TrustError as the import does */
export function onlyList(bytes: Uint8Array, roots: readonly Uint8Array[], now = NOW): TrustList {
  const { lists } = importTrust(bytes, roots, now);
  const [list] = lists;
  if (list === undefined || lists.length > 1) throw new Error(`${lists.length} lists instead of one`);
  return list;
}
