import type { StepOf } from '../../electron/contract/index.ts';
import type { Messages } from '../i18n/index.ts';
import { shapeOf } from './documents.ts';
import type { ReadingWords } from './reading.ts';

type Reading = StepOf<'document-reading'>;

/** What the chip is doing means to the person: what happened, and one thing to do. */
export function chipWords(
  { chip, documentType }: Pick<Reading, 'chip' | 'documentType'>,
  { chip: m, guidance, reading }: Pick<Messages, 'chip' | 'guidance' | 'reading'>,
): ReadingWords {
  const busy = (title: string): ReadingWords => ({
    title,
    text: reading.keepStill,
    tone: 'calm',
    reader: 'busy',
  });
  const failed = (title: string, text: string): ReadingWords => ({
    title,
    text,
    tone: 'alert',
    reader: 'waiting',
  });
  switch (chip?.state) {
    case 'opening':
      return busy(m.opening);
    case 'reading':
      return busy(m.reading);
    case 'proving':
      return busy(m.proving);
    case 'moved':
      return { title: m.moved, text: m.movedText, tone: 'calm', reader: 'waiting' };
    case 'wrong-key':
      return failed(m.wrongKey, chip.canTypeCan ? m.wrongKeyCan : m.wrongKeyText);
    case 'no-answer':
      return failed(m.noAnswer, m.noAnswerText);
    default: {
      const where = shapeOf(documentType) === 'booklet' ? guidance.chip : guidance.chipCard;
      return { title: m.layOn, text: `${where} ${m.noSymbol}`, tone: 'calm', reader: 'waiting' };
    }
  }
}

/** How long a card access number is (ICAO Doc 9303-11 §9.7), in digits. */
export const canLength = 6;

/** Whether this is a card access number as the host takes it. */
export function isCan(text: string): boolean {
  return /^[0-9]{6}$/.test(text);
}
