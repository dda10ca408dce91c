import { dateOfDigits, readDg12 } from '../data-groups/index.ts';
import { understood } from '../errors.ts';

/**
 * When a document was issued, as far as the state signed it: the signature's own time, else the date of issue in DG12.
 * @param dg12 only if its hash value was found good
 */
export function issueDate(signingTime: number | null, dg12: Uint8Array | undefined): number | null {
  if (signingTime !== null || !dg12) return signingTime;
  return understood(() => dateOfDigits(readDg12(dg12).dateOfIssue));
}
