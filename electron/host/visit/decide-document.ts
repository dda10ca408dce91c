import { parseMrz } from '../documents/mrz/index.ts';
import type { Command, Context } from './commands.ts';
import { checkRead, isExpired, typeOfMrz } from './document-checks.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type DocumentCommand = Extract<
  Command,
  {
    type:
      | 'document.choose'
      | 'document.lines'
      | 'document.failed'
      | 'document.read-again'
      | 'document.submit'
      | 'page.scanned'
      | 'page.not-scanned'
      | 'portrait.cropped'
      | 'portrait.missing';
  }
>;

/** Steps 6 to 8: choice, reading, review, submission. */
export function decideOnDocument(visit: Visit, command: DocumentCommand, context: Context): Verdict {
  const reading = visit.step === 'document-reading';
  const pending = reading ? visit.document : null;
  switch (command.type) {
    case 'document.choose':
      if (visit.step !== 'document-choice') return refuse('visit/not-at-this-step');
      if (!visit.profile.documentTypes.includes(command.documentType)) return refuse('visit/unreadable-type');
      return events({ type: 'DocumentChosen', country: command.country, documentType: command.documentType });
    case 'document.lines':
      return reading && !pending ? judgeLines(visit, command, context) : events();
    case 'document.failed':
      // A reading that fails while an earlier one is being worked on takes nothing from it.
      if (!reading || pending) return events();
      return rejected(visit, context, { problem: command.problem, fault: command.fault });
    case 'document.read-again':
      if (visit.step !== 'document-review' && !reading) return refuse('visit/not-at-this-step');
      return outOfAttempts(visit, visit.documentAttempts)
        ? events({ type: 'Referred', reason: 'attempts', ticket: context.ticket })
        : events({ type: 'DocumentSetAside' });
    case 'page.scanned':
      if (!pending || pending.page) return events();
      return events({
        type: 'PageScanned',
        source: command.source,
        ref: command.ref,
        mediaType: command.mediaType,
        dotsPerInch: command.dotsPerInch,
      });
    case 'page.not-scanned':
      return pending && !pending.page ? events({ type: 'PageNotScanned', reason: command.reason }) : events();
    case 'portrait.cropped':
      return pending?.page && !pending.portrait
        ? events({ type: 'PortraitCropped', ref: command.ref, checks: command.checks })
        : events();
    case 'portrait.missing':
      return pending?.page && !pending.portrait
        ? events({ type: 'PortraitMissing', reason: command.reason })
        : events();
    case 'document.submit':
      return submit(visit, context);
  }
}

function judgeLines(visit: Visit, command: { source: string; lines: string[] }, context: Context): Verdict {
  const mrz = parseMrz(command.lines, { today: new Date(context.now) });
  if (mrz.kind === 'not-mrz') return rejected(visit, context, { problem: 'not-an-mrz', fault: null });
  if (mrz.checks.some((one) => one.outcome === 'failed') || !mrz.valid) {
    return rejected(visit, context, { problem: 'check-digits', fault: null });
  }
  if (visit.choice && typeOfMrz(mrz) !== visit.choice.documentType) {
    return rejected(visit, context, { problem: 'wrong-document', fault: null });
  }
  if (isExpired(mrz, context.now)) return rejected(visit, context, { problem: 'expired', fault: null });
  return events({ type: 'DocumentLinesRead', source: command.source, lines: command.lines, at: context.now });
}

/** The last attempt that fails leads to a person, not to another try. */
function rejected(
  visit: Visit,
  context: Context,
  why: {
    problem:
      | 'not-an-mrz'
      | 'check-digits'
      | 'wrong-document'
      | 'expired'
      | 'interrupted'
      | 'device'
      | 'no-portrait';
    fault: Extract<Command, { type: 'document.failed' }>['fault'];
  },
): Verdict {
  const event = { type: 'DocumentReadRejected', problem: why.problem, fault: why.fault } as const;
  return !why.fault && outOfAttempts(visit, visit.documentAttempts + 1)
    ? events(event, { type: 'Referred', reason: 'attempts', ticket: context.ticket })
    : events(event);
}

function outOfAttempts(visit: Visit, made: number): boolean {
  return made >= visit.profile.attempts.document;
}

function submit(visit: Visit, context: Context): Verdict {
  const { document } = visit;
  if (visit.step !== 'document-review' || !document) return refuse('visit/not-at-this-step');
  const checks = checkRead(visit);
  const submitted = { type: 'DocumentSubmitted', checks } as const;
  // Biometrics are never the only way (EN 301 549 §5.3): who declined them goes to a person with the document read.
  return visit.consents?.biometric
    ? events(submitted)
    : events(submitted, { type: 'Referred', reason: 'no-biometrics', ticket: context.ticket });
}
