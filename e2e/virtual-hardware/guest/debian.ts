import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @throws Error with the last thing the program said */
export function sh(program: string, args: string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    ...(cwd && { cwd }),
  });
  if (status === 0) return stdout;
  throw new Error(`${program} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

/**
 * Unpacks Debian packages into a folder, as they are, without installing them.
 * @throws Error when one of them cannot be had
 */
export function unpackPackages(names: readonly string[], folder: string): void {
  const work = mkdtempSync(join(tmpdir(), 'proofdesk-packages-'));
  try {
    sh('apt-get', ['download', '--quiet=2', ...names], work);
    const archives = readdirSync(work).filter((file) => file.endsWith('.deb'));
    if (archives.length < names.length) throw new Error(`not all was downloaded of ${names.join(', ')}`);
    for (const archive of archives) sh('dpkg', ['--extract', join(work, archive), folder]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
