import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { type DisplayDouble, display, type ElectronDouble, electronDouble } from './electron-double.ts';
import { turns } from './life.ts';

export interface StartOptions {
  packaged?: boolean;
  lock?: boolean;
  switches?: Record<string, string>;
  args?: string[];
  /** written to a station file that is given as an argument; by default an attended, simulated station */
  station?: object | string | null;
  displays?: DisplayDouble[];
  /** leaves the app before `ready` */
  early?: boolean;
  /** Says `ready` for the host. */
  hostReady?: boolean;
}

export interface Shell extends ElectronDouble {
  /** lines main has logged */
  logged: { code: string; [fact: string]: unknown }[];
  root: string;
  paint(): void;
  /** Moves the clock and lets everything that follows happen. */
  pass(milliseconds: number): Promise<void>;
  host(): NonNullable<ReturnType<ElectronDouble['processOf']>>;
}

/** Runs the real main process on the double, in a fresh folder, with a clock the test moves. */
export async function startShell(options: StartOptions = {}): Promise<Shell> {
  const root = mkdtempSync(join(tmpdir(), 'proofdesk-shell-'));
  const double = electronDouble({
    packaged: options.packaged ?? false,
    appPath: root,
    userData: join(root, 'user'),
    lock: options.lock ?? true,
    switches: options.switches ?? {},
    displays: options.displays ?? [display(1, 0), display(2, 1920, true)],
  });
  layOut(root);
  const { station: wanted = options.packaged ? null : { profile: 'attended', shell: { simulated: true } } } =
    options;
  const station = wanted === null ? [] : ['--station', stationFile(root, wanted)];
  const restore = setProcess(root, [...(options.args ?? []), ...station], options.packaged ?? false);
  const logged: Shell['logged'] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    logged.push(JSON.parse(String(line)));
    return true;
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
    stderr.mockRestore();
    restore();
    vi.doUnmock('electron');
    rmSync(root, { recursive: true, force: true });
  });

  vi.resetModules();
  vi.doMock('electron', () => double.module);
  await import('../index.ts');
  const shell: Shell = {
    ...double,
    logged,
    root,
    paint: () => {
      for (const window of double.windows) if (!window.isDestroyed()) window.emit('ready-to-show');
    },
    async pass(milliseconds) {
      await vi.advanceTimersByTimeAsync(milliseconds);
      await turns();
    },
    host() {
      const found = double.processOf('host');
      if (!found) throw new Error('there is no host');
      return found;
    },
  };
  if (options.early) return shell;
  double.app.becomeReady();
  await turns();
  if (options.hostReady && double.processOf('host')) {
    shell.host().says({ type: 'ready' });
    await turns();
  }
  return shell;
}

function stationFile(root: string, content: object | string): string {
  const file = join(root, 'station.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** A built app: pages, assets, models, and a secret beside them that nobody may read. */
function layOut(root: string): void {
  const files: Record<string, string> = {
    'out/renderer/visitor/index.html': '<!doctype html><title>visitor</title>',
    'out/renderer/staff/index.html': '<!doctype html><title>staff</title>',
    'out/renderer/assets/visitor-1a2b.js': 'export {};',
    'out/renderer/assets/page.exe': 'MZ',
    'out/main/index.js': '// main',
    'resources/models/generated/wasm/vision.wasm': '\0asm',
    'resources/models/generated/face.task': 'model',
    'resources/models/models.json': '{}',
    'resources/profiles/attended.json': '{"posture":"attended","minutes":5}',
    'resources/profiles/self-service.json': '{"posture":"self-service"}',
    'secret.json': '{"secret":true}',
  };
  for (const [name, content] of Object.entries(files)) {
    const file = join(root, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Gives the process the argv and listeners of an app that has just started, and takes them back. */
function setProcess(root: string, args: string[], packaged: boolean): () => void {
  const { argv } = process;
  const errorEvents = ['uncaughtException', 'unhandledRejection'] as const;
  const before = errorEvents.map((event) => process.listeners(event as 'uncaughtException'));
  process.argv = packaged ? ['proofdesk', ...args] : ['electron', '.', ...args];
  Object.defineProperty(process, 'resourcesPath', { value: root, configurable: true });
  return () => {
    process.argv = argv;
    errorEvents.forEach((event, index) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[index]?.includes(listener)) process.off(event, listener);
      }
    });
  };
}
