import type { StationSnapshot } from '../../../electron/contract/index.ts';
import { chip, simulatedWorld } from '../../simulation/testing/fixtures.ts';
import { brokenDevices, devices } from '../../staff/testing/devices.ts';

const snapshot = (changes: Partial<StationSnapshot> = {}): StationSnapshot => ({
  revision: 1,
  devices,
  simulator: simulatedWorld(),
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
      simulator: simulatedWorld({
        presented: { person: 'maja', document: 'passport', side: 'front' },
        standing: 'maja',
        faults: { 'escl:scanner': 'cover-open' },
      }),
    }),
  card: () =>
    snapshot({
      step: 'document-reading',
      simulator: simulatedWorld({
        presented: { person: 'tomas', document: 'driving-licence', side: 'back' },
      }),
    }),
  'chip-laid': () =>
    snapshot({
      step: 'document-reading',
      simulator: simulatedWorld({
        presented: { person: 'maja', document: 'passport', side: 'front' },
        chip: { ...chip, laid: true, defect: 'cloned-chip' },
      }),
    }),
  'no-specimens': () => snapshot({ simulator: simulatedWorld({ people: [] }) }),
  real: () =>
    snapshot({ simulator: null, devices: devices.map((device) => ({ ...device, simulated: false })) }),
};
