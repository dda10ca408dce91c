import type { ReadingProblem, StepOf } from '../../electron/contract/index.ts';
import type { Messages } from '../i18n/index.ts';
import { chipWords } from './chip.ts';
import { firstFace, startsByTouch, wantedFace } from './documents.ts';

type Reading = StepOf<'document-reading'>;

export interface ReadingWords {
  title: string;
  /** One next action. */
  text: string;
  tone: 'calm' | 'alert';
  /** Whether the reader is at work, or waits for the person, or can do neither. */
  reader: 'busy' | 'waiting' | 'idle';
}

/** What a reader's state means to the person: what happened, and one thing to do. */
export function readingWords(step: Reading, messages: Messages): ReadingWords {
  const { reading: m } = messages;
  switch (step.phase) {
    case 'reading':
      return { title: m.reading, text: m.keepStill, tone: 'calm', reader: 'busy' };
    case 'scanning':
      return { title: m.scanning, text: m.keepStill, tone: 'calm', reader: 'busy' };
    case 'unplugged':
      return { title: m.unplugged, text: m.unpluggedText, tone: 'alert', reader: 'idle' };
    case 'no-reader':
      return { title: m.noReader, text: m.noReaderText, tone: 'alert', reader: 'idle' };
    case 'problem': {
      const problem = step.problem ?? 'device';
      const cure = step.fault ? m.faults[step.fault as keyof typeof m.faults] : undefined;
      return { title: m.problems[problem], text: cure ?? m.cures[problem], tone: 'alert', reader: 'waiting' };
    }
    case 'turn-over': {
      const title = {
        photo: m.turnPhoto,
        lines: m.turnLines,
        barcode: m.turnBarcode,
        'photo-page': m.turnPhoto,
      };
      return { title: title[wantedFace(step)], text: m.turnText, tone: 'calm', reader: 'waiting' };
    }
    case 'chip':
      return chipWords(step, messages);
    case 'waiting':
      return { ...waitingWords(step, m), tone: 'calm', reader: 'waiting' };
  }
}

function waitingWords({ reader, documentType }: Reading, m: Messages['reading']) {
  const face = firstFace(reader, documentType);
  const down = {
    'photo-page': m.photoPageDown,
    photo: m.photoDown,
    lines: m.linesDown,
    barcode: m.barcodeIs,
  };
  const and = (which: string | null, next: string) => (which ? `${which} ${next}` : next);
  const next = startsByTouch(reader, documentType) ? m.thenScan : m.waitingText;
  switch (reader) {
    case 'full-page':
    case 'scanner':
      return { title: m.waitingFullPage, text: and(down[face], next) };
    case 'swipe':
      return { title: m.waitingSwipe, text: and(face === 'lines' ? m.linesThrough : null, next) };
    case 'barcode':
      return { title: m.waitingBarcode, text: and(m.barcodeIs, next) };
    case 'chip':
      return { title: m.waitingChip, text: next };
    case 'none':
      return { title: m.noReader, text: m.noReaderText };
  }
}

export interface ScanButton {
  kind: 'primary' | 'secondary';
  /** The scanner cannot begin yet. */
  notYet: boolean;
  /** The last scan did not do: it is the one next action. */
  again: boolean;
}

/** What is wrong with the picture of a side; another scan is what mends it. */
const ofThePicture: ReadonlySet<ReadingProblem> = new Set([
  'no-page',
  'unreadable',
  'blurred',
  'glare',
  'too-small',
  'cut-off',
]);

/**
 * How the button that begins a scan stands on the screen: first where nothing happens without it, second where reading
 * begins by itself; null where it is not offered.
 */
export function scanButton(step: Reading): ScanButton | null {
  const { phase, canScan, reader, documentType, problem } = step;
  if (phase === 'chip') return null;
  const touched = startsByTouch(reader, documentType);
  if (phase === 'problem') {
    const scanned = touched || (problem !== null && ofThePicture.has(problem));
    return canScan && scanned ? { kind: 'primary', notYet: false, again: true } : null;
  }
  const alone = touched || phase === 'turn-over' || phase === 'unplugged';
  if (canScan) return { kind: alone ? 'primary' : 'secondary', notYet: false, again: false };
  const expected = alone && (phase === 'waiting' || phase === 'turn-over');
  return expected ? { kind: 'primary', notYet: true, again: false } : null;
}
