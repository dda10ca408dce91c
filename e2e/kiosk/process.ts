import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WindowRole } from '../../electron/contract/index.ts';

export const root = join(import.meta.dirname, '../..');

export interface KioskProcess {
  data: string;
  webcamFile: string;
  /** The next unused one-time address of a role. */
  address(role: WindowRole): Promise<string>;
  /** The embedded issuer, and what a verifier has to trust (PEM). */
  issuer: Promise<{ url: string; trustAnchor: string }>;
  /** Resolves when the face engine is loaded; rejects with its code when it is not to be had. */
  vision: Promise<void>;
  /** What it wrote to stderr. */
  errors(): string;
  pid: number;
  /** Ends the process as a power cut would. */
  cut(): Promise<void>;
  stop(): Promise<number | null>;
}

export interface KioskSettings {
  /** Taken over from an earlier process; a fresh folder otherwise. */
  data?: string;
  station?: Record<string, unknown>;
  flags?: string[];
  env?: NodeJS.ProcessEnv;
}

/** A folder for a kiosk's data that outlives its process; the test removes it or leaves it to the system. */
export function freshData(): string {
  return mkdtempSync(join(tmpdir(), 'proofdesk-e2e-'));
}

/** Starts the built kiosk in the second shell with the simulated station and no window of its own. */
export async function startKiosk(settings: KioskSettings = {}): Promise<KioskProcess> {
  const data = settings.data ?? freshData();
  const child = spawn(
    process.execPath,
    [
      join(root, 'out/main/browser.js'),
      '--simulate',
      '--no-window',
      '--json',
      '--data',
      data,
      ...(settings.flags ?? []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...settings.env } },
  );
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const waiting = new Map<string, string[]>();
  const wanted = new Map<string, ((url: string) => void)[]>();
  let settleVision: (code: string | null) => void = () => {};
  const vision = new Promise<void>((resolve, reject) => {
    settleVision = (code) => (code === null ? resolve() : reject(new Error(code)));
  });
  vision.catch(() => {});
  let settleIssuer: (issuer: { url: string; trustAnchor: string }) => void = () => {};
  const issuer = new Promise<{ url: string; trustAnchor: string }>((resolve) => {
    settleIssuer = resolve;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const news = JSON.parse(line) as {
      event: string;
      role?: string;
      url?: string;
      state?: string;
      code?: string;
      trustAnchor?: string;
    };
    if (news.event === 'vision') settleVision(news.state === 'ready' ? null : (news.code ?? 'unknown'));
    if (news.event === 'issuer') settleIssuer({ url: news.url ?? '', trustAnchor: news.trustAnchor ?? '' });
    if (news.event !== 'address' || !news.role || !news.url) return;
    const next = wanted.get(news.role)?.shift();
    if (next) next(news.url);
    else waiting.set(news.role, [...(waiting.get(news.role) ?? []), news.url]);
  });
  const kiosk: KioskProcess = {
    data,
    webcamFile: join(data, 'simulator', 'webcam.mjpeg'),
    vision,
    issuer,
    pid: child.pid ?? 0,
    errors: () => errors,
    address(role) {
      const ready = waiting.get(role)?.shift();
      if (ready) return Promise.resolve(ready);
      return new Promise((resolve, reject) => {
        wanted.set(role, [...(wanted.get(role) ?? []), resolve]);
        void exit.then((code) => reject(new Error(`the kiosk ended with ${code}: ${errors.slice(-2000)}`)));
      });
    },
    async cut() {
      child.kill('SIGKILL');
      await exit;
    },
    async stop() {
      child.kill('SIGTERM');
      const code = await exit;
      if (!settings.data) rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
  return kiosk;
}
