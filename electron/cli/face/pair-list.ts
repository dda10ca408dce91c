import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CodedError } from '../../contract/index.ts';
import { type Pair, parsePairs, peopleByFolder } from '../../host/faces/accuracy/index.ts';

export interface PairList {
  /** With paths as they can be opened. */
  readonly pairs: readonly Pair[];
  readonly images: readonly string[];
  readonly sha256: string;
  /** Who is in a picture; null where only listed pairs are known to be different people. */
  readonly personIn: ((path: string) => string) | null;
}

/**
 * Reads a list of pairs; its paths are taken from the folder it lies in.
 *
 * @throws CodedError `input/file`; PairsError
 */
export async function readPairList(file: string): Promise<PairList> {
  const bytes = await readFile(file).catch((cause) => {
    throw new CodedError('input/file', `${file} cannot be opened`, { cause });
  });
  const listed = parsePairs(bytes.toString('utf8'));
  const pairs = listed.map(({ a, b, same }) => ({
    a: resolve(dirname(file), a),
    b: resolve(dirname(file), b),
    same,
  }));
  return {
    pairs,
    images: [...new Set(pairs.flatMap(({ a, b }) => [a, b]))],
    sha256: createHash('sha256').update(bytes).digest('hex'),
    personIn: peopleByFolder(pairs),
  };
}
