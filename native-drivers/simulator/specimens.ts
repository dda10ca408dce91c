import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SimulatorError } from './errors.ts';

/** A person who does not exist, with the document they bring and how they look before the camera. */
export interface Specimen {
  id: string;
  name: string;
  documents: { id: string; label: string; lines: string[]; page: string }[];
  /** Files of the frames a camera sees, in order. */
  frames: string[];
}

const plainName = z.string().regex(/^[\w.-]{1,60}$/);
const index = z.object({ people: z.array(z.object({ id: plainName })).max(200) });
const person = z.object({
  id: plainName,
  name: z.string().max(100),
  documents: z
    .array(
      z.object({
        id: plainName,
        label: z.string().max(100),
        mrz: z.array(z.string().max(60)).min(1).max(3),
        page: plainName.default('page.jpg'),
      }),
    )
    .min(1),
});

/**
 * Reads the specimens of a folder: `index.json`, and for each person `<id>/person.json`, the page's picture and the
 * frames `webcam-*.jpg`.
 *
 * @throws SimulatorError `simulator/no-specimens`
 */
export async function loadSpecimens(folder: string): Promise<Specimen[]> {
  try {
    const { people } = index.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')));
    return await Promise.all(people.map(({ id }) => loadPerson(join(folder, id))));
  } catch (cause) {
    throw new SimulatorError('simulator/no-specimens', 'the specimens cannot be read', { cause });
  }
}

async function loadPerson(folder: string): Promise<Specimen> {
  const read = person.parse(JSON.parse(await readFile(join(folder, 'person.json'), 'utf8')));
  const frames = (await readdir(folder)).filter((name) => /^webcam-\d+\.jpg$/.test(name)).sort();
  return {
    id: read.id,
    name: read.name,
    documents: read.documents.map(({ id, label, mrz, page }) => ({
      id,
      label,
      lines: mrz,
      page: join(folder, page),
    })),
    frames: frames.map((name) => join(folder, name)),
  };
}
