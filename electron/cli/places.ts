import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the program, from wherever this file was built to. */
export function programRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (
      existsSync(file) &&
      (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'proofdesk'
    )
      return folder;
    if (dirname(folder) === folder) return from;
  }
}

/** The driver program: the built one where there is one, else its source. */
export function driversEntry(root = programRoot()): string {
  const built = join(root, 'out/main/drivers.js');
  return existsSync(built) ? built : join(root, 'native-drivers/main.ts');
}
