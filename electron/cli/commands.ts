import type { CommandEntry } from './command.ts';
import { ISSUER_COMMANDS, ISSUER_GROUPS } from './issuer/commands.ts';

/** Every command there is. A new one is a module in `commands/` that exports `command`, and an entry here. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    path: ['mrz', 'parse'],
    summary: 'Read machine readable zones from standard input',
    load: async () => (await import('./commands/mrz-parse.ts')).command,
  },
  {
    path: ['mrz', 'read'],
    summary: 'Read machine readable zones in pictures',
    load: async () => (await import('./commands/mrz-read.ts')).command,
  },
  {
    path: ['barcode', 'read'],
    summary: 'Read the barcodes of licences and identity documents in pictures',
    load: async () => (await import('./commands/barcode-read.ts')).command,
  },
  {
    path: ['device', 'list'],
    summary: 'List the attached readers and scanners',
    load: async () => (await import('./commands/device-list.ts')).command,
  },
  {
    path: ['device', 'watch'],
    summary: 'Tell of devices as they come, go, fail and read',
    load: async () => (await import('./commands/device-watch.ts')).command,
  },
  {
    path: ['device', 'record'],
    summary: 'Write down what goes to and fro with a device',
    load: async () => (await import('./commands/device-record.ts')).command,
  },
  {
    path: ['device', 'replay'],
    summary: 'Play a recorded device, and say what was not as recorded',
    load: async () => (await import('./commands/device-replay.ts')).command,
  },
  {
    path: ['device', 'conform'],
    summary: 'Run a vendor’s adapter through every state and fault',
    load: async () => (await import('./commands/device-conform.ts')).command,
  },
  {
    path: ['device', 'udev'],
    summary: 'Print the udev rules for the devices there are profiles for',
    load: async () => (await import('./commands/device-udev.ts')).command,
  },
  {
    path: ['device', 'simulate'],
    summary: 'Stand in for a device, at a real interface',
    load: async () => (await import('./commands/device-simulate.ts')).command,
  },
  {
    path: ['chip', 'readers'],
    summary: 'List the chip readers and what lies on them',
    load: async () => (await import('./commands/chip-readers.ts')).command,
  },
  {
    path: ['chip', 'read'],
    summary: 'Read the chip of a passport and verify it',
    load: async () => (await import('./commands/chip-read.ts')).command,
  },
  {
    path: ['chip', 'simulate'],
    summary: 'Lay a virtual passport on a virtual reader',
    load: async () => (await import('./commands/chip-simulate.ts')).command,
  },
  {
    path: ['trust', 'import'],
    summary: 'Import a master list of states’ certificates',
    load: async () => (await import('./commands/trust-import.ts')).command,
  },
  {
    path: ['trust', 'list'],
    summary: 'List the imported master lists',
    load: async () => (await import('./commands/trust-list.ts')).command,
  },
  {
    path: ['face', 'compare'],
    summary: 'Compare two pictures: the same person or not',
    load: async () => (await import('./commands/face-compare.ts')).command,
  },
  {
    path: ['face', 'quality'],
    summary: 'Measure the quality of the faces in pictures',
    load: async () => (await import('./commands/face-quality.ts')).command,
  },
  {
    path: ['face', 'pairs'],
    summary: 'Measure the face comparison over pairs of pictures',
    load: async () => (await import('./commands/face-pairs.ts')).command,
  },
  {
    path: ['face', 'calibrate'],
    summary: 'Measure a recognition model and write its thresholds beside it',
    load: async () => (await import('./commands/face-calibrate.ts')).command,
  },
  {
    path: ['face', 'liveness'],
    summary: 'Judge a film of a person who was asked to do something',
    load: async () => (await import('./commands/face-liveness.ts')).command,
  },
  ...ISSUER_COMMANDS,
  {
    path: ['demo'],
    summary: 'Walk a whole visit with the simulated station and keep its pictures',
    load: async () => (await import('./commands/demo.ts')).command,
  },
];

/** First words shared by several commands, with a line on what they are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  barcode: 'Barcodes of licences and identity documents (AAMVA, ICAO Doc 9303-13)',
  chip: 'Chips of passports (ICAO Doc 9303-10 and -11)',
  device: 'Readers and scanners of this station',
  ...ISSUER_GROUPS,
  face: 'The face comparison: pictures, accuracy, recognition models',
  mrz: 'Machine readable zones of passports, cards and visas (ICAO Doc 9303)',
  trust: 'Certificates of states that passports’ chips are verified with (ICAO Doc 9303-12)',
};
