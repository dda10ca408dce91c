import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMrz } from '../../electron/host/documents/mrz/index.ts';
import { root } from '../kiosk/process.ts';
import type { Specimen } from '../visit/walker.ts';

const folder = () => join(process.env.PROOFDESK_RESOURCES ?? join(root, 'resources'), 'specimens');

/** The people of the simulated station, the first of whom is the usual visitor. */
export function specimenIds(): string[] {
  const index = JSON.parse(readFileSync(join(folder(), 'index.json'), 'utf8')) as {
    people: { id: string }[];
  };
  return index.people.map(({ id }) => id);
}

/**
 * A specimen with the names of their document, as they would type them.
 * @param document identifier of one of their documents; the first when not given
 */
export function specimen(id = specimenIds()[0]!, document?: string): Specimen {
  const person = JSON.parse(readFileSync(join(folder(), id, 'person.json'), 'utf8')) as {
    documents: { id: string; mrz: string[] }[];
  };
  const chosen = document ? person.documents.find((one) => one.id === document) : person.documents[0];
  const mrz = parseMrz(chosen?.mrz ?? []);
  if (!chosen || mrz.kind !== 'mrz') throw new Error(`specimen ${id} has no document ${document ?? ''}`);
  const proper = (text: string) =>
    text.toLowerCase().replace(/(^|[ -])\p{L}/gu, (start) => start.toUpperCase());
  return {
    id,
    document: chosen.id,
    givenNames: proper(mrz.fields.secondary ?? ''),
    familyName: proper(mrz.fields.primary),
    issuer: mrz.fields.issuer,
  };
}
