import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { posture } from '../contract/snapshots.ts';
import { ShellError } from './errors.ts';

/** Electron's display id as text: it is a 64-bit number that JSON readers may round. */
const displayId = z.string().regex(/^-?\d{1,20}$/);

/** The part of the station file the shell needs; the host reads the same file and judges the rest. */
export const stationForShell = z.looseObject({
  posture: posture.default('attended'),
  simulated: z.boolean().default(false),
  /** Whether staff have a window at this station; by default in the attended posture only. */
  staffWindow: z.boolean().optional(),
  displays: z
    .object({
      visitor: displayId.optional(),
      staff: displayId.optional(),
      /** Staff's and visitor's windows may stand side by side on one display; never without being asked for. */
      shared: z.boolean().default(false),
    })
    .default({ shared: false }),
});
export type StationForShell = z.infer<typeof stationForShell>;

/** Where administrators, and only they, write. */
export function defaultStationFile(platform: NodeJS.Platform, programData: string | undefined): string {
  if (platform === 'win32') return `${programData ?? 'C:\\ProgramData'}\\Proofdesk\\station.json`;
  if (platform === 'darwin') return '/Library/Application Support/Proofdesk/station.json';
  return '/etc/proofdesk/station.json';
}

/** @throws ShellError 'shell/station-file-missing', 'shell/station-file-invalid' */
export function readStationFile(file: string): StationForShell {
  if (!existsSync(file)) throw new ShellError('shell/station-file-missing', 'There is no station file.');
  try {
    return stationForShell.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new ShellError('shell/station-file-invalid', 'The station file cannot be used.', { cause });
  }
}
