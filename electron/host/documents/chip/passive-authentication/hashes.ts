import { digestLength, digestOf } from '../certificates/index.ts';
import type { SecurityObject } from '../sod/index.ts';
import { equalBytes } from '../tlv/index.ts';
import { failed, notChecked, passed, type Verdict } from './step.ts';

const ACCESSED = (groups: readonly number[]): string => groups.map((group) => `DG${group}`).join(' ');

/**
 * Compares every file that was read with its signed hash value (Doc 9303-11 §5.1 step 4). A file without a hash value
 * was put there by somebody else than the state, and fails like a changed one.
 */
export function checkHashes(object: SecurityObject, files: ReadonlyMap<number, Uint8Array>): Verdict {
  const groups = [...files.keys()].sort((a, b) => a - b);
  if (groups.length === 0) return notChecked('no-file-read');
  const unsigned = groups.filter((group) => !object.hashes.has(group));
  const changed = groups.filter((group) => {
    const expected = object.hashes.get(group);
    const file = files.get(group) as Uint8Array;
    if (!expected) return false;
    if (expected.length !== digestLength(object.hash)) return true;
    return !equalBytes(digestOf(object.hash, file), expected);
  });
  const facts = { hash: object.hash, files: ACCESSED(groups) };
  if (unsigned.length > 0) return failed('file-not-signed', { ...facts, unsigned: ACCESSED(unsigned) });
  if (changed.length > 0) return failed('hash-differs', { ...facts, changed: ACCESSED(changed) });
  return passed('hashes-match', facts);
}
