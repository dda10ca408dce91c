import { expect, it } from 'vitest';
import { factsOf } from './facts.ts';

it('reads facts aloud', () => {
  const facts = {
    score: 0.41,
    threshold: 0.525,
    modelSha256: 'a1b2c3d4'.repeat(8),
    failed: '',
    genuine: false,
    yaw: -4,
    someNewFact: 'page-image',
    familyName: 'passed same',
    givenNames: 'passed fewer-names',
    birthDate: 'failed different',
    sex: 'not-checked missing',
    where: '1:6 2:14',
    fields: 'documentNumber sex',
  };
  expect(factsOf({ facts })).toEqual([
    { label: 'difference', value: '0.41' },
    { label: 'may be at most', value: '0.525' },
    { label: 'model', value: 'a1b2c3d4…' },
    { label: 'document genuine', value: 'no' },
    { label: 'turned', value: '-4°' },
    { label: 'some new fact', value: 'page image' },
    { label: 'family name', value: 'agrees' },
    { label: 'given names', value: 'agrees (fewer names)' },
    { label: 'birth date', value: 'differs' },
    { label: 'sex', value: 'not compared (missing)' },
    { label: 'at line and character', value: '1:6 2:14' },
    { label: 'differing', value: 'document number, sex' },
  ]);
});

it('reads what a chip’s checks rest on, with names of algorithms and dates whole', () => {
  const facts = {
    step: 'chip-signer-chain',
    listDate: '2026-03-01',
    listDays: 12,
    hash: 'SHA-256',
    parameters: 'brainpoolP256r1',
    proof: 'agreement',
  };
  expect(factsOf({ facts }).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'in: Signer known',
    'list of: 1 Mar 2026',
    'days since the list: 12',
    'hash: SHA-256',
    'parameters: brainpoolP256r1',
    'proof: agreement',
  ]);
});
