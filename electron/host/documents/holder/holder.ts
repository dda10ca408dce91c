import {
  type DocumentField,
  type DocumentType,
  documentField,
  type FieldSource,
} from '../../../contract/index.ts';
import { fieldsAt, type Mrz, type MrzFieldName, unprotectedFields } from '../mrz/index.ts';
import { compareField } from './compare.ts';
import { typeOfBarcode, typeOfMrz } from './document-type.ts';
import { type Person, personOfBarcode, personOfChip, personOfMrz } from './person.ts';
import { type ChipSource, type DocumentSources, mrzOfBarcode, zoneOf } from './sources.ts';

export type Assurance = 'check-digit' | 'repaired' | 'none';

/** One value of the document, from the strongest source that has it. */
export interface HolderField {
  /** Dates YYYY-MM-DD as far as known; states and sex their codes. */
  readonly value: string;
  /** The source it was taken from, then those that say the same. */
  readonly from: readonly [FieldSource, ...FieldSource[]];
  readonly assurance: Assurance;
  /** Another source of the same document says otherwise. */
  readonly differs: boolean;
  /** Nothing but the visitor's own eyes can tell whether it was read right. */
  readonly confirm: boolean;
}

/** What was established of the holder of one document. What no source says is absent. */
export interface Holder {
  readonly documentType: DocumentType | null;
  readonly fields: Readonly<Partial<Record<DocumentField, HolderField>>>;
}

interface Source {
  readonly name: FieldSource;
  readonly person: Person;
  readonly type: DocumentType | null;
  /** A state's signature stands behind every field. */
  readonly signed?: boolean;
  assuranceOf(field: DocumentField): Assurance;
}

const IN_THE_ZONE: Readonly<Record<DocumentField, MrzFieldName>> = {
  familyName: 'primary',
  givenNames: 'secondary',
  birthDate: 'birthDate',
  sex: 'sex',
  nationality: 'nationality',
  issuer: 'issuer',
  documentNumber: 'documentNumber',
  expiryDate: 'expiryDate',
};

function sourceOfMrz(
  name: FieldSource,
  mrz: Mrz,
  repairs: readonly { readonly line: number; readonly position: number }[],
): Source {
  const unprotected = new Set(unprotectedFields(mrz));
  const repaired = new Set(repairs.flatMap(({ line, position }) => fieldsAt(mrz, line, position)));
  return {
    name,
    person: personOfMrz(mrz),
    type: typeOfMrz(mrz),
    assuranceOf(field) {
      const there = IN_THE_ZONE[field];
      if (repaired.has(there)) return 'repaired';
      return unprotected.has(there) ? 'none' : 'check-digit';
    },
  };
}

function sourceOfChip(chip: ChipSource): Source {
  return { ...sourceOfMrz('chip', chip.mrz, []), person: personOfChip(chip), signed: chip.signed };
}

/** Strongest first. The page's zone says nothing beside the reader's lines when it had to be repaired. */
function sourcesOf(sources: DocumentSources): Source[] {
  const { chip, page, barcode } = sources;
  const zone = zoneOf(sources);
  const found: Source[] = chip ? [sourceOfChip(chip)] : [];
  if (zone) found.push(sourceOfMrz(zone.source, zone.mrz, zone.repairs));
  if (zone?.source === 'reader' && page?.repairs.length === 0)
    found.push(sourceOfMrz('page', page.mrz, page.repairs));
  if (!barcode) return found;
  const copy = mrzOfBarcode(barcode);
  if (copy) found.push(sourceOfMrz('barcode', copy, []));
  const person = personOfBarcode(barcode);
  if (barcode.kind === 'aamva' && barcode.valid && person)
    found.push({ name: 'barcode', person, type: typeOfBarcode(barcode), assuranceOf: () => 'none' });
  return found;
}

function textOf(person: Person, field: DocumentField): string | undefined {
  const said = person[field];
  return typeof said === 'object' ? said.text : said;
}

function fieldOf(sources: readonly Source[], field: DocumentField): HolderField | undefined {
  const at = sources.findIndex(({ person }) => textOf(person, field) !== undefined);
  const first = sources[at];
  const value = first && textOf(first.person, field);
  if (!first || value === undefined) return undefined;
  const others = sources.slice(at + 1).map(({ name, person }) => ({
    name,
    outcome: compareField(first.person, person, field).outcome,
  }));
  const assurance = first.assuranceOf(field);
  const differs = others.some(({ outcome }) => outcome === 'failed');
  return {
    value,
    from: [first.name, ...others.filter(({ outcome }) => outcome === 'passed').map(({ name }) => name)],
    assurance,
    differs,
    confirm: differs || (!first.signed && (assurance !== 'check-digit' || first.name === 'barcode')),
  };
}

/**
 * What the sources say together: of every field the value of the strongest source that has it (the chip, reader's lines,
 * the page's zone, the barcode), who agrees, and whether the visitor has to look. Pure.
 * @param chosen the kind the visitor said it is, which counts where a document says that it is several (an enhanced licence)
 */
export function holderOf(sources: DocumentSources, chosen: DocumentType | null = null): Holder {
  const found = sourcesOf(sources);
  const types = found.map(({ type }) => type);
  const fields: Partial<Record<DocumentField, HolderField>> = {};
  for (const field of documentField.options) {
    const known = fieldOf(found, field);
    if (known) fields[field] = known;
  }
  return {
    documentType: types.includes(chosen) ? chosen : (types.find((type) => type !== null) ?? null),
    fields,
  };
}
