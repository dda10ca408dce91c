import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PCSCD = '/usr/sbin/pcscd';
const root = join(import.meta.dirname, '../..');

function isolated(): string[] {
  // A user's own namespace for those who are not root.
  return process.getuid?.() === 0 ? ['-n', '-m'] : ['-r', '-n', '-m'];
}

function works(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Why the real service cannot be had here; null when it can. On Debian it comes with pcscd and vsmartcard-vpcd. */
export const whyNoPcscd =
  process.platform !== 'linux'
    ? 'the service with its virtual reader is for Linux'
    : !existsSync(PCSCD)
      ? 'pcscd is not installed'
      : !existsSync('/usr/lib/pcsc/drivers/serial') ||
          !readdirSync('/usr/lib/pcsc/drivers/serial').some((name) => name.startsWith('libifdvpcd'))
        ? 'vsmartcard-vpcd is not installed'
        : !works('unshare', [...isolated(), 'true'])
          ? 'no namespaces may be made here'
          : null;

/**
 * Runs a TypeScript file in network and mount namespaces of its own, where it may start the smart card service: vpcd listens
 * on every interface, and the service's socket has one place.
 * @returns what the file wrote, one JSON value a line
 * @throws Error with its output when it failed
 */
export function runBesidePcscd(file: string, args: readonly string[], limit = 60_000): Promise<unknown[]> {
  const script = `
    ip link set lo up 2>/dev/null || ifconfig lo up
    # vpcd sends in pieces: without this every command waits 40 ms for an acknowledgement.
    for net in 127.0.0.0/8 127.0.0.1; do
      ip route change local $net dev lo table local proto kernel scope host src 127.0.0.1 quickack 1 2>/dev/null
    done
    mkdir -p /run/pcscd && mount -t tmpfs none /run/pcscd && exec "$@"`;
  const child = spawn(
    'unshare',
    [...isolated(), '--kill-child', 'sh', '-c', script, 'sh', process.execPath, file, ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit, killSignal: 'SIGKILL' },
  );
  let out = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`${file} ended with ${code}\n${out}\n${errors}`));
      resolve(
        out
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as unknown),
      );
    });
  });
}

/** The service, started in the namespaces of {@link runBesidePcscd}. */
export async function startPcscd(): Promise<{
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** It hangs, and goes on. */
  hang(): void;
  goOn(): void;
}> {
  const child = spawn(PCSCD, ['-f'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const listens = () => works('sh', ['-c', 'grep -q ":8C7B 00000000:0000 0A" /proc/net/tcp']);
  for (let tries = 0; tries < 200 && !(existsSync('/run/pcscd/pcscd.comm') && listens()); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    hang: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
  };
}
