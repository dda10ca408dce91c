import type {
  DocumentField,
  DocumentType,
  ReaderKind,
  ReadField,
  Step,
  StepOf,
} from '../../../electron/contract/index.ts';
import { readingProblem } from '../../../electron/contract/index.ts';
import { at, type Case } from './case.ts';

const choice: Step = {
  name: 'document-choice',
  documentTypes: ['identity-card', 'passport', 'residence-permit', 'driving-licence'],
  suggestedCountries: ['UTO', 'D', 'FRA', 'ESP', 'PRT', 'POL', 'TUR', 'GBR', 'USA'],
};

const guided: readonly [ReaderKind, DocumentType][] = [
  ['full-page', 'passport'],
  ['full-page', 'identity-card'],
  ['swipe', 'passport'],
  ['swipe', 'residence-permit'],
  ['scanner', 'passport'],
  ['scanner', 'identity-card'],
  ['scanner', 'driving-licence'],
  ['barcode', 'driving-licence'],
  ['chip', 'passport'],
  ['chip', 'residence-permit'],
  ['none', 'passport'],
  ['none', 'driving-licence'],
];

const reading = (part: Partial<StepOf<'document-reading'>>): Step => ({
  name: 'document-reading',
  documentType: 'passport',
  reader: 'full-page',
  phase: 'waiting',
  wants: null,
  chip: null,
  canScan: false,
  problem: null,
  fault: null,
  attempt: 1,
  attempts: 5,
  wayOn: false,
  ...part,
});

const readingStates: Record<string, Partial<StepOf<'document-reading'>>> = {
  waiting: { canScan: true },
  card: { documentType: 'identity-card', canScan: true },
  swipe: { reader: 'swipe' },
  'swipe-card': { reader: 'swipe', documentType: 'residence-permit' },
  scanner: { reader: 'scanner', documentType: 'driving-licence', canScan: true },
  'scanner-passport': { reader: 'scanner', canScan: true },
  'scanner-not-yet': { reader: 'scanner', documentType: 'identity-card' },
  barcode: { reader: 'barcode', documentType: 'driving-licence' },
  chip: { reader: 'chip' },
  reading: { phase: 'reading' },
  'reading-barcode': { phase: 'reading', reader: 'barcode', documentType: 'driving-licence' },
  scanning: { phase: 'scanning' },
  'scanning-card': { phase: 'scanning', reader: 'scanner', documentType: 'identity-card' },
  'turn-portrait': { phase: 'turn-over', wants: 'portrait', documentType: 'identity-card', canScan: true },
  'turn-lines': {
    phase: 'turn-over',
    wants: 'data',
    reader: 'scanner',
    documentType: 'residence-permit',
    canScan: true,
  },
  'turn-barcode': {
    phase: 'turn-over',
    wants: 'data',
    reader: 'scanner',
    documentType: 'driving-licence',
    canScan: true,
    attempt: 3,
    wayOn: true,
  },
  'turn-not-yet': { phase: 'turn-over', wants: 'data', reader: 'scanner', documentType: 'identity-card' },
  unplugged: { phase: 'unplugged', wayOn: true },
  'unplugged-scanner-left': { phase: 'unplugged', wayOn: true, canScan: true },
  'no-reader': { phase: 'no-reader', reader: 'none', wayOn: true },
  'no-reader-card': { phase: 'no-reader', reader: 'none', documentType: 'identity-card', wayOn: true },
  'problem-scanner': {
    phase: 'problem',
    problem: 'cut-off',
    reader: 'scanner',
    documentType: 'identity-card',
    canScan: true,
    attempt: 2,
  },
};

const chipState = (
  state: NonNullable<StepOf<'document-reading'>['chip']>['state'],
  part: Partial<StepOf<'document-reading'>> & { percent?: number; canTypeCan?: boolean } = {},
): Partial<StepOf<'document-reading'>> => {
  const { percent = null, canTypeCan = false, ...rest } = part;
  return { phase: 'chip', chip: { state, percent, canTypeCan }, ...rest };
};

const chipStates: Record<string, Partial<StepOf<'document-reading'>>> = {
  'lay-on': chipState('lay-on'),
  'lay-on-card': chipState('lay-on', { documentType: 'identity-card' }),
  opening: chipState('opening'),
  reading: chipState('reading', { percent: 42 }),
  'reading-card': chipState('reading', { percent: 7, documentType: 'residence-permit' }),
  'reading-unknown': chipState('reading'),
  proving: chipState('proving', { percent: 100 }),
  moved: chipState('moved', { percent: 42 }),
  'wrong-key': chipState('wrong-key'),
  'wrong-key-can': chipState('wrong-key', { canTypeCan: true, documentType: 'identity-card' }),
  'no-answer': chipState('no-answer', { wayOn: true, attempt: 3 }),
};

