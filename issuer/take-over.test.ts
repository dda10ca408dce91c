import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { postgresPrograms, startPostgres } from './testing/postgres.ts';

const PROCESSES = 2;
const program = fileURLToPath(new URL('testing/take-over-process.ts', import.meta.url));

const programs = postgresPrograms();
const cluster = programs === null ? null : await startPostgres(programs);
afterAll(() => cluster?.stop());
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'issuer-take-over-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What each of several processes that begin at once says it signs by. */
async function started(count: number, kind: string, place: string, databaseUrl?: string): Promise<string[]> {
  const children = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [program, kind, place, ...(databaseUrl ? [databaseUrl] : [])], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    return { child, ready: once(child.stdout, 'data'), ended: once(child, 'exit'), told: () => told };
  });
  await Promise.all(
    children.map(({ ready, ended }) =>
      Promise.race([ready, ended.then(() => Promise.reject(new Error('a process ended before it began')))]),
    ),
  );
  for (const { child } of children) child.stdin.end('go\n');
  await Promise.all(children.map(({ ended }) => ended));
  return children.map(({ told }) => told());
}

test.each([
  ['file', 'in a folder', undefined],
  ['hub', 'over one SQLite file', undefined],
  ...(cluster === null
    ? []
    : [['hub', 'over one PostgreSQL database', `postgresql://issuer@/postgres?host=${cluster.host}`]]),
] as [string, string, string | undefined][])(
  '%s: processes that first start at once %s make one CA and one leaf',
  async (kind, _where, databaseUrl) => {
    const place = kind === 'file' ? join(folder, 'keys.json') : folder;
    const first = await started(PROCESSES, kind, place, databaseUrl);
    expect(first[0]).toMatch(/^ready\n\["[0-9a-f]{64}","[0-9a-f]{64}"\]\n$/);
    expect(new Set(first).size).toBe(1);
    expect(await started(1, kind, place, databaseUrl)).toEqual([first[0]]);
  },
  60_000,
);
