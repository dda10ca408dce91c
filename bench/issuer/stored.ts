import type { HubPlace } from '../../issuer/hub/index.ts';
import { quantile } from '../lib/stats.ts';
import { progress } from '../lib/suite.ts';
import type { Table } from '../lib/table.ts';
import { type IssuerProcess, startProcess } from './child.ts';
import type { Databases } from './databases.ts';
import { fill, fillOverdue, OPEN_EVERY, REVOKED_PERCENT } from './fill.ts';
import { eachRequest, type Latencies, noLatencies, REQUESTS } from './requests.ts';
import { CONFIGURATION } from './specimen.ts';

const ROUNDS = 6;
/** Of the quicker quarter's time, which says less of what else the machine does: with the most offers, to that with one. */
const TOLERATED = 1.5;
/** Offers that are over when a hub starts again; half of them are to be forgotten. */
const OVERDUE = 20_000;

interface Filled {
  size: number;
  place: HubPlace;
  hub: IssuerProcess;
  latencies: Latencies;
}

const inWords = (size: number) => size.toLocaleString('en');
const two = (value: number) => value.toFixed(2);

async function open(place: HubPlace, size: number, store: string): Promise<Filled> {
  const hub = await startProcess('hub-process.ts', { place });
  await hub.offers(1, CONFIGURATION);
  if (size > 10_000) progress(`${inWords(size)} offers into ${store} …`);
  await fill(place, size);
  return { size, place, hub, latencies: noLatencies() };
}

function requestRows(store: string, filled: readonly Filled[]): string[][] {
  return REQUESTS.map((name) => {
    const all = filled.map(({ latencies }) => latencies[name]);
    const growth = quantile(all.at(-1)!, 0.25) / quantile(all[0]!, 0.25);
    return [
      store,
      name,
      ...all.map((one) => two(quantile(one, 0.5))),
      ...all.map((one) => two(quantile(one, 0.99))),
      two(growth),
    ];
  });
}

/** The quicker quarter of everything an issuance asks, with the most offers to that with one. */
function growthOf(filled: readonly Filled[]): number {
  const whole = ({ latencies }: Filled) =>
    REQUESTS.reduce((sum, name) => sum + quantile(latencies[name], 0.25), 0);
  return whole(filled.at(-1)!) / whole(filled[0]!);
}

/** What a hub does besides answering. It is stopped for a while and started again over what has become overdue meanwhile. */
async function upkeep(store: string, one: Filled): Promise<string[]> {
  const idle = await one.hub.sweep();
  const revoked = await one.hub.revoke({ subjectRef: one.size > 1 ? 'kiosk-5:visit-5' : 'bench' });
  const many = await one.hub.revoke({ origin: 'kiosk-7' });
  await fillOverdue(one.place, OVERDUE);
  const behind = await one.hub.sweep();
  await one.hub.stop();
  const begun = performance.now();
  one.hub = await startProcess('hub-process.ts', { place: one.place });
  const start = performance.now() - begun;
  return [
    store,
    inWords(one.size),
    start.toFixed(0),
    idle.ms.toFixed(0),
    behind.ms.toFixed(0),
    behind.pause.toFixed(0),
    revoked.ms.toFixed(0),
    `${many.ms.toFixed(0)} (${many.pause.toFixed(0)})`,
  ];
}

/** The same requests with more and more offers in the store: latency must not grow. */
export async function stored(databases: Databases, issuances: number, long: boolean): Promise<Table[]> {
  const sizes = long ? [1, 10_000, 1_000_000] : [1, 10_000];
  const stores = [['SQLite', databases.sqlite] as const, ['PostgreSQL', databases.postgres] as const];
  const byRequest: string[][] = [];
  const byUpkeep: string[][] = [];
  const failures: string[] = [];
  const growths: string[] = [];
  const columns = ['store', 'request', ...sizes.map((size) => `p50, ${inWords(size)}`)];
  columns.push(...sizes.map((size) => `p99, ${inWords(size)}`), 'growth');
  const count = Math.ceil(issuances / ROUNDS);
  for (const [store, place] of stores) {
    if (place === null) {
      byRequest.push([store, ...columns.slice(1).map(() => 'not installed')]);
      byUpkeep.push([store, ...Array<string>(7).fill('not installed')]);
      continue;
    }
    const filled: Filled[] = [];
    try {
      for (const size of sizes) filled.push(await open(await place(), size, store));
      for (let round = 0; round <= ROUNDS; round += 1)
        for (const one of round % 2 === 0 ? filled : filled.toReversed())
          await eachRequest(one.hub, count, round === 0 ? noLatencies() : one.latencies);
      byRequest.push(...requestRows(store, filled));
      const growth = growthOf(filled);
      growths.push(`${two(growth)} (${store})`);
      if (growth > TOLERATED)
        failures.push(
          `with ${inWords(filled.at(-1)!.size)} offers in ${store} an issuance takes ${two(growth)} times as long as with one`,
        );
      for (const one of filled) byUpkeep.push(await upkeep(store, one));
    } finally {
      for (const { hub } of filled) await hub.stop();
    }
  }
  return [
    {
      title: `Requests by offers in the store (${count * ROUNDS} each, one after the other; milliseconds)`,
      columns,
      rows: byRequest,
      notes: [
        `One in ${OPEN_EVERY} of the offers is open, the others ended within a day; with them are as many credentials of a year in`,
        `status lists (${REVOKED_PERCENT} in a hundred revoked), a fifth as many tickets and spent nonces. New offers without HTTP.`,
        `Growth: lower quartile with the most offers to that with one. Of all together: ${growths.join(' and ')}; ${TOLERATED} would be a failure.`,
        ...(long ? [] : ['--long adds a million offers.']),
      ],
      failures,
    },
    {
      title: 'What the hub does besides, by offers in the store (milliseconds)',
      columns: [
        'store',
        'offers',
        'start',
        'sweep, nothing over',
        `sweep, ${inWords(OVERDUE)} over`,
        'its longest pause',
        'revoke one',
        'revoke a kiosk’s (pause)',
      ],
      rows: byUpkeep,
      notes: [
        'Start: a new process until it listens. A pause is how long the hub answers nobody. Over are offers and as many nonces,',
        'half of the offers to be ended, half to be forgotten. To revoke is also to sign the lists anew; a fortieth of all',
        'credentials are of one kiosk.',
      ],
    },
  ];
}
