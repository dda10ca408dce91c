import { isDeepStrictEqual } from 'node:util';
import { decodeClaims } from '../../e2e/wallet/index.ts';
import type { Table } from '../lib/table.ts';
import { startProcess } from './child.ts';
import type { Databases } from './databases.ts';
import { type Contender, figures, measure, share } from './load.ts';
import { CLAIMS, CONFIGURATION } from './specimen.ts';
import { newWallet } from './wallet.ts';

const WALLETS = 8;
const ROUNDS = 6;

/** What is wrong with a credential of the contender's: all must say the same, or their figures cannot be compared. */
async function faultsOf({ name, store, processes }: Contender): Promise<string[]> {
  const wallet = await newWallet(processes, CONFIGURATION);
  const [code] = await processes[0]!.offers(1, CONFIGURATION);
  const claims = await decodeClaims(await wallet.issuance(code!));
  return Object.entries(CLAIMS)
    .filter(([claim, value]) => !isDeepStrictEqual(claims[claim], value))
    .map(([claim]) => `${name} (${store}): the credential’s ${claim} is not what was offered`);
}

/** Whole issuances (token, nonce, credential) at hubs over each database, beside the library's issuer parts. */
export async function throughput({ sqlite, postgres }: Databases, issuances: number): Promise<Table> {
  const contenders: Contender[] = [];
  const add = (name: string, store: string, processes: Contender['processes']) =>
    contenders.push({ name, store, processes });
  try {
    add('@openid4vc/openid4vci’s parts', 'memory', [await startProcess('library-process.ts', {})]);
    add('Proofdesk hub', 'SQLite', [await startProcess('hub-process.ts', { place: await sqlite() })]);
    for (const count of postgres === null ? [] : [1, 2]) {
      const place = await postgres!();
      const first = await startProcess('hub-process.ts', { place });
      const processes = [first];
      add('Proofdesk hub', 'PostgreSQL', processes);
      if (count === 2) processes.push(await startProcess('hub-process.ts', { place, baseUrl: first.origin }));
    }
    const count = Math.ceil(issuances / ROUNDS);
    const found = await measure(contenders, {
      configurationId: CONFIGURATION,
      count,
      rounds: ROUNDS,
      wallets: WALLETS,
    });
    const failures: string[] = [];
    for (const one of contenders) failures.push(...(await faultsOf(one)));
    const missing = postgres === null ? [1, 2] : [];
    return {
      title: `Whole issuances (token, nonce, credential; ${count * ROUNDS} each, ${WALLETS} wallets at once)`,
      columns: [
        'issuer',
        'store',
        'processes',
        'issuances/s',
        'p50 ms',
        'p99 ms',
        'its CPU ms each',
        'of the first (rounds)',
      ],
      rows: [
        ...contenders.map((one) => [
          one.name,
          one.store,
          String(one.processes.length),
          ...figures(found.get(one)!),
          share(found.get(one)!, found.get(contenders[0]!)!),
        ]),
        ...missing.map((processes) => [
          'Proofdesk hub',
          'PostgreSQL',
          String(processes),
          ...Array<string>(5).fill('not installed'),
        ]),
      ],
      notes: [
        'SD-JWT VCs over HTTP on loopback; the wallets, the issuers and the database share this machine’s processors.',
        'The hub keeps every step (SQLite syncs at every commit, PostgreSQL waits for its disk), seals the claims and gives each',
        'credential a status. The library’s parts are given a Map and keep nothing: what they do not do costs them nothing.',
        'PostgreSQL’s own processor time is in no column. Where there are two processors, the wallets, the database and one hub',
        'process use them up: the last row then shows what a second process costs, not what it gives.',
        'The last column: issuances a second beside the first row’s in the same round, the middle one and the range.',
      ],
      failures,
    };
  } finally {
    for (const { processes } of contenders) for (const one of processes) await one.stop();
  }
}
