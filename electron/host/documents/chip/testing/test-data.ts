import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Dumps of test chips and states' master lists, which are not part of this checkout: tests that want them skip
 * without.
 */
const folder =
  process.env.PROOFDESK_TESTDATA ?? join(import.meta.dirname, '../../../../../../shared/testdata');

export function hasTestData(...files: readonly string[]): boolean {
  const there = files.every((file) => existsSync(join(folder, file)));
  if (!there) console.log(`skipped: no test data ${files.join(', ')}`);
  return there;
}

export function testData(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, file)));
}
