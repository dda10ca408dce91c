import { type DeviceFault, deviceFault, type ReadingProblem } from '../../contract/index.ts';
import { type BarcodeResult, readBarcode } from '../documents/barcode/index.ts';
import { mayBe, typeOfMrz } from '../documents/holder/index.ts';
import { parseMrz } from '../documents/mrz/index.ts';
import type { Command, Context } from './commands.ts';
import { emptyDocument, isBlank, isExpired } from './document.ts';
import type { VisitEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { applyReading, isAttempt, type ReadingEvent } from './evolve-document.ts';
import { dataOf, isWork, problemOf, stageOf } from './stage.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type ReadingCommand = Extract<
  Command,
  {
    type:
      | 'document.lines'
      | 'document.barcode'
      | 'document.failed'
      | 'document.scan'
      | 'document.skip-side'
      | 'page.scanned'
      | 'page.not-scanned'
      | 'page.read'
      | 'portrait.cropped'
      | 'portrait.missing';
  }
>;
type Of<Type extends ReadingCommand['type']> = Extract<ReadingCommand, { type: Type }>;

/** The reading itself, while the visit stands at `document-reading`: from several sources, of one side or two. */
export function decideOnReading(visit: Visit, command: ReadingCommand, context: Context): Verdict {
  const verdict = judged(visit, command, context);
  if (context.chipReader || 'refusal' in verdict) return verdict;
  const after = verdict.events.reduce<Visit | null>(evolve, visit);
  // Nobody waits for a reader that is not there.
  return verdict.events.length > 0 && after?.step === 'document-reading' && stageOf(after).at === 'chip'
    ? events(...verdict.events, { type: 'ChipNotRead', reason: 'no-reader' })
    : verdict;
}

function judged(visit: Visit, command: ReadingCommand, context: Context): Verdict {
  const { document } = visit;
  const stage = stageOf(visit);
  switch (command.type) {
    case 'document.lines':
      return judgeLines(visit, command, context);
    case 'document.barcode':
      // All that a barcode could say is known by then.
      if (stage.at === 'chip') return events();
      return judgeBarcode(visit, command, context);
    case 'document.failed':
      return inVain(visit, context, command.problem, command.fault);
    case 'document.scan':
      if (stage.at === 'waiting' && outOfAttempts(visit)) return toPerson(context);
      if (stage.at !== 'waiting' && stage.at !== 'turn-over') return refuse('visit/not-at-this-step');
      return events({ type: 'PageRequested', at: context.now });
    case 'document.skip-side':
      if (stage.at !== 'turn-over') return refuse('visit/not-at-this-step');
      return stage.wants === 'portrait'
        ? events({ type: 'SideSkipped' })
        : rejected(visit, context, { problem: problemOf(document?.pages ?? []) });
    case 'page.scanned':
      return stage.at === 'scan'
        ? events({
            type: 'PageScanned',
            source: command.source,
            ref: command.ref,
            mediaType: command.mediaType,
            dotsPerInch: command.dotsPerInch,
          })
        : events();
    case 'page.not-scanned':
      return stage.at === 'scan' ? notScanned(visit, command.reason, context) : events();
    case 'page.read': {
      if (stage.at !== 'examine' || document?.pages.at(-1)?.ref !== command.page) return events();
      const { type: _, ...body } = command;
      return thenJudged(visit, { type: 'PageRead', ...body }, context);
    }
    case 'portrait.cropped': {
      if (stage.at !== 'portrait') return events();
      const { ref, checks, uprightRef } = command;
      return thenJudged(visit, { type: 'PortraitCropped', ref, checks, uprightRef }, context);
    }
    case 'portrait.missing':
      return stage.at === 'portrait' ? portraitMissing(visit, command.reason, context) : events();
  }
}

/** The event, and what follows when it shows that this document does not do. */
function thenJudged(visit: Visit, event: ReadingEvent, context: Context): Verdict {
  const after = applyReading(visit, event);
  const stage = stageOf(after);
  if (stage.at !== 'rejected') return events(event);
  // Nothing lay there: what was read of the document before is as good as it was.
  const kept = stage.problem === 'no-page';
  return followedBy(event, rejected(after, context, { problem: stage.problem, kept }));
}

/** The visitor said that a side lies there, and the plate was empty: that is told, and they can try again. */
function portraitMissing(visit: Visit, reason: string, context: Context): Verdict {
  const page = visit.document?.pages.at(-1);
  const event: ReadingEvent = { type: 'PortraitMissing', reason };
  const verdict = thenJudged(visit, event, context);
  const after = applyReading(visit, event);
  if (!page?.asked || !isBlank(page) || stageOf(after).at !== 'turn-over') return verdict;
  return followedBy(event, rejected(after, context, { problem: 'no-page', kept: true }));
}

/**
 * A reading of lines goes on without a page, for the lines are there; who asked for a scan is told, and loses nothing that was
 * read before.
 */
function notScanned(visit: Visit, reason: string, context: Context): Verdict {
  const { document } = visit;
  if (document?.scanning === 'by-itself' || (document?.lines && document.pages.length === 0))
    return events({ type: 'PageNotScanned', reason });
  if (reason === 'device/no-document') return rejected(visit, context, { problem: 'no-page', kept: true });
  const said = deviceFault.safeParse(reason);
  const fault =
    said.data ?? (reason === 'no-scanner' ? 'device/disconnected-before-sending' : 'device/failed');
  return rejected(visit, context, { problem: 'device', fault, kept: true });
}

function judgeLines(visit: Visit, command: Of<'document.lines'>, context: Context): Verdict {
  if (visit.document?.lines) return events();
  const mrz = parseMrz(command.lines, { today: new Date(context.now) });
  if (mrz.kind === 'not-mrz') return inVain(visit, context, 'not-an-mrz');
  if (mrz.checks.some((one) => one.outcome === 'failed') || !mrz.valid)
    return inVain(visit, context, 'check-digits');
  if (visit.choice && !mayBe(typeOfMrz(mrz), visit.choice.documentType))
    return inVain(visit, context, 'wrong-document');
  if (isExpired(mrz.fullDates.expiryDate, context.now)) return inVain(visit, context, 'expired');
  if (outOfAttempts(visit)) return toPerson(context);
  return events({ type: 'DocumentLinesRead', source: command.source, lines: command.lines, at: context.now });
}

function judgeBarcode(visit: Visit, command: Of<'document.barcode'>, context: Context): Verdict {
  const { source, text, aim } = command;
  const result = readBarcode({ text }, { today: new Date(context.now) });
  if (isNoneOfOurs(result, text, aim)) return events();
  const type = visit.choice?.documentType ?? 'passport';
  const alone = { ...emptyDocument(context.now), barcode: { source, page: null, result } };
  const data = dataOf(alone, type);
  if (data !== 'accepted') return inVain(visit, context, data === 'none' ? 'unreadable' : data);
  if (!visit.document && outOfAttempts(visit)) return toPerson(context);
  const event: ReadingEvent = { type: 'BarcodeRead', source, text, aim, at: context.now };
  const after = applyReading(visit, event);
  const waits = stageOf(after).at === 'turn-over' && after.document?.pages.length === 0;
  // Without a scanner nobody can show a side.
  return waits && !command.scanner
    ? events(event, { type: 'PageNotScanned', reason: 'no-scanner' })
    : events(event);
}

/** Two-dimensional symbols (ISO/IEC 15424): PDF417, Data Matrix, QR, Aztec. */
const MATRIX = /^\][LdQz]/;
/** No licence and no zone is as short. */
const SHORT = 30;