const values: Record<DocumentField, string> = {
  familyName: 'ERIKSSON',
  givenNames: 'ANNA MARIA',
  birthDate: '1984-08-12',
  sex: 'F',
  nationality: 'UTO',
  issuer: 'UTO',
  documentNumber: '••••••902',
  expiryDate: '2032-04-15',
};
const guarded: readonly DocumentField[] = ['birthDate', 'documentNumber', 'expiryDate'];

/** Every field as the zone gives it: what no check digit covers is asked for. */
const fields = (changes: Partial<Record<DocumentField, Partial<ReadField>>> = {}): ReadField[] =>
  (Object.keys(values) as DocumentField[]).map((field) => ({
    field,
    value: values[field],
    from: ['reader', 'page'],
    assurance: guarded.includes(field) ? 'check-digit' : 'none',
    differs: false,
    confirm: !guarded.includes(field),
    ...changes[field],
  }));

const review = (part: Partial<StepOf<'document-review'>>): Step => ({
  name: 'document-review',
  documentType: 'passport',
  fields: fields(),
  pageRefs: ['page'],
  portraitRef: 'portrait',
  ...part,
});

const reviews: Record<string, Pick<Case, 'step' | 'touch'>> = {
  review: { step: review({}) },
  'review-confirmed': { step: review({}), touch: ['.review-compare .choice'] },
  'review-asked-back': { step: review({}), touch: ['.button-hold'] },
  'review-card': {
    step: review({
      documentType: 'identity-card',
      pageRefs: ['card-front', 'card-lines'],
      fields: fields({
        familyName: { value: 'DE ALBUQUERQUE E VASCONCELOS' },
        givenNames: { value: 'MAXIMILIANE ALEXANDRA THEODORA', differs: true, from: ['page'] },
        nationality: { value: 'D' },
        issuer: { value: 'D' },
        documentNumber: { assurance: 'repaired', confirm: true, from: ['page'] },
      }),
    }),
  },
  'review-licence': {
    step: review({
      documentType: 'driving-licence',
      pageRefs: ['card-front', 'card-barcode'],
      fields: fields()
        .filter(({ field }) => field !== 'nationality')
        .map((field) => ({
          ...field,
          ...(field.field === 'issuer' ? { value: 'USA' } : {}),
          from: ['barcode'],
          assurance: 'none',
          confirm: true,
        })),
    }),
  },
  'review-chip': {
    step: review({
      fields: fields().map((field) => ({ ...field, from: ['chip', 'reader'], confirm: false })),
    }),
  },
  'review-bare': {
    step: review({
      documentType: null,
      pageRefs: [],
      portraitRef: null,
      fields: fields({ familyName: { value: '' }, birthDate: { value: '1984' } }).map((field) => ({
        ...field,
        from: ['reader'],
      })),
    }),
  },
  'review-wrong': { step: review({}), touch: ['.screen-actions .button-secondary'] },
};

/** Every screen on which a document is chosen, shown, read and looked over. */
export const documentCases: readonly Case[] = [
  { id: 'document-choice', step: choice, snapshot: at(4) },
  { id: 'document-choice-type', step: choice, snapshot: at(4), touch: ['.countries-list button'] },
  ...guided.map(
    ([reader, documentType]): Case => ({
      id: `document-guidance-${reader}-${documentType}`,
      step: { name: 'document-guidance', documentType, reader },
      snapshot: at(4),
    }),
  ),
  ...Object.entries(readingStates).map(
    ([id, part]): Case => ({ id: `document-reading-${id}`, step: reading(part), snapshot: at(4) }),
  ),
  ...Object.entries(chipStates).map(
    ([id, part]): Case => ({ id: `document-chip-${id}`, step: reading(part), snapshot: at(4) }),
  ),
  {
    id: 'document-chip-can',
    step: reading(chipStates['wrong-key-can'] ?? {}),
    snapshot: at(4),
    touch: ['.chip-can'],
  },
  ...readingProblem.options.map(
    (problem): Case => ({
      id: `document-reading-${problem}`,
      step: reading({
        phase: 'problem',
        problem,
        attempt: 3,
        wayOn: true,
        canScan: problem !== 'device',
        fault: problem === 'device' ? 'device/cover-open' : null,
      }),
      snapshot: at(4),
    }),
  ),
  ...Object.entries(reviews).map(
    ([id, part]): Case => ({
      id: `document-${id}`,
      snapshot: { progress: { index: 4, total: 6 } },
      ...part,
    }),
  ),
];
