import type { DocumentField, FieldSource, ReadField } from '../../../electron/contract/index.ts';
import { stateName } from './states.ts';
import { dateText } from './time.ts';

export const fieldLabels: Record<DocumentField, string> = {
  familyName: 'Family name',
  givenNames: 'Given names',
  birthDate: 'Date of birth',
  sex: 'Sex',
  nationality: 'Nationality',
  issuer: 'Issuer',
  documentNumber: 'Number',
  expiryDate: 'Expires',
};

export const sourceWords: Record<FieldSource, string> = {
  reader: 'reader',
  page: 'picture',
  barcode: 'barcode',
  chip: 'chip',
};

const assuranceWords: Record<ReadField['assurance'], string> = {
  'check-digit': 'check digit right',
  repaired: 'corrected while reading',
  none: 'no check digit',
};

const sexes: Record<string, string> = { M: 'male', F: 'female', X: 'not specified' };

export function fieldValue({ field, value }: ReadField): string {
  if (!value) return 'not given';
  switch (field) {
    case 'birthDate':
    case 'expiryDate':
      return dateText(value);
    case 'nationality':
    case 'issuer':
      return stateName(value);
    case 'sex':
      return Object.hasOwn(sexes, value) ? (sexes[value] as string) : value;
    default:
      return value;
  }
}

export interface Backing {
  /** Where it was read, and what stands behind it. */
  text: string;
  /** Why a person should look twice; null where nothing speaks against it. */
  doubt: string | null;
}

/** Where a value comes from and how far it can be relied on. A signed chip needs no check digit. */
export function backingOf({ from, assurance, differs }: ReadField): Backing {
  const where = from.map((source) => sourceWords[source]).join(', ');
  const settled = assurance !== 'repaired' && !(assurance === 'none' && from.includes('chip'));
  return {
    text: settled ? `${where} · ${assuranceWords[assurance]}` : where,
    doubt:
      [assurance === 'repaired' && assuranceWords.repaired, differs && 'another source says otherwise']
        .filter(Boolean)
        .join(' · ') || null,
  };
}
