import { digestLength, digestOf } from '../certificates/index.ts';
import { isReadable } from '../read/index.ts';
import type { SecurityObject } from '../sod/index.ts';
import { equalBytes } from '../tlv/index.ts';
import { failed, groupNames, notChecked, passed, type Verdict } from './step.ts';

export interface HashCheck {
  readonly verdict: Verdict;
  /** The data groups that were read and have their signed hash value, whatever became of the others. */
  readonly matching: ReadonlySet<number>;
}

/** Every passport has the zone and the portrait, and gives them to whoever opened it (Doc 9303-10 §4.1, table 33). */
const NEVER_WITHHELD: readonly number[] = [1, 2];

function hasSignedHash(object: SecurityObject, group: number, file: Uint8Array): boolean {
  const expected = object.hashes.get(group);
  return expected?.length === digestLength(object.hash) && equalBytes(digestOf(object.hash, file), expected);
}

/**
 * Compares every file that was read with its signed hash value (Doc 9303-11 §5.1 step 4). A file without a hash value
 * was put there by somebody else than the state, and fails like a changed one. A signed file that could not be read is
 * one nobody has compared: a forger whose chip holds no fitting zone or portrait would have it refuse them. Fingerprints
 * and irises are signed and never read.
 */
export function checkHashes(object: SecurityObject, files: ReadonlyMap<number, Uint8Array>): HashCheck {
  const groups = [...files.keys()].sort((a, b) => a - b);
  const unsigned = groups.filter((group) => !object.hashes.has(group));
  const matching = new Set(
    groups.filter((group) => hasSignedHash(object, group, files.get(group) as Uint8Array)),
  );
  const changed = groups.filter((group) => object.hashes.has(group) && !matching.has(group));
  const unread = [...object.hashes.keys()].filter((group) => isReadable(group) && !files.has(group));
  const facts = {
    hash: object.hash,
    files: groupNames(groups),
    ...(unread.length > 0 && { unread: groupNames(unread) }),
  };
  const verdict = (): Verdict => {
    if (unsigned.length > 0) return failed('file-not-signed', { ...facts, unsigned: groupNames(unsigned) });
    if (changed.length > 0) return failed('hash-differs', { ...facts, changed: groupNames(changed) });
    if (unread.some((group) => NEVER_WITHHELD.includes(group))) return failed('file-withheld', facts);
    if (unread.length > 0) return notChecked('file-not-read', facts);
    return groups.length === 0 ? notChecked('no-file-read') : passed('hashes-match', facts);
  };
  return { verdict: verdict(), matching };
}
