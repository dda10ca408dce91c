import { expect, test } from 'vitest';
import { dictionaries } from '../i18n/index.ts';
import { successWords } from './success.ts';

const m = dictionaries.en;
const said = (part: object) => successWords({ name: 'success', email: null, ...part }, m);

test('"Done" is said of what is known to be on the phone', () => {
  expect(said({ confirmation: 'confirmed' })).toEqual({ title: m.success.title, lead: m.success.lead });
  expect(said({ confirmation: 'confirmed', presented: true }).lead).toBe(m.proof.presentedText);
  expect(said({ confirmation: 'awaited' }).title).toBe(m.success.given);
  expect(said({ confirmation: 'missing' }).title).toBe(m.success.ask);
  expect(said({ collectUntil: null }).title).toBe(m.success.collect);
});
