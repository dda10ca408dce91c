import { quantile } from '../lib/stats.ts';
import type { Table } from '../lib/table.ts';
import { startProcess } from './child.ts';
import type { Databases } from './databases.ts';
import { profile } from './specimen.ts';
import { newWallet } from './wallet.ts';

const ROUNDS = 3;

interface Measured {
  cpu: number;
  latencies: number[];
  bytes: number;
}

/** What the credential request alone costs, in each format of the profile: tokens and proofs are there before. */
export async function formats({ sqlite }: Databases, issuances: number): Promise<Table> {
  const hub = await startProcess('hub-process.ts', { place: await sqlite() });
  try {
    const count = Math.ceil(issuances / ROUNDS);
    const found = new Map<string, Measured>();
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const { id } of profile.configurations) {
        const wallet = await newWallet([hub], id);
        const ready = [];
        for (const code of await hub.offers(count, id)) ready.push(await wallet.ready(code));
        const sum = round === 0 ? { cpu: 0, latencies: [], bytes: 0 } : found.get(id)!;
        found.set(id, sum);
        const before = await hub.cpu();
        for (const one of ready) {
          const start = performance.now();
          const credential = await wallet.credential(one);
          if (round > 0) sum.latencies.push(performance.now() - start);
          sum.bytes = credential.length;
        }
        if (round > 0) sum.cpu += (await hub.cpu()) - before;
      }
    return {
      title: `A credential request by format (${count * ROUNDS} each, one after the other, SQLite)`,
      columns: ['format', 'CPU ms each', 'p50 ms', 'p99 ms', 'characters'],
      rows: profile.configurations.map(({ id, format }) => {
        const { cpu, latencies, bytes } = found.get(id)!;
        return [
          format,
          (cpu / latencies.length).toFixed(2),
          quantile(latencies, 0.5).toFixed(2),
          quantile(latencies, 0.99).toFixed(2),
          String(bytes),
        ];
      }),
      notes: ['The hub’s whole process, all threads: HTTP, proof, status, signature and what is kept.'],
    };
  } finally {
    await hub.stop();
  }
}
