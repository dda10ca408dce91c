import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { HubPlace } from '../../issuer/hub/index.ts';
import { postgresPrograms, startPostgres } from '../../issuer/testing/postgres.ts';

/** Places for hubs that are there while something is measured. */
export interface Databases {
  sqlite(): Promise<HubPlace>;
  /** A database of its own in one cluster that waits for the disk; null where PostgreSQL is not installed. */
  postgres: (() => Promise<HubPlace & { databaseUrl: string }>) | null;
  remove(): Promise<void>;
}

export async function openDatabases(): Promise<Databases> {
  const programs = postgresPrograms();
  const cluster = programs === null ? null : await startPostgres(programs, { durable: true });
  const folders: string[] = [];
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'proofdesk-bench-issuer-'));
    folders.push(made);
    return made;
  };
  let count = 0;
  return {
    sqlite: async () => ({ folder: await folder() }),
    postgres:
      cluster === null
        ? null
        : async () => {
            count += 1;
            const name = `hub${count}`;
            const pool = new Pool({ host: cluster.host, user: 'issuer', database: 'postgres', max: 1 });
            await pool.query(`CREATE DATABASE ${name}`);
            await pool.end();
            const databaseUrl = `postgresql://issuer@/${name}?host=${encodeURIComponent(cluster.host)}`;
            return { folder: await folder(), databaseUrl };
          },
    async remove() {
      await cluster?.stop();
      for (const one of folders) await rm(one, { recursive: true, force: true });
    },
  };
}
