import { expect, test } from 'vitest';
import { offerState, type StepOf } from '../../electron/contract/index.ts';
import { canBeHelped, phoneTroubles, troublesOf } from './phone-trouble.ts';

const at = (part: Partial<StepOf<'offer'>>): StepOf<'offer'> => ({
  name: 'offer',
  state: 'waiting',
  offerUri: 'x',
  txCode: null,
  txCodeElsewhere: false,
  triesLeft: null,
  renewable: false,
  expiresAt: null,
  createdAt: null,
  simulated: false,
  wallet: null,
  ...part,
});

test('help is for what can be, and for what somebody can do something about', () => {
  expect(troublesOf(at({}))).toEqual(['no-app', 'offline', 'clock']);
  expect(troublesOf(at({ otherForms: true, unlisted: true, disownable: true }))).toEqual([...phoneTroubles]);
  expect(troublesOf(at({ state: 'scanned', disownable: true }))).toEqual(['offline', 'clock', 'used']);
});

test('nobody is asked about their phone before there is a code, or after it is over', () => {
  const helped = offerState.options.filter((state) => canBeHelped(at({ state })));
  expect(helped).toEqual(['waiting', 'scanned', 'code-asked', 'code-wrong', 'issuing']);
});
