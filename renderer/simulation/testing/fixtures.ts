import type { SimulatorState } from '../../../electron/contract/index.ts';

export const people: SimulatorState['people'] = [
  ['maja', 'Maja Lindqvist', ['Passport', 'Passport, expired']],
  ['tomas', 'Tomás Herrera', ['Passport', 'Identity card', 'Driving licence']],
  ['aylin', 'Aylin Demir', ['Passport']],
  ['kofi', 'Kofi Mensah', ['Passport', 'Passport, altered line']],
  ['zofia', 'Zofia Nowak', ['Passport']],
  ['omar', 'Omar Al-Fayed', ['Passport', 'Passport without portrait']],
].map(([id, name, labels]) => ({
  id: id as string,
  name: name as string,
  documents: (labels as string[]).map((label) => ({
    id: label.toLowerCase().replaceAll(/\W+/g, '-'),
    label,
    twoSided: !label.startsWith('Passport'),
    barcode: label.startsWith('Driving'),
    chip: label === 'Passport',
  })),
}));

export const chip: SimulatorState['chip'] = {
  laid: false,
  defect: 'none',
  defects: ['none', 'cloned-chip', 'changed-portrait', 'expired-signer', 'slow', 'torn-off', 'wrong-mac'],
};

/** The simulated world with all its people, and nothing laid down. */
export const simulatedWorld = (changes: Partial<SimulatorState> = {}): SimulatorState => ({
  people,
  presented: null,
  standing: null,
  faults: {},
  chip,
  ...changes,
});
