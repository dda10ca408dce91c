import { readdirSync, readFileSync } from 'node:fs';

export interface Running {
  pid: number;
  parent: number;
  command: string[];
}

/** Whether this system tells of processes in the way that is read here. */
export const canReadProcesses = process.platform === 'linux';

function readProcess(pid: number): Running | null {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    // The name, in parentheses, may hold anything; the parent is the second field after it (proc_pid_stat(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { pid, parent, command: command.length === 1 ? command[0]!.split(' ') : command };
  } catch {
    return null;
  }
}

/** The process's children, their children, and so on. */
export function descendantsOf(pid: number): Running[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const below = (parent: number): Running[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** Resident memory in MiB; shared pages count in full. Zero when the process is gone. */
export function residentMiB(pid: number): number {
  try {
    const kibi = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibi ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Proportional resident memory in MiB: each process has its part of the pages it shares, so sums are right. */
export function proportionalMiB(pid: number): number {
  try {
    const kibi = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kibi ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export const isRenderer = ({ command }: Running) => command.includes('--type=renderer');

/** Ticks a second in which the kernel counts a process's time; Linux has told 100 to every program since 2.6. */
const TICKS = 100;

/** Seconds of processor time a process has used so far. Zero when it is gone. */
export function processorSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // utime and stime are the 14th and 15th fields; the second may hold spaces (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}
