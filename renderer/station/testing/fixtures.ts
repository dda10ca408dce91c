import type { SimulatorState, StationSnapshot } from '../../../electron/contract/index.ts';
import { brokenDevices, devices } from '../../staff/testing/fixtures.ts';

const people: SimulatorState['people'] = [
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

const chip: SimulatorState['chip'] = {
  laid: false,
  defect: 'none',
  defects: ['none', 'cloned-chip', 'changed-portrait', 'expired-signer', 'slow', 'torn-off', 'wrong-mac'],
};

const snapshot = (changes: Partial<StationSnapshot> = {}): StationSnapshot => ({
  revision: 1,
  devices,
  simulator: { people, presented: null, standing: null, faults: {}, chip },
  step: 'attract',
  ...changes,
});

/** The station panel's states worth looking at, by name. */
export const stationScenes: Record<string, () => StationSnapshot> = {
  fresh: () => snapshot(),
  busy: () =>
    snapshot({
      devices: brokenDevices,
      step: 'document-reading',
      simulator: {
        people,
        presented: { person: 'maja', document: 'passport', side: 'front' },
        standing: 'maja',
        faults: { 'escl:scanner': 'cover-open' },
        chip,
      },
    }),
  card: () =>
    snapshot({
      step: 'document-reading',
      simulator: {
        people,
        presented: { person: 'tomas', document: 'driving-licence', side: 'back' },
        standing: null,
        faults: {},
        chip,
      },
    }),
  'chip-laid': () =>
    snapshot({
      step: 'document-reading',
      simulator: {
        people,
        presented: { person: 'maja', document: 'passport', side: 'front' },
        standing: null,
        faults: {},
        chip: { ...chip, laid: true, defect: 'cloned-chip' },
      },
    }),
  'no-specimens': () =>
    snapshot({ simulator: { people: [], presented: null, standing: null, faults: {}, chip } }),
  real: () =>
    snapshot({ simulator: null, devices: devices.map((device) => ({ ...device, simulated: false })) }),
};
