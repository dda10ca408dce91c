import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ShellSettings, shellSettings } from '../contract/shell.ts';
import { type Posture, posture } from '../contract/snapshots.ts';
import { ShellError } from './errors.ts';

/** What the shell needs of the station file; the host reads the same file and judges the rest. */
const stationFile = z.looseObject({
  profile: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('self-service'),
  shell: shellSettings.prefault({}),
});
const profileFile = z.looseObject({ posture });

export interface StationForShell extends ShellSettings {
  posture: Posture;
}

/** Where administrators, and only they, write. */
export function defaultStationFile(platform: NodeJS.Platform, programData: string | undefined): string {
  if (platform === 'win32') return `${programData ?? 'C:\\ProgramData'}\\Proofdesk\\station.json`;
  if (platform === 'darwin') return '/Library/Application Support/Proofdesk/station.json';
  return '/etc/proofdesk/station.json';
}

/**
 * @param file null stands for a file without a word: every default
 * @throws ShellError 'shell/station-file-missing', 'shell/station-file-invalid'
 */
export function readStation(file: string | null, resourcesDirectory: string): StationForShell {
  const station = file ? read(file, stationFile) : stationFile.parse({});
  const profile = read(join(resourcesDirectory, 'profiles', `${station.profile}.json`), profileFile);
  return { ...station.shell, posture: profile.posture };
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  if (!existsSync(file))
    throw new ShellError('shell/station-file-missing', 'A file of the station is not there.');
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new ShellError('shell/station-file-invalid', 'A file of the station cannot be used.', { cause });
  }
}
