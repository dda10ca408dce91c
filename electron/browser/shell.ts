import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowRole } from '../contract/index.ts';
import { fileKeyProvider, type Host, readersOver, startHost } from '../host/index.ts';
import { type DriversPort, forkDrivers, restartNotice, superviseDrivers } from '../host/station/index.ts';
import { cameraFlags, findChromium, openChromium } from './chromium.ts';
import type { BrowserShellOptions } from './options.ts';
import { serveWindows, type WindowServer } from './server.ts';
import { keepOpen } from './supervise.ts';
import { createTokens } from './tokens.ts';

export interface BrowserShell {
  host: Host;
  /** A one-time address for a window of this role. */
  address(role: WindowRole): string;
  webcamFile: string | null;
  stop(): Promise<void>;
}

/** Where the program's own files lie; they differ between the sources and the build. */
export interface Places {
  drivers: string;
  renderer: string;
  resources: string;
}

/**
 * The second shell: the host in this process, its drivers in another, and the windows in the system's Chromium. After
 * every visit the visitor's Chromium is replaced by a fresh one; an own page that somebody opened is told to begin
 * anew instead.
 * @param onFree called when no window of a role is open, so that an address can be offered
 * @throws BrowserError, and what {@link startHost} throws
 */
export async function startBrowserShell(
  options: BrowserShellOptions,
  places: Places,
  onFree: (role: WindowRole, address: () => string) => void,
): Promise<BrowserShell> {
  const chromium = options.window || options.vision ? findChromium() : '';
  const simulator = join(options.data, 'simulator');
  mkdirSync(simulator, { recursive: true, mode: 0o700 });
  const webcamFile = options.simulate ? join(simulator, 'webcam.mjpeg') : null;

  let running: Host | null = null;
  const simulation = webcamFile
    ? ['--simulate', '--specimens', join(places.resources, 'specimens'), '--webcam', webcamFile]
    : [];
  let drivers: DriversPort | null = null;
  let server: WindowServer | null = null;
  let visitor: ReturnType<typeof keepOpen> | null = null;
  let vision: ReturnType<typeof keepOpen> | null = null;
  const closing: (() => Promise<void>)[] = [];
  /** Roles whose window this shell keeps open itself. */
  const own = new Set<WindowRole>(['vision']);

  const host = await startHost({
    dataDirectory: options.data,
    resourcesDirectory: places.resources,
    stationFile: options.station,
    simulated: options.simulate,
    keyProvider: fileKeyProvider,
    readers(named) {
      drivers = superviseDrivers({
        spawn: () => forkDrivers({ entry: places.drivers, args: [...simulation, ...named] }),
        onRestart: (why) => running?.notify(restartNotice(why)),
      });
      return readersOver(drivers);
    },
    shell: {
      visitEnded() {
        if (visitor) {
          server?.drop('visitor');
          closing.push(visitor.replace());
        } else server?.recycle('visitor');
      },
      openVision() {
        if (!vision) return;
        server?.drop('vision');
        void vision.replace()();
      },
    },
  }).catch(async (error) => {
    await drivers?.stop();
    throw error;
  });

  running = host;
  // An address for staff is a key to the desk: where none sit, none is handed out unasked.
  const withStaff = options.staff || options.simulate || host.posture === 'attended';
  const roles: WindowRole[] = [
    'visitor',
    'vision',
    ...(withStaff ? (['staff'] as const) : []),
    ...(options.simulate ? (['station'] as const) : []),
  ];
  server = await serveWindows({
    port: options.port,
    renderer: places.renderer,
    models: join(places.resources, 'models/generated'),
    tokens: createTokens(),
    roles,
    onWindow(role, channel) {
      host.attach(role, channel);
      // The old visitor's browser stays in front until the fresh one is up.
      if (role === 'visitor') for (const close of closing.splice(0)) void close();
    },
    onGone(role) {
      if (!own.has(role)) setTimeout(() => offer(role), 3_000).unref();
    },
  }).catch(async (error) => {
    await host.stop();
    await drivers?.stop();
    throw error;
  });
  const served = server;

  const offer = (role: WindowRole) => {
    if (!served.isOpen(role)) onFree(role, () => served.address(role));
  };
  // The vault's lock is ours by now, so whatever lies there was left by a kiosk that was killed.
  const profiles = join(options.data, 'windows');
  rmSync(profiles, { recursive: true, force: true });
  const camera = cameraFlags(webcamFile);
  if (options.vision) {
    vision = keepOpen(() =>
      openChromium(chromium, served.address('vision'), { profiles, mode: 'headless', flags: [] }),
    );
  }
  const keepWindow = (role: WindowRole, mode: 'kiosk' | 'window', flags: string[]) => {
    own.add(role);
    const kind = { profiles, mode, flags, camera: role === 'visitor' && !webcamFile };
    return keepOpen(() => openChromium(chromium, served.address(role), kind));
  };
  const others: ReturnType<typeof keepOpen>[] = [];
  if (options.window) {
    // In training the panel must stay within reach, so nothing covers the whole screen.
    visitor = options.simulate
      ? keepWindow('visitor', 'window', [...camera, ...place(0, 0, 900, 1200)])
      : keepWindow('visitor', 'kiosk', camera);
    if (host.posture === 'attended') others.push(keepWindow('staff', 'window', place(60, 40, 1280, 860)));
    if (options.simulate) others.push(keepWindow('station', 'window', place(910, 0, 980, 900)));
  }
  for (const role of roles) if (!own.has(role)) offer(role);

  return {
    host,
    address: (role) => served.address(role),
    webcamFile,
    async stop() {
      await Promise.all([visitor, vision, ...others].map((window) => window?.stop()));
      await Promise.all([...closing.splice(0).map((close) => close())]);
      await served.close();
      await host.stop();
      await drivers?.stop();
    },
  };
}

/** Where a window opens, in pixels of the screen; side by side in training. */
function place(x: number, y: number, width: number, height: number): string[] {
  return [`--window-position=${x},${y}`, `--window-size=${width},${height}`];
}
