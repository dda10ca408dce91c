import { execFileSync } from 'node:child_process';
import { cpus, platform, release, totalmem } from 'node:os';
import { findChromium } from '../../electron/browser/chromium.ts';

export interface Machine {
  cores: number;
  processor: string;
  memoryGiB: number;
  system: string;
  node: string;
  chromium: string;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    chromium: execFileSync(findChromium(), ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .replace(/ built on .*/, ''),
  };
}

export function machineLine(machine: Machine): string {
  const { cores, processor, memoryGiB, system, node, chromium } = machine;
  return `${cores} cores (${processor}), ${memoryGiB} GiB, ${system}; Node ${node}, ${chromium}`;
}
