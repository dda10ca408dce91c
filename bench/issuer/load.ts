import { quantile } from '../lib/stats.ts';
import type { IssuerProcess } from './child.ts';
import { newWallet } from './wallet.ts';

/** An issuer under measurement: one process, or several over one database. */
export interface Contender {
  readonly name: string;
  readonly store: string;
  readonly processes: readonly IssuerProcess[];
}

export interface Measured {
  /** Milliseconds of each whole issuance. */
  latencies: number[];
  /** Milliseconds all issuances took together, and processor time of the issuer's processes meanwhile. */
  elapsed: number;
  cpu: number;
  /** Issuances a second, round by round. */
  rates: number[];
}

async function cpuOf({ processes }: Contender): Promise<number> {
  let sum = 0;
  for (const one of processes) sum += await one.cpu();
  return sum;
}

/** One round of issuances with so many wallets at once; the offers are made before the clock starts. */
async function round(
  contender: Contender,
  configurationId: string,
  count: number,
  wallets: number,
): Promise<Measured> {
  const { processes } = contender;
  const codes = await processes[0]!.offers(count, configurationId);
  const phones = await Promise.all(
    Array.from({ length: wallets }, () => newWallet(processes, configurationId)),
  );
  const latencies: number[] = [];
  const before = await cpuOf(contender);
  const begun = performance.now();
  await Promise.all(
    phones.map(async ({ issuance }) => {
      for (let code = codes.pop(); code !== undefined; code = codes.pop()) {
        const start = performance.now();
        await issuance(code);
        latencies.push(performance.now() - start);
      }
    }),
  );
  const elapsed = performance.now() - begun;
  const rates = [(latencies.length * 1000) / elapsed];
  return { latencies, elapsed, cpu: (await cpuOf(contender)) - before, rates };
}

export interface LoadOptions {
  configurationId: string;
  /** Issuances of each contender in each round. */
  count: number;
  rounds: number;
  /** At once. */
  wallets: number;
}

/**
 * Whole issuances at each contender. They take turns, and take turns in going first, so that they share the machine's
 * moods; the first round is the compiler's.
 */
export async function measure(
  contenders: readonly Contender[],
  { configurationId, count, rounds, wallets }: LoadOptions,
): Promise<Map<Contender, Measured>> {
  const found = new Map<Contender, Measured>(
    contenders.map((one) => [one, { latencies: [], elapsed: 0, cpu: 0, rates: [] }]),
  );
  for (let number = 0; number <= rounds; number += 1)
    for (const one of number % 2 === 0 ? contenders : contenders.toReversed()) {
      const { latencies, elapsed, cpu, rates } = await round(one, configurationId, count, wallets);
      if (number === 0) continue;
      const sum = found.get(one)!;
      sum.latencies.push(...latencies);
      sum.rates.push(...rates);
      sum.elapsed += elapsed;
      sum.cpu += cpu;
    }
  return found;
}

/** What one does of the other in the same round, and from which to which: the machine's moods are in both. */
export function share(one: Measured, other: Measured): string {
  const shares = one.rates.map((rate, round) => rate / other.rates[round]!);
  const [least, middle, most] = [0, 0.5, 1].map((q) => quantile(shares, q).toFixed(2));
  return `${middle} (${least}–${most})`;
}

/** Issuances a second, p50, p99 and processor milliseconds of one. */
export const figures = ({ latencies, elapsed, cpu }: Measured): string[] => [
  ((latencies.length * 1000) / elapsed).toFixed(0),
  quantile(latencies, 0.5).toFixed(1),
  quantile(latencies, 0.99).toFixed(1),
  (cpu / latencies.length).toFixed(1),
];
