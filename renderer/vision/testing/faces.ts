import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const specimens = join(root, 'resources/specimens');
const testdata = process.env.PROOFDESK_TESTDATA ?? join(root, '../shared/testdata');

function existing(...candidates: string[]): Buffer | undefined {
  const found = candidates.find((path) => existsSync(path));
  return found ? readFileSync(found) : undefined;
}

function specimenNamed(name: string): string {
  const files = existsSync(specimens) ? readdirSync(specimens, { recursive: true, encoding: 'utf8' }) : [];
  return join(specimens, files.find((file) => file.endsWith(name)) ?? name);
}

/** NASA's portrait of Eileen Collins (public domain): a specimen of ours, or from Debian's python3-skimage. */
export const astronaut = existing(
  specimenNamed('astronaut.png'),
  '/usr/lib/python3/dist-packages/skimage/data/astronaut.png',
);

/** Photographs of specimen passports. */
export const specimenPassports = ['79_pass-can.jpg', '100_pass-fin.png', '98_pass-nld.jpg'].flatMap(
  (name) => {
    const data = existing(join(testdata, 'mrz-images', name));
    return data ? [{ name, data }] : [];
  },
);
