import { quantile } from '../lib/stats.ts';
import { progress } from '../lib/suite.ts';
import type { Table } from '../lib/table.ts';
import { startProcess } from './child.ts';
import type { Databases } from './databases.ts';
import { fill, OPEN_EVERY } from './fill.ts';
import { type Contender, figures, measure } from './load.ts';
import { CONFIGURATION } from './specimen.ts';

const ROUNDS = 6;
/** Of the quicker quarter's time, which says less of what else the machine does: with the most offers, to that with one. */
const TOLERATED = 1.5;

/** The same issuances with more and more offers in the store: latency must not grow. */
export async function stored(databases: Databases, issuances: number, long: boolean): Promise<Table> {
  const sizes = long ? [1, 10_000, 1_000_000] : [1, 10_000];
  const stores = [['SQLite', databases.sqlite] as const, ['PostgreSQL', databases.postgres] as const];
  const rows: string[][] = [];
  const failures: string[] = [];
  const growths: string[] = [];
  for (const [store, open] of stores) {
    if (open === null) {
      rows.push([store, ...Array<string>(5).fill('not installed')]);
      continue;
    }
    const contenders: Contender[] = [];
    try {
      for (const size of sizes) {
        const place = await open();
        const hub = await startProcess('hub-process.ts', { place });
        contenders.push({ name: size.toLocaleString('en'), store, processes: [hub] });
        await hub.offers(1, CONFIGURATION);
        if (size > 10_000) progress(`${size} offers into ${store} …`);
        await fill(place, size);
      }
      const count = Math.ceil(issuances / ROUNDS);
      const load = { configurationId: CONFIGURATION, count, rounds: ROUNDS, wallets: 1 };
      const found = await measure(contenders, load);
      for (const one of contenders) rows.push([store, one.name, ...figures(found.get(one)!)]);
      const quicker = contenders.map((one) => quantile(found.get(one)!.latencies, 0.25));
      const growth = quicker.at(-1)! / quicker[0]!;
      growths.push(`${growth.toFixed(2)} (${store})`);
      if (growth > TOLERATED)
        failures.push(
          `with ${contenders.at(-1)!.name} offers in ${store} an issuance takes ${growth.toFixed(2)} times as long as with one`,
        );
    } finally {
      for (const { processes } of contenders) for (const one of processes) await one.stop();
    }
  }
  return {
    title: `Whole issuances by offers in the store (${Math.ceil(issuances / ROUNDS) * ROUNDS} each, one after the other)`,
    columns: ['store', 'offers', 'issuances/s', 'p50 ms', 'p99 ms', 'its CPU ms each'],
    rows,
    notes: [
      `One in ${OPEN_EVERY} of the offers is open, the others were issued; the hub goes on looking for overdue ones every second.`,
      `The lower quartile with the most offers is that with one times ${growths.join(' and ')}; ${TOLERATED} would be a failure.`,
      ...(long ? [] : ['--long adds a million offers.']),
    ],
    failures,
  };
}
