import type { DocumentField } from '../../contract/index.ts';
import type { Command, Context } from './commands.ts';
import { holderOfVisit } from './document.ts';
import { checkRead } from './document-checks.ts';
import { givenUp } from './evolve-document.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type DocumentCommand = Extract<
  Command,
  { type: 'document.choose' | 'document.read-again' | 'document.submit' }
>;

/** Steps 6 and 8: the choice, and the review with its submission. What lies between is `decideOnReading`. */
export function decideOnDocument(visit: Visit, command: DocumentCommand, context: Context): Verdict {
  switch (command.type) {
    case 'document.choose':
      if (visit.step !== 'document-choice') return refuse('visit/not-at-this-step');
      if (!visit.profile.documentTypes.includes(command.documentType)) return refuse('visit/unreadable-type');
      return events({ type: 'DocumentChosen', country: command.country, documentType: command.documentType });
    case 'document.read-again': {
      if (visit.step !== 'document-review' && visit.step !== 'document-reading')
        return refuse('visit/not-at-this-step');
      return givenUp(visit).documentAttempts >= visit.profile.attempts.document
        ? events({ type: 'Referred', reason: 'attempts', ticket: context.ticket })
        : events({ type: 'DocumentSetAside' });
    }
    case 'document.submit':
      return submit(visit, command.confirmed, context);
  }
}

/** What nothing but the visitor's eyes can confirm is submitted only when they did. */
function submit(visit: Visit, confirmed: readonly DocumentField[], context: Context): Verdict {
  if (visit.step !== 'document-review' || !visit.document) return refuse('visit/not-at-this-step');
  const asked = toConfirm(visit);
  if (!asked.every((field) => confirmed.includes(field))) return refuse('visit/not-confirmed');
  const submitted = { type: 'DocumentSubmitted', checks: checkRead(visit), confirmed: asked } as const;
  // Biometrics are never the only way (EN 301 549 §5.3): who declined them goes to a person with the document read.
  return visit.consents?.biometric
    ? events(submitted)
    : events(submitted, { type: 'Referred', reason: 'no-biometrics', ticket: context.ticket });
}

/** The fields that the review asks the visitor to compare with the document. */
export function toConfirm(visit: Visit): DocumentField[] {
  const fields = Object.entries(holderOfVisit(visit)?.fields ?? {});
  return fields.flatMap(([field, known]) => (known.confirm ? [field as DocumentField] : []));
}
