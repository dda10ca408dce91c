import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
/** PostgreSQL does not run as root; this user owns nothing. */
const NOBODY = 65_534;

/** Where PostgreSQL's programs are, of Debian's newest, or of POSTGRES_BIN; null when there are none. */
export function postgresPrograms(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [process.env.POSTGRES_BIN, ...versions.map((version) => join(DEBIAN, version, 'bin'))];
  return places.find((place) => place !== undefined && existsSync(join(place, 'initdb'))) ?? null;
}

/**
 * A throwaway cluster that listens on a socket in its own folder alone.
 * @param durable whether it waits for the disk, as one that is kept would; false when not given
 */
export async function startPostgres(
  programs: string,
  { durable = false } = {},
): Promise<{ host: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'issuer-postgres-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (asRoot) chownSync(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  const options = ['-D', data, '-U', 'issuer', '--auth=trust', '--no-sync', '--encoding=UTF8'];
  execFileSync(join(programs, 'initdb'), options, { ...user, cwd: folder, stdio: 'pipe' });
  const server = spawn(
    join(programs, 'postgres'),
    [
      ...['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=40'],
      ...(durable ? [] : ['-c', 'fsync=off']),
    ],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    let told = '';
    server.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes('database system is ready')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL ended: ${told}`)));
  });
  return {
    host: folder,
    async stop() {
      // Waits for the last connection to be gone, instead of breaking it.
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
