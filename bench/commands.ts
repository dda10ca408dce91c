import { join } from 'node:path';
import { connect } from '../e2e/kiosk/client.ts';
import { contextOf } from '../electron/host/kiosk/visit-context.ts';
import { loadStation } from '../electron/host/station/index.ts';
import { fileKeyProvider, loadOrCreateKey, openVault } from '../electron/host/vault/index.ts';
import { type Command, decide, evolve, type Visit } from '../electron/host/visit/index.ts';
import { openDesk } from './lib/desk.ts';
import { createBenchStation } from './lib/station.ts';
import { quantile } from './lib/stats.ts';
import type { Suite } from './lib/suite.ts';
import { send, type Visitor } from './lib/visit.ts';

const warmUp = 50;
const inFlight = 16;

/** Allowed at every step and always worth an event. */
const durable = (index: number) =>
  ({ type: 'visit.set-language', language: index % 2 === 0 ? 'de' : 'en' }) as const;

interface Measured {
  latencies: number[];
  perSecond: number;
  perSecondTogether: number;
}

async function measure(work: (index: number) => Promise<void>, count: number): Promise<Measured> {
  for (let index = 0; index < warmUp; index += 1) await work(index);
  const latencies: number[] = [];
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) {
    const before = performance.now();
    await work(index);
    latencies.push(performance.now() - before);
  }
  const perSecond = (count * 1000) / (performance.now() - begun);
  let next = 0;
  const together = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) await work(next++);
    }),
  );
  return { latencies, perSecond, perSecondTogether: (count * 1000) / (performance.now() - together) };
}

/** The same commands to the same decider, the state kept in a variable. */
async function inMemory(count: number): Promise<Measured> {
  const bench = createBenchStation();
  try {
    const resources = loadStation(bench.resources, bench.stationFile, true);
    let visit: Visit | null = null;
    const judge = (command: Command) => {
      const context = contextOf(visit, { resources, simulated: true, chipReader: false, now: Date.now() });
      const verdict = decide(visit, command, context);
      if ('refusal' in verdict) throw new Error(`${command.type} was refused: ${verdict.refusal}`);
      visit = verdict.events.reduce(evolve, visit);
    };
    judge({ type: 'visit.start' });
    return await measure(async (index) => judge(durable(index)), count);
  } finally {
    bench.remove();
  }
}

/** The kiosk is cut off as by a power failure, and what it had acknowledged must be there. */
async function lookForLoss(data: string, acknowledged: number): Promise<string[]> {
  const directory = join(data, 'vault');
  const { key } = await loadOrCreateKey(directory, fileKeyProvider);
  const vault = openVault({ directory, key, clock: { now: () => Date.now() } });
  try {
    const { ok, firstBad } = await vault.verifyChain();
    const [visit] = await vault.openVisits();
    const kept = visit?.events ?? 0;
    return [
      ...(ok ? [] : [`the chain does not verify from event ${firstBad} on`]),
      ...(kept < acknowledged
        ? [`${acknowledged - kept} of ${acknowledged} acknowledged events are lost`]
        : []),
    ];
  } finally {
    await vault.close();
  }
}

/** Commands through the contract as a window sends them, beside the decider without the vault. */
export const run: Suite = async ({ commands: count }) => {
  const desk = await openDesk({ vision: false });
  let kept: Measured;
  let answered: Measured;
  let failures: string[];
  try {
    const visitor: Visitor = await connect('visitor', await desk.kiosk.address('visitor'));
    await send(visitor, { type: 'visit.start' });
    answered = await measure(() => send(visitor, { type: 'visit.still-here' }), count);
    kept = await measure((index) => send(visitor, durable(index)), count);
    await desk.kiosk.cut();
    failures = await lookForLoss(desk.kiosk.data, 1 + warmUp + 2 * count);
  } finally {
    await desk.close();
  }
  const row = (name: string, { latencies, perSecond, perSecondTogether }: Measured) => [
    name,
    quantile(latencies, 0.5).toFixed(3),
    quantile(latencies, 0.99).toFixed(3),
    perSecond.toFixed(0),
    perSecondTogether.toFixed(0),
  ];
  return [
    {
      title: `Commands (${count} each, over the window's WebSocket)`,
      columns: ['command', 'p50 ms', 'p99 ms', 'per second', `per second, ${inFlight} in flight`],
      rows: [
        row('kept in the vault, then answered', kept),
        row('answered, nothing to keep', answered),
        row('decided in memory, no vault and no pipe', await inMemory(count)),
      ],
      notes: [
        `The kiosk was then killed: ${failures.length === 0 ? `all ${1 + warmUp + 2 * count} acknowledged events are in the vault and its chain verifies` : 'see below'}.`,
        'Three windows were told of every change. One visit is judged one command at a time, whoever sends them.',
      ],
      failures,
    },
  ];
};
