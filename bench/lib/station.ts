import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root } from '../../e2e/kiosk/process.ts';

export interface BenchStation {
  resources: string;
  stationFile: string;
  remove(): void;
}

export const resourcesFolder = () => resolve(process.env.PROOFDESK_RESOURCES ?? join(root, 'resources'));

/**
 * The station's data files with a profile that lets the same visit read and compare as often as a measurement needs.
 * All else is the self-service profile's.
 * @throws Error when the specimens are not there
 */
export function createBenchStation(): BenchStation {
  const from = resourcesFolder();
  if (!existsSync(join(from, 'specimens/index.json')))
    throw new Error('there are no specimens to measure with; make them with: npm run specimens');
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-bench-'));
  const resources = join(folder, 'resources');
  mkdirSync(resources);
  for (const name of readdirSync(from)) {
    if (name !== 'profiles') symlinkSync(join(from, name), join(resources, name));
  }
  cpSync(join(from, 'profiles'), join(resources, 'profiles'), { recursive: true });
  const profile = JSON.parse(readFileSync(join(from, 'profiles/self-service.json'), 'utf8'));
  const patient = {
    ...profile,
    id: 'bench',
    attempts: { document: 100_000, face: 100_000 },
    idle: { warnAfterSeconds: 3600, answerSeconds: 60 },
  };
  writeFileSync(join(resources, 'profiles/bench.json'), JSON.stringify(patient));
  const stationFile = join(folder, 'station.json');
  writeFileSync(stationFile, JSON.stringify({ profile: 'bench' }));
  return { resources, stationFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
