import { adapterProtocol } from '../messages.ts';
import { type AdapterProcess, startAdapter } from '../process.ts';
import { adapterChecks } from './adapter-checks.ts';
import type { Check } from './check.ts';
import { deviceChecks } from './device-checks.ts';
import { ConformanceFailure, type Probe, probe } from './probe.ts';

export interface ConformanceResult {
  check: string;
  /** The device it was about; null for the adapter itself. */
  device: string | null;
  outcome: 'passed' | 'failed' | 'not-checked';
  detail: string;
}

export interface ConformanceReport {
  adapter: { name: string; version: string } | null;
  results: ConformanceResult[];
}

const leaveWithin = 3000;

/**
 * Runs an adapter through every state and fault of the interface (docs/vendor-adapter.md). What it cannot act out is
 * reported as not checked, never as passed.
 *
 * @param start starts a fresh one; several are needed, one after the other
 * @param tell hears each result as it comes
 * @param haste divides every limit, for an adapter that is known to be quick
 */
export async function conform(
  start: () => AdapterProcess,
  tell: (result: ConformanceResult) => void = () => {},
  haste = 1,
): Promise<ConformanceReport> {
  const report: ConformanceReport = { adapter: null, results: [] };
  const processes: AdapterProcess[] = [];
  const fresh = async () => {
    const process = start();
    processes.push(process);
    return probe(process, adapterProtocol, haste);
  };
  const judge = async (check: string, device: string | null, look: () => Promise<string>) => {
    const result = await look().then(
      (detail): ConformanceResult => ({ check, device, outcome: 'passed', detail }),
      (error: unknown): ConformanceResult => {
        if (!(error instanceof ConformanceFailure)) throw error;
        return { check, device, outcome: 'failed', detail: error.message };
      },
    );
    report.results.push(result);
    tell(result);
    return result.outcome === 'passed';
  };
  try {
    let first: Probe | null = null;
    const met = await judge('starts and says hello', null, async () => {
      first = await fresh();
      const { name, version } = first.hello;
      report.adapter = { name, version };
      return `${name} ${version}`;
    });
    if (!met || !first) return report;
    const running: Probe = first;
    for (const { name, run } of adapterChecks) await judge(name, null, () => run(running, ''));
    for (const { id } of running.hello.devices) {
      for (const check of deviceChecks) await judgeDevice(check, id, running);
    }
    await judge('writes nothing but messages to its output', null, async () => {
      const bad = running.nonsense();
      if (bad.length > 0) throw new ConformanceFailure(`${bad.length} lines, the first is ${bad[0]}`);
      return 'every line';
    });
    await judge('leaves when it is told to', null, () =>
      leaves(running, () => running.process.order({ do: 'quit' }), 0),
    );
    await judge('leaves when nobody listens any more', null, async () => {
      const second = await fresh();
      return leaves(second, () => second.process.closeInput());
    });
    await judge('is the same after it was ended and started again', null, async () => {
      const third = await fresh();
      third.process.kill();
      await third.exited(leaveWithin);
      const fourth = await fresh();
      const names = (one: Probe) =>
        one.hello.devices
          .map(({ id }) => id)
          .sort()
          .join(', ');
      if (names(fourth) !== names(running)) throw new ConformanceFailure(`it then named ${names(fourth)}`);
      return leaves(fourth, () => fourth.process.order({ do: 'quit' }), 0);
    });
    return report;
  } finally {
    for (const process of processes) process.kill();
  }

  async function judgeDevice(check: Check, device: string, running: Probe): Promise<void> {
    const missing = (check.needs ?? []).filter((one) => !running.hello.rehearses.includes(one));
    if (missing.length > 0) {
      const detail = `it does not act out ${missing.join(' and ')}`;
      const result: ConformanceResult = { check: check.name, device, outcome: 'not-checked', detail };
      report.results.push(result);
      return tell(result);
    }
    await running.settle();
    await judge(check.name, device, () => check.run(running, device));
  }
}

/** @param code it has to leave with, when that is known */
async function leaves(running: Probe, ask: () => void, code?: number): Promise<string> {
  const began = performance.now();
  ask();
  const left = await running.exited(leaveWithin);
  if (!left) throw new ConformanceFailure(`it is still there after ${leaveWithin} ms`);
  if (code !== undefined && left.code !== code) throw new ConformanceFailure(`its code was ${left.code}`);
  return `${Math.round(performance.now() - began)} ms`;
}

/** The same for a command line. */
export const conformCommand = (command: string, tell?: (result: ConformanceResult) => void, haste?: number) =>
  conform(() => startAdapter(command), tell, haste);
