import type { StepOf } from '../../electron/contract/index.ts';
import type { Messages } from '../i18n/index.ts';

export interface ReadingWords {
  title: string;
  /** One next action. */
  text: string;
  tone: 'calm' | 'alert';
  /** Whether the reader is at work, or waits for the person, or can do neither. */
  reader: 'busy' | 'waiting' | 'idle';
}

/** What a reader's state means to the person: what happened, and one thing to do. */
export function readingWords(step: StepOf<'document-reading'>, { reading: m }: Messages): ReadingWords {
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
    case 'waiting': {
      const title = {
        'full-page': m.waitingFullPage,
        swipe: m.waitingSwipe,
        chip: m.waitingChip,
        none: m.noReader,
      };
      return { title: title[step.reader], text: m.waitingText, tone: 'calm', reader: 'waiting' };
    }
  }
}
