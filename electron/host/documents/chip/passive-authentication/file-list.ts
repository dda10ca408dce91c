import { readEfCom } from '../data-groups/index.ts';
import { understood } from '../errors.ts';
import type { SecurityObject } from '../sod/index.ts';
import { failed, groupNames, notChecked, passed, type Verdict } from './step.ts';

/**
 * Compares EF.COM with the signed list (BSI TR-03135-1). EF.COM is signed by nobody: a clone may leave the files out
 * that would give it away, while an honest chip may well list less (Doc 9303-10 §4.6.1 keeps EF.COM for old readers
 * only).
 */
export function checkFileList(object: SecurityObject, com: Uint8Array | null): Verdict {
  if (com === null) return notChecked('no-ef-com');
  const groups = understood(() => readEfCom(com).dataGroups);
  if (!groups) return failed('ef-com-malformed');
  const signed = [...object.hashes.keys()];
  const missing = signed.filter((group) => !groups.includes(group));
  const unsigned = groups.filter((group) => !object.hashes.has(group));
  const facts = { signed: groupNames(signed), missing: groupNames(missing), unsigned: groupNames(unsigned) };
  return missing.length + unsigned.length === 0
    ? passed('lists-agree', { signed: facts.signed })
    : failed('lists-differ', facts);
}
