import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rm, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CodedError } from '../contract/index.ts';

export class BrowserError extends CodedError<'browser/not-found' | 'browser/failed' | 'browser/not-built'> {}

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

/**
 * The system's Chromium: `PROOFDESK_CHROMIUM` when set, else the first of the usual names on the path.
 * @throws BrowserError `browser/not-found`
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment.PROOFDESK_CHROMIUM;
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = own ? [own] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new BrowserError(
    'browser/not-found',
    'no Chromium on this machine; on Debian: apt-get install chromium',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What every Chromium of ours is started with. Nothing here weakens the page's sandbox, except for root, for whom
 * Chromium has none.
 */
function commonFlags(profile: string): string[] {
  return [
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-translate',
    '--disable-extensions',
    '--disable-component-extensions-with-background-pages',
    '--disable-domain-reliability',
    '--no-pings',
    '--disable-features=Translate,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying',
    // The flags above do not silence all of Chromium's own services. Everything of ours is on this machine by its
    // address; no name is resolved, and nothing goes by way of a proxy.
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--no-proxy-server',
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--password-store=basic',
    // Root has no sandbox in Chromium; the bar that says so would cover the visitor's screen.
    ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
  ];
}

/** `kiosk` covers the screen, `window` is an application window, `headless` is never seen. */
export type WindowMode = 'kiosk' | 'window' | 'headless';

export interface BrowserWindow {
  onExit(listener: (code: number | null) => void): void;
  close(): Promise<void>;
  pid: number | undefined;
}

/**
 * Starts one Chromium with a profile of its own, which is deleted with it: cache, history and memory go at once.
 *
 * @param kind.camera the page of this address may use the camera without a dialogue
 */
export function openChromium(
  executable: string,
  address: string,
  kind: { profiles: string; mode: WindowMode; flags: string[]; camera?: boolean },
): BrowserWindow {
  mkdirSync(kind.profiles, { recursive: true, mode: 0o700 });
  const profile = mkdtempSync(join(kind.profiles, 'window-'));
  if (kind.camera) allowCamera(profile, new URL(address).origin);
  const mode =
    kind.mode === 'headless'
      ? // Without a GPU the WebGL that the face engine needs is drawn by SwiftShader.
        ['--headless=new', '--disable-gpu', '--enable-unsafe-swiftshader', '--window-size=640,480', address]
      : [...(kind.mode === 'kiosk' ? ['--kiosk'] : []), `--app=${address}`];
  // Chromium ends when this pipe does: a kiosk that is killed leaves no browser behind.
  const child = spawn(
    executable,
    [...commonFlags(profile), '--remote-debugging-pipe', ...kind.flags, ...mode],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  let over = false;
  const listeners = new Set<(code: number | null) => void>();
  const gone = new Promise<void>((resolve) => {
    const finish = (code: number | null) => {
      if (over) return;
      over = true;
      discard(profile);
      for (const listener of listeners) listener(code);
      resolve();
    };
    child.once('exit', finish);
    child.once('error', () => finish(null));
  });
  return {
    pid: child.pid,
    onExit: (listener) => listeners.add(listener),
    async close() {
      if (over) return;
      signal(child, 'SIGTERM');
      const force = setTimeout(() => signal(child, 'SIGKILL'), 2_000);
      await gone;
      clearTimeout(force);
    },
  };
}

/**
 * The permission stands in the profile, for this origin and the camera alone. A switch that answers the question in place of
 * a person grants each use anew: the page would never learn how many cameras there are, nor their names.
 */
function allowCamera(profile: string, origin: string) {
  const exceptions = { media_stream_camera: { [`${origin},*`]: { setting: 1 } } };
  mkdirSync(join(profile, 'Default'));
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { content_settings: { exceptions } } }),
  );
}

/** Helpers of a browser that died may still be writing; what they leave goes with the folder at the next start. */
function discard(profile: string) {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {
    setTimeout(() => rm(profile, { recursive: true, force: true }, () => {}), 5_000).unref();
  }
}

/** Chromium is a family of processes: the whole group goes. */
function signal(child: ChildProcess, name: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // Gone already.
  }
}

/** Switches for a camera that is a file, as a simulated station's is; none for real ones. */
export function cameraFlags(webcamFile: string | null): string[] {
  return webcamFile
    ? [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${webcamFile}`,
      ]
    : [];
}
