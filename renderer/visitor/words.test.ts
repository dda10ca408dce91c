import { expect, test } from 'vitest';
import { offerState, visitorCommand } from '../../electron/contract/index.ts';
import { dictionaries } from '../i18n/index.ts';
import { detailsProblems } from './details.ts';
import { offerWords } from './offer.ts';
import { refusalSentence } from './refusals.ts';

const m = dictionaries.en;
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
  expect(renewed).toEqual(['expired', 'locked', 'refused', 'failed', 'taken']);
});

test('a refusal has a sentence, known or not', () => {
  expect(refusalSentence('visit/not-at-this-step', m)).toBe(m.errors.lateTap);
  expect(refusalSentence('rpc/timeout', m)).toBe(m.errors.noAnswer);
  expect(refusalSentence('visit/not-confirmed', m)).toBe(m.errors.notConfirmed);
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
