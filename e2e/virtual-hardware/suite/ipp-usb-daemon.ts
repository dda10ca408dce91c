import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until } from './trial.ts';

/** Without a service to announce anything with, and only where this machine itself can reach it. */
const configuration = `[network]
  http-min-port = 60000
  http-max-port = 65535
  dns-sd = disable
  interface = loopback
[logging]
  device-log = error
  main-log = error
  console-log = all
`;

export interface IppUsb {
  stop(): Promise<void>;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * Starts Debian's ipp-usb, which serves whatever scanner or printer it finds; resolves when it serves the first.
 * @param daemons folder into which its packages were unpacked
 */
export async function startIppUsb(daemons: string): Promise<IppUsb> {
  mkdirSync('/etc/ipp-usb', { recursive: true });
  writeFileSync('/etc/ipp-usb/ipp-usb.conf', configuration);
  const libraries = join(daemons, 'usr/lib/x86_64-linux-gnu');
  const child = spawn(join(daemons, 'sbin/ipp-usb'), ['debug'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LD_LIBRARY_PATH: `${libraries}:${join(daemons, 'lib/x86_64-linux-gnu')}` },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  let serves = false;
  await until(
    'ipp-usb serves the scanner',
    () => {
      void answers(60_000).then((now) => {
        serves ||= now;
      });
      return serves;
    },
    () => output.slice(-2000),
  );
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
