import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { until } from './trial.ts';

const program = '/usr/sbin/pcscd';
const classDriver = '/usr/lib/pcsc/drivers/ifd-ccid.bundle';
const socket = '/run/pcscd/pcscd.comm';
/** No readers but those on USB: other drivers' readers are named in files. */
const noReaders = '/run/pcscd-readers';

/** Why the smart card service cannot be run here; null when it can. */
export function whyNoPcscd(): string | null {
  const missing = [
    ...(existsSync(program) ? [] : ['pcscd']),
    ...(existsSync(classDriver) ? [] : ['libccid']),
  ];
  return missing.length > 0 ? `Debian packages are missing: ${missing.join(', ')}` : null;
}

export interface Pcscd {
  kill(): Promise<void>;
}

/** Starts the system's own smart card service; resolves when it can be reached. */
export async function startPcscd(): Promise<Pcscd> {
  mkdirSync('/run/pcscd', { recursive: true });
  mkdirSync(noReaders, { recursive: true });
  const child = spawn(program, ['--foreground', '--config', noReaders], { stdio: 'ignore' });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await until(
    'the smart card service listens',
    () => existsSync(socket),
    () => String(readdirSync('/run/pcscd')),
  );
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
