import { CodedError } from '../../../contract/index.ts';

/** The list of pairs cannot be used as it is. */
export class PairsError extends CodedError<'face-pairs/malformed' | 'face-pairs/empty'> {}

export interface Pair {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
}

/**
 * Reads a list of pairs: `pathA pathB 0|1` on each line, 1 for the same person; parted by tabs where there are tabs, else by
 * spaces. Empty lines and lines that begin with `#` are skipped.
 *
 * @throws PairsError naming the line
 */
export function parsePairs(text: string): Pair[] {
  const pairs = text.split(/\r?\n/).flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const fields = trimmed.split(trimmed.includes('\t') ? /\t+/ : / +/);
    const [a, b, label] = fields;
    if (fields.length !== 3 || !a || !b || (label !== '0' && label !== '1')) {
      throw new PairsError('face-pairs/malformed', `line ${index + 1} is not "pathA pathB 0|1"`);
    }
    return { a, b, same: label === '1' };
  });
  if (pairs.length === 0) throw new PairsError('face-pairs/empty', 'there are no pairs in the list');
  return pairs;
}

/**
 * Who is in each picture, as far as the list says so: its folder, where every pair's label agrees with that. Null where it does
 * not; then only pairs that are listed as different are known to be.
 */
export function peopleByFolder(pairs: readonly Pair[]): ((path: string) => string) | null {
  const folder = (path: string) => path.split(/[\\/]/).slice(0, -1).join('/');
  return pairs.every(({ a, b, same }) => (folder(a) === folder(b)) === same) ? folder : null;
}
