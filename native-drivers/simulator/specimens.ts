import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SimulatorError } from './errors.ts';

export interface SpecimenDocument {
  id: string;
  label: string;
  format: 'TD3' | 'TD1' | 'AAMVA';
  /** Of the machine readable zone; none on a licence. */
  lines: string[];
  /** What its symbol says, in characters of Latin-1. */
  barcode: string | null;
  /** Files of what a scanner sees of the front (of a passport, the data page) and the back. */
  page: string;
  back: string | null;
  particulars: Particulars;
}

/** What a state writes into a chip beside zone and portrait. */
export interface Particulars {
  readonly primary?: string | undefined;
  readonly secondary?: string | undefined;
  /** YYYY-MM-DD, like every date here. */
  readonly birthDate?: string | undefined;
  readonly birthPlace?: string | undefined;
  readonly issueDate?: string | undefined;
}

/** A person who does not exist, with the documents they bring and how they look before the camera. */
export interface Specimen {
  id: string;
  name: string;
  documents: SpecimenDocument[];
  /** File of the picture in their documents; null when there is none by itself. */
  portrait: string | null;
  /** Files of the frames a camera sees, in order. */
  frames: string[];
  /** Files of the key frames of what they can do when asked to, by liveness action. */
  acts: Record<string, string[]>;
}

const plainName = z.string().regex(/^[\w.-]{1,60}$/);
const index = z.object({ people: z.array(z.object({ id: plainName })).max(200) });
const day = z.iso.date();
const text = z.string().max(100);
const person = z.object({
  id: plainName,
  name: z.string().max(100),
  documents: z
    .array(
      z.object({
        id: plainName,
        label: z.string().max(100),
        format: z.enum(['TD3', 'TD1', 'AAMVA']).default('TD3'),
        mrz: z.array(z.string().max(60)).max(3).default([]),
        barcode: z.string().min(1).max(4000).nullable().default(null),
        page: plainName.default('page.jpg'),
        back: plainName.nullable().default(null),
        fields: z
          .object({ primary: text, secondary: text, birthDate: day, birthPlace: text, issueDate: day })
          .partial()
          .default({}),
      }),
    )
    .min(1),
  portrait: z.object({ file: plainName }).optional(),
  acts: z.record(z.string().max(20), z.array(plainName).max(20)).default({}),
});

/**
 * Reads the specimens of a folder: `index.json`, and for each person `<id>/person.json`, the pictures of the
 * documents' sides and the frames `webcam-*.jpg`.
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
    documents: read.documents.map(({ mrz, page, back, fields, ...rest }) => ({
      ...rest,
      particulars: fields,
      lines: mrz,
      page: join(folder, page),
      back: back && join(folder, back),
    })),
    portrait: read.portrait ? join(folder, read.portrait.file) : null,
    frames: frames.map((name) => join(folder, name)),
    acts: Object.fromEntries(
      Object.entries(read.acts).map(([act, files]) => [act, files.map((name) => join(folder, name))]),
    ),
  };
}
