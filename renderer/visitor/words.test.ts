import { describe, expect, test } from 'vitest';
import {
  deviceFault,
  offerState,
  readingProblem,
  type StepOf,
  visitorCommand,
} from '../../electron/contract/index.ts';
import { dictionaries } from '../i18n/index.ts';
import { detailsProblems } from './details.ts';
import { offerWords } from './offer.ts';
import { readingWords } from './reading.ts';
import { refusalSentence } from './refusals.ts';

const m = dictionaries.en;
const reading = (part: Partial<StepOf<'document-reading'>>): StepOf<'document-reading'> => ({
  name: 'document-reading',
  documentType: 'passport',
  reader: 'swipe',
  phase: 'problem',
  problem: null,
  fault: null,
  attempt: 1,
  attempts: 5,
  wayOn: false,
  ...part,
});

describe('the reader', () => {
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

  test('what one is asked to do depends on the reader', () => {
    const asked = (['full-page', 'swipe', 'chip', 'none'] as const).map(
      (reader) => readingWords(reading({ phase: 'waiting', reader }), m).title,
    );
    expect(new Set(asked).size).toBe(4);
  });
});

test('every state of an offer has words; a new code is offered exactly where the old one is dead', () => {
  const renewed = offerState.options.filter((state) => {
    const words = offerWords(
      {
        name: 'offer',
        state,
        offerUri: 'x',
        txCode: null,
        txCodeElsewhere: true,
        triesLeft: 1,
        renewable: false,
        expiresAt: null,
        createdAt: null,
        simulated: false,
        wallet: null,
      },
      m,
    );
    expect(words.title).not.toBe('');
    expect(words.text).not.toBe('');
    if (state === 'code-wrong') expect(words.text).toBe('You can try 1 more time.');
    return words.renew;
  });
  expect(renewed).toEqual(['expired', 'locked', 'refused', 'failed']);
});

test('a refusal has a sentence, known or not', () => {
  expect(refusalSentence('visit/not-at-this-step', m)).toBe(m.errors.lateTap);
  expect(refusalSentence('rpc/timeout', m)).toBe(m.errors.noAnswer);
  expect(refusalSentence('something/new', m)).toBe(m.errors.general);
});

test('the form accepts exactly what the host accepts', () => {
  const good = { givenNames: ' Anna ', familyName: 'Eriksson', email: 'anna@example.org' };
  const judged = (values: typeof good) =>
    visitorCommand.safeParse({ type: 'details.submit', ...values, email: values.email.trim() }).success;
  expect(detailsProblems(good)).toEqual({});
  expect(judged(good)).toBe(true);
  for (const [name, value] of [
    ['givenNames', '  '],
    ['familyName', ''],
    ['email', 'anna@'],
    ['email', ''],
    ['email', `${'a'.repeat(200)}@example.org`],
  ] as const) {
    const values = { ...good, [name]: value };
    expect(detailsProblems(values)).toHaveProperty(name);
    expect(judged(values)).toBe(false);
  }
});
