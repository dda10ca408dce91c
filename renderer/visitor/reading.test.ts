import { describe, expect, test } from 'vitest';
import {
  deviceFault,
  documentType,
  readerKind,
  readingProblem,
  type StepOf,
} from '../../electron/contract/index.ts';
import { dictionaries } from '../i18n/index.ts';
import { readingWords, scanButton } from './reading.ts';

const m = dictionaries.en;
const reading = (part: Partial<StepOf<'document-reading'>>): StepOf<'document-reading'> => ({
  name: 'document-reading',
  documentType: 'passport',
  reader: 'swipe',
  phase: 'problem',
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

describe('what the reading screen says', () => {
  test('every problem and every fault says what happened and one next action', () => {
    for (const problem of readingProblem.options) {
      const { title, text, tone } = readingWords(reading({ problem }), m);
      expect(tone).toBe('alert');
      expect(title).toBe(m.reading.problems[problem]);
      expect(text).toBe(m.reading.cures[problem]);
    }
    for (const fault of deviceFault.options) {
      expect(readingWords(reading({ problem: 'device', fault }), m).text.length).toBeGreaterThan(10);
    }
    expect(readingWords(reading({ problem: 'device', fault: 'device/cover-open' }), m).text).toContain(
      'cover',
    );
  });

  test.each(Object.entries(dictionaries))(
    '%s: no two problems are said with the same words',
    (_code, words) => {
      const { problems, cures } = words.reading;
      expect(new Set(Object.values(problems)).size).toBe(readingProblem.options.length);
      expect(Object.keys(cures).sort()).toEqual([...readingProblem.options].sort());
    },
  );

  test('what one is asked to do depends on the reader', () => {
    const asked = readerKind.options.map(
      (reader) => readingWords(reading({ phase: 'waiting', reader }), m).title,
    );
    // A scanner and a full-page reader are the same glass.
    expect(new Set(asked).size).toBe(readerKind.options.length - 1);
  });

  test('and on the document: which side comes first, and whether it begins by itself', () => {
    const text = (part: Partial<StepOf<'document-reading'>>) =>
      readingWords(reading({ phase: 'waiting', ...part }), m).text;
    expect(text({ reader: 'full-page' })).toContain('photo page');
    expect(text({ reader: 'full-page', documentType: 'identity-card' })).toContain('lines');
    expect(text({ reader: 'scanner', documentType: 'identity-card' })).toContain('photo');
    expect(text({ reader: 'barcode', documentType: 'driving-licence' })).toContain('back');
    for (const documentTyped of documentType.options) {
      expect(text({ reader: 'scanner', documentType: documentTyped })).toContain(m.reading.scanNow);
      expect(text({ reader: 'swipe', documentType: documentTyped })).toContain(m.reading.waitingText);
    }
  });

  test('the side that is wanted is named by what is on it', () => {
    const title = (part: Partial<StepOf<'document-reading'>>) =>
      readingWords(reading({ phase: 'turn-over', reader: 'scanner', ...part }), m).title;
    expect(title({ wants: 'portrait', documentType: 'identity-card' })).toBe(m.reading.turnPhoto);
    expect(title({ wants: 'data', documentType: 'residence-permit' })).toBe(m.reading.turnLines);
    expect(title({ wants: 'data', documentType: 'driving-licence' })).toBe(m.reading.turnBarcode);
  });

  test.each(Object.entries(dictionaries))(
    '%s: the button is called what the sentences call it',
    (_code, words) => {
      for (const text of [
        words.reading.thenScan,
        words.reading.turnText,
        words.guidance.scanner,
        words.guidance.scannerCard,
      ])
        expect(text).toContain(words.reading.scanNow);
    },
  );
});

describe('the button that begins a scan', () => {
  const ready = { canScan: true } as const;
  test('comes first where nothing happens without it', () => {
    const first = { kind: 'primary', notYet: false, again: false };
    expect(scanButton(reading({ ...ready, phase: 'waiting', reader: 'scanner' }))).toEqual(first);
    expect(scanButton(reading({ ...ready, phase: 'turn-over', reader: 'full-page' }))).toEqual(first);
    expect(scanButton(reading({ ...ready, phase: 'unplugged', reader: 'full-page' }))).toEqual(first);
  });

  test('comes second where reading begins by itself', () => {
    expect(scanButton(reading({ ...ready, phase: 'waiting', reader: 'full-page' }))?.kind).toBe('secondary');
  });

  test('tries again at once what only a scan can mend, and leaves the rest to the reader', () => {
    const again = { kind: 'primary', notYet: false, again: true };
    expect(scanButton(reading({ ...ready, problem: 'glare', reader: 'full-page' }))).toEqual(again);
    expect(scanButton(reading({ ...ready, problem: 'expired', reader: 'scanner' }))).toEqual(again);
    expect(scanButton(reading({ ...ready, problem: 'check-digits', reader: 'full-page' }))).toBeNull();
  });

  test('says that it has to wait, and is not there where the scanner plays no part', () => {
    expect(scanButton(reading({ phase: 'turn-over', reader: 'scanner' }))?.notYet).toBe(true);
    expect(scanButton(reading({ phase: 'waiting', reader: 'scanner' }))?.notYet).toBe(true);
    for (const phase of ['reading', 'scanning', 'no-reader', 'unplugged', 'problem'] as const)
      expect(scanButton(reading({ phase, reader: 'scanner' }))).toBeNull();
    expect(scanButton(reading({ phase: 'waiting', reader: 'swipe' }))).toBeNull();
  });
});
