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

interface Recorded {
  id: string;
  format: 'TD3' | 'TD1' | 'AAMVA';
  mrz?: string[];
  fields: { issuer: string; primary: string; secondary: string };
}

const types = { TD3: 'passport', TD1: 'identity-card', AAMVA: 'driving-licence' } as const;

/**
 * A specimen with the names of their document, as they would type them.
 * @param document identifier of one of their documents; the first when not given
 */
export function specimen(id = specimenIds()[0]!, document?: string): Specimen {
  const person = JSON.parse(readFileSync(join(folder(), id, 'person.json'), 'utf8')) as {
    documents: Recorded[];
  };
  const chosen = document ? person.documents.find((one) => one.id === document) : person.documents[0];
  if (!chosen) throw new Error(`specimen ${id} has no document ${document ?? ''}`);
  const documentType = types[chosen.format];
  const { issuer, primary, secondary } = chosen.fields;
  const named = { id, document: chosen.id, documentType, printedFamilyName: primary, issuer };
  if (!chosen.mrz) return { ...named, givenNames: secondary, familyName: primary };
  const mrz = parseMrz(chosen.mrz);
  if (mrz.kind !== 'mrz') throw new Error(`the zone of specimen ${id} is none`);
  const proper = (text: string) =>
    text.toLowerCase().replace(/(^|[ -])\p{L}/gu, (start) => start.toUpperCase());
  return {
    ...named,
    givenNames: proper(mrz.fields.secondary ?? ''),
    familyName: proper(mrz.fields.primary),
  };
}
