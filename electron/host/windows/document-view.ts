import {
  type Device,
  type DocumentSummary,
  type DocumentType,
  documentField,
  type ReadField,
  type StepOf,
} from '../../contract/index.ts';
import type { Holder } from '../documents/holder/index.ts';
import { type Live, pageRefsOf, portraitRefOf, readerKind, readerPhase } from '../kiosk/index.ts';
import { holderOfVisit, isWork, stageOf, type Visit } from '../visit/index.ts';

export function typeChosen({ choice }: Visit): DocumentType {
  return choice?.documentType ?? 'passport';
}

const layOn = { state: 'lay-on', percent: null, canTypeCan: false } as const;

/** The screen while the document is read. */
export function readingStep(
  visit: Visit,
  { devices, live }: { devices: readonly Device[]; live: Live },
): StepOf<'document-reading'> {
  const type = typeChosen(visit);
  const readers = readerPhase(devices, live, type);
  const stage = stageOf(visit);
  const { readingProblem } = visit;
  const waits = readers.phase === 'waiting' && stage.at !== 'turn-over' && readingProblem ? 'problem' : null;
  // A side that is waited for can be shown whatever became of the reader of lines.
  const turnOver = stage.at === 'turn-over' && readers.phase !== 'reading' ? 'turn-over' : null;
  const scanner = devices.some(({ kind, state }) => kind === 'page-scanner' && state === 'ready');
  const chip = stage.at === 'chip' ? (live.chip ?? layOn) : null;
  return {
    name: 'document-reading',
    documentType: type,
    reader: readerKind(devices, type),
    phase: isWork(stage) ? 'scanning' : chip ? 'chip' : (turnOver ?? waits ?? readers.phase),
    chip,
    wants: stage.at === 'turn-over' ? stage.wants : null,
    canScan: scanner && !live.reading && !isWork(stage) && !chip,
    problem: chip ? null : (readingProblem?.problem ?? null),
    fault: chip ? null : (readingProblem?.fault ?? readers.fault),
    // Lines count as a try when they come; the rest of their document is no other one.
    attempt: visit.documentAttempts + (visit.document?.lines ? 0 : 1),
    attempts: visit.profile.attempts.document,
    wayOn:
      visit.documentAttempts >= 2 ||
      readingProblem?.problem === 'device' ||
      readers.phase === 'unplugged' ||
      readers.phase === 'no-reader',
  };
}

/** The screen on which the visitor looks over what was read. */
export function reviewStep(visit: Visit): StepOf<'document-review'> {
  const holder = holderOfVisit(visit);
  return {
    name: 'document-review',
    documentType: holder?.documentType ?? null,
    fields: holder ? fieldsOf(holder) : [],
    pageRefs: pageRefsOf(visit.document),
    portraitRef: portraitRefOf(visit.document),
  };
}

/** One row for every field the document has, in the order they are shown. */
export function fieldsOf({ fields }: Holder): ReadField[] {
  return documentField.options.flatMap((field) => {
    const known = fields[field];
    if (!known) return [];
    const value = field === 'documentNumber' ? masked(known.value) : known.value;
    const { assurance, differs, confirm } = known;
    return [{ field, value, from: [...known.from], assurance, differs, confirm }];
  });
}

/** What is shown of a document in one glance: enough to recognise one's own. */
export function summaryOf({ documentType, fields }: Holder): DocumentSummary {
  return {
    givenNames: fields.givenNames?.value ?? '',
    familyName: fields.familyName?.value ?? '',
    birthDate: fields.birthDate?.value ?? null,
    expiryDate: fields.expiryDate?.value ?? null,
    issuer: fields.issuer?.value ?? '',
    nationality: fields.nationality?.value ?? '',
    documentNumberMasked: masked(fields.documentNumber?.value ?? ''),
    documentType,
  };
}

/** A number but for its last three characters. */
function masked(number: string): string {
  return '•'.repeat(Math.max(0, number.length - 3)) + number.slice(-3);
}
