import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ShellError } from './errors.ts';
import { defaultStationFile, readStation, type StationForShell } from './station-file.ts';

/** What the app finds out about itself before it is ready. */
export interface Surroundings {
  packaged: boolean;
  /** The folder of package.json: the source tree, or app.asar. */
  appPath: string;
  resourcesPath: string;
  userData: string;
  platform: NodeJS.Platform;
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
}

export interface ShellConfig {
  /** Devtools, extra switches and ordinary windows are possible only where this is false. */
  production: boolean;
  station: StationForShell;
  stationFile: string | null;
  simulated: boolean;
  /** MJPEG (or Y4M) the simulated camera plays. The simulator writes it; null where the camera is real. */
  cameraFile: string | null;
  /** Ordinary windows instead of kiosk windows, for development. */
  windowed: boolean;
  dataDirectory: string;
  resourcesDirectory: string;
  rendererDirectory: string;
  preloadFile: string;
  /** Folder of the built entries of the utility processes. */
  entriesDirectory: string;
}

const path = z.string().min(1).max(4096);
const wishes = z.object({
  station: path.optional(),
  data: path.optional(),
  cameraFile: path.optional(),
  simulated: z.boolean(),
  windowed: z.boolean(),
});

/**
 * Arguments (`--station --data --webcam --simulate --windowed`) go before the environment (`PROOFDESK_…`). A
 * packaged app takes its station file as the last word: `--simulate` makes it a demonstration only where no station
 * file is installed, so that a lost or mistyped setting can never turn a real station into a simulated one.
 *
 * @throws ShellError 'shell/argument-invalid', 'shell/station-file-missing', 'shell/station-file-invalid'
 */
export function readConfig(around: Surroundings): ShellConfig {
  const wish = readWishes(around);
  const installed = defaultStationFile(around.platform, around.env.ProgramData);
  const stationFile = wish.station ? resolve(wish.station) : existsSync(installed) ? installed : null;
  const demonstration = stationFile === null && (wish.simulated || !around.packaged);
  if (stationFile === null && !demonstration) {
    throw new ShellError('shell/station-file-missing', 'A packaged app needs a station file.');
  }
  const resourcesDirectory = join(around.packaged ? around.resourcesPath : around.appPath, 'resources');
  const station = readStation(stationFile, resourcesDirectory);
  if (demonstration) station.displays.shared = true;
  const simulated = demonstration || station.simulated || (wish.simulated && !around.packaged);
  const dataDirectory = wish.data ? resolve(wish.data) : join(around.userData, 'station');
  const cameraFile = wish.cameraFile ? resolve(wish.cameraFile) : join(dataDirectory, 'camera.mjpeg');
  return {
    production: around.packaged,
    station,
    stationFile,
    simulated,
    cameraFile: simulated ? cameraFile : null,
    windowed: wish.windowed && (!around.packaged || demonstration),
    dataDirectory,
    resourcesDirectory,
    rendererDirectory: join(around.appPath, 'out', 'renderer'),
    preloadFile: join(around.appPath, 'out', 'preload', 'index.cjs'),
    entriesDirectory: join(around.appPath, 'out', 'main'),
  };
}

function readWishes({ argv, env }: Surroundings): z.infer<typeof wishes> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: { station: text, data: text, webcam: text, simulate: flag, windowed: flag },
  });
  const parsed = wishes.safeParse({
    station: values.station ?? env.PROOFDESK_STATION,
    data: values.data ?? env.PROOFDESK_DATA,
    cameraFile: values.webcam ?? env.PROOFDESK_WEBCAM,
    simulated: values.simulate ?? env.PROOFDESK_SIMULATE === '1',
    windowed: values.windowed ?? env.PROOFDESK_WINDOWED === '1',
  });
  if (parsed.success) return parsed.data;
  throw new ShellError('shell/argument-invalid', 'An argument lacks its value.', { cause: parsed.error });
}
