import { specimen, specimenIds } from '../e2e/demo/specimens.ts';
import { connect } from '../e2e/kiosk/client.ts';
import { openDesk } from './lib/desk.ts';
import { describeSlope, growthOf, tolerated } from './lib/growth.ts';
import {
  canReadProcesses,
  descendantsOf,
  isRenderer,
  proportionalMiB,
  residentMiB,
} from './lib/processes.ts';
import { progress, type Suite } from './lib/suite.ts';
import type { Table } from './lib/table.ts';
import { framesOf, send, visitUntil } from './lib/visit.ts';
import { visitInWindow } from './lib/window-visits.ts';

const warmUpVisits = 20;

/** MiB of each part of the kiosk, now. */
function sample(host: number): Record<string, number> {
  const below = descendantsOf(host);
  const drivers = below.find(({ command }) =>
    command.some((part) => /drivers\.js$|native-drivers.main\.ts$/.test(part)),
  );
  const engine = below.filter((one) => one !== drivers);
  const page = engine.filter(isRenderer);
  const rest = engine.filter((one) => !isRenderer(one));
  const sum = (pids: { pid: number }[]) => pids.reduce((total, { pid }) => total + proportionalMiB(pid), 0);
  return {
    host: residentMiB(host),
    drivers: drivers ? residentMiB(drivers.pid) : 0,
    'face engine: page': Math.max(0, ...page.map(({ pid }) => residentMiB(pid))),
    'face engine: browser, GPU, utilities (proportional)': sum(rest),
  };
}

async function visitWithoutScreen(count: number) {
  const desk = await openDesk({ vision: true });
  try {
    const people = specimenIds();
    const visitor = await connect('visitor', await desk.kiosk.address('visitor'));
    const samples: Record<string, number>[] = [];
    const begun = performance.now();
    for (let index = 0; index < count; index += 1) {
      if (index % 20 === 0) progress(`visit ${index} of ${count}`);
      const person = people[index % people.length]!;
      const guest = { specimen: specimen(person), frames: framesOf(person) };
      await visitUntil(desk, visitor, guest, 'success');
      await send(visitor, { type: 'visit.continue', step: 'success' });
      await visitor.until(({ step }) => step.name === 'ended');
      samples.push(sample(desk.kiosk.pid));
    }
    visitor.close();
    return { samples, seconds: (performance.now() - begun) / 1000 };
  } finally {
    await desk.close();
  }
}

const growthColumns = (count: number) => [
  'process, MiB',
  'after 1 visit',
  `after ${count}`,
  'largest',
  'KiB per visit',
  'in the later half',
  'verdict',
];

/** The first and the last state of each part, and whether what lies between rises. */
function growthTable(
  title: string,
  samples: Record<string, number>[],
  warmUp: number,
  notes: string[],
): Table {
  const failures: string[] = [];
  const rows = Object.keys(samples[0] ?? {}).map((part) => {
    const values = samples.map((one) => one[part]!);
    if (values.some((value) => value === 0)) failures.push(`${part} was not there after every visit`);
    const growth = growthOf(values.slice(warmUp));
    if (growth.verdict === 'grows') failures.push(`${part} grows with every visit`);
    return [
      part,
      values[0]!.toFixed(1),
      values.at(-1)!.toFixed(1),
      Math.max(...values).toFixed(1),
      describeSlope(growth.whole),
      describeSlope(growth.later),
      growth.verdict,
    ];
  });
  return { title, columns: growthColumns(samples.length), rows, notes, failures, samples };
}

/** Memory of each process over visits in a row. */
export const run: Suite = async ({ visits, windowVisits }) => {
  if (!canReadProcesses)
    return [{ title: 'Memory', columns: ['not measured: this reads /proc, which only Linux has'], rows: [] }];
  const { samples, seconds } = await visitWithoutScreen(visits);
  const warmUp = Math.min(warmUpVisits, Math.floor(visits / 4));
  const inWindow = await visitInWindow(windowVisits);
  return [
    growthTable(`Memory over ${visits} visits in a row, without a screen`, samples, warmUp, [
      `Every visit to its end: document read, faces compared, credential redeemed by a wallet. ${(seconds / visits).toFixed(1)} s each.`,
      `Slope of a straight line through the visits after the first ${warmUp}, and its error (95 %). Growth is more than ${tolerated} KiB beyond the error, in the later half too;`,
      '“rises” is the same over fewer than 100 visits, in which heaps have not settled: it proves nothing either way.',
    ]),
    growthTable(
      `Memory over ${windowVisits} visits in a row, in a window`,
      inWindow.samples,
      Math.floor(windowVisits / 4),
      [
        `One browser for all visits, as when somebody opens the page; it began anew after ${inWindow.begunAnew} of them.`,
        'A shell with a window of its own replaces the whole browser after every visit.',
      ],
    ),
  ];
};