/** Cards carry bars of their makers beside those of the licence, and readers take what they see first. */
function isNoneOfOurs(result: BarcodeResult, text: string, aim: string | null): boolean {
  if (result.kind !== 'not-document' || result.reason !== 'unknown-content') return false;
  return aim === null ? text.length < SHORT : !MATRIX.test(aim);
}

/**
 * A try that failed. While the station works on an earlier one, or has all but the chip, it takes nothing from that, and is
 * not told: whatever lies on the chip's reader may be seen by the other readers of the same box.
 */
function inVain(
  visit: Visit,
  context: Context,
  problem: ReadingProblem,
  fault: DeviceFault | null = null,
): Verdict {
  const stage = stageOf(visit);
  return isWork(stage) || stage.at === 'chip'
    ? events()
    : rejected(visit, context, { problem, fault, kept: true });
}

/**
 * The last attempt that fails leads to a person, not to another try.
 * @param why.kept whether what was read before is still good; nothing is kept where nothing was read
 */
function rejected(
  visit: Visit,
  context: Context,
  why: { problem: ReadingProblem; fault?: DeviceFault | null; kept?: boolean },
): Verdict {
  const { problem, fault = null, kept = false } = why;
  const event = {
    type: 'DocumentReadRejected',
    problem,
    fault,
    kept: kept && visit.document !== null,
  } as const;
  const last = isAttempt(visit, event) && visit.documentAttempts + 1 >= visit.profile.attempts.document;
  return last ? followedBy(event, toPerson(context)) : events(event);
}

function toPerson({ ticket }: Context): { events: VisitEvent[] } {
  return { events: [{ type: 'Referred', reason: 'attempts', ticket }] };
}

function followedBy(event: VisitEvent, verdict: Verdict): Verdict {
  return 'events' in verdict ? events(event, ...verdict.events) : verdict;
}

function outOfAttempts({ documentAttempts, profile }: Visit): boolean {
  return documentAttempts >= profile.attempts.document;
}
