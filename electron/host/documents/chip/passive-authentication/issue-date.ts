import { dateOfDigits, readDg12 } from '../data-groups/index.ts';
import { ChipError } from '../errors.ts';

/** The day of issue in DG12, milliseconds since 1970; null when the file is absent, unreadable or without one. */
function dayOfIssue(file: Uint8Array | undefined): number | null {
  if (!file) return null;
  try {
    return dateOfDigits(readDg12(file).dateOfIssue);
  } catch (error) {
    if (error instanceof ChipError) return null;
    throw error;
  }
}

/**
 * When a document was issued, as far as the state signed it: the signature's own time, else the date of issue in DG12.
 * @param dg12 only if its hash value was found good
 */
export function issueDate(signingTime: number | null, dg12: Uint8Array | undefined): number | null {
  return signingTime ?? dayOfIssue(dg12);
}
